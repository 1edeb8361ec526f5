"""A folder that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from formfacts.errors import TargetError
from formfacts.scaffold.staging import staged

NOBODY = 65534


def entries(folder: Path) -> list[str]:
    """Return everything below the folder."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def make(target: Path) -> None:
    """Make a folder with one file, by way of staging."""
    with staged(target) as staging:
        staging.folder.mkdir()
        (staging.folder / "a.txt").write_text("a", encoding="utf-8")
        staging.publish()


def fail(target: Path, error: BaseException) -> None:
    """Raise an error while the folder is being filled."""
    with staged(target) as staging:
        staging.folder.mkdir()
        raise error


@pytest.mark.parametrize("name", ["app", "x/y/app", "a[b]c*"])
def test_publishes_with_missing_parents(tmp_path: Path, name: str) -> None:
    """The target and its parents are there, and nothing else."""
    make(tmp_path / name)

    parents = [str(parent) for parent in Path(name).parents][:-1]
    assert sorted([*parents, name, f"{name}/a.txt"]) == entries(tmp_path)


def test_fills_an_empty_folder(tmp_path: Path) -> None:
    """An empty folder may be the target."""
    (tmp_path / "app").mkdir()

    make(tmp_path / "app")

    assert ["app", "app/a.txt"] == entries(tmp_path)


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_failure_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    """Neither the target, nor its parents, nor the hidden folder."""
    with pytest.raises(error):
        fail(tmp_path / "x/app", error())

    assert [] == entries(tmp_path)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_termination_cleans_up(tmp_path: Path, number: int, code: int) -> None:
    """SIGTERM and SIGHUP exit by way of the clean-up; their handlers are put back."""
    before = signal.getsignal(number)

    with pytest.raises(SystemExit) as caught, staged(tmp_path / "app"):
        os.kill(os.getpid(), number)

    assert (code, [], before) == (caught.value.code, entries(tmp_path), signal.getsignal(number))


def test_full_disk_is_said(tmp_path: Path) -> None:
    """A system error while the folder is filled becomes one line."""
    with pytest.raises(TargetError, match="the disk is full"):
        fail(tmp_path / "app", OSError(errno.ENOSPC, "No space left on device"))


def test_what_a_killed_run_left_is_removed_and_a_running_one_is_not(tmp_path: Path) -> None:
    """Hidden folders without a lock go; one in use stays until its run is over."""
    (tmp_path / ".app.formfacts-dead").mkdir()
    (tmp_path / ".other.formfacts-dead").mkdir()

    with staged(tmp_path / "app") as first:
        make(tmp_path / "app")

        assert first.hidden.is_dir()
    assert [".other.formfacts-dead", "app", "app/a.txt"] == entries(tmp_path)


def test_target_taken_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    """Whoever publishes second gives way."""
    with staged(tmp_path / "app") as late:
        late.folder.mkdir()
        make(tmp_path / "app")

        with pytest.raises(TargetError, match="was taken in the meantime"):
            late.publish()
    assert ["app", "app/a.txt"] == entries(tmp_path)


def test_same_new_parent_is_shared(tmp_path: Path) -> None:
    """Two runs that both have to make the parent both succeed."""
    with staged(tmp_path / "x/one") as late:
        late.folder.mkdir()
        make(tmp_path / "x/two")
        late.publish()

    assert ["x", "x/one", "x/two", "x/two/a.txt"] == entries(tmp_path)


def test_taken_targets_are_refused(tmp_path: Path) -> None:
    """A file, a link to nowhere, a folder with something in it, a path below a file."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "link").symlink_to("nowhere")
    before = entries(tmp_path)
    said = []

    for name in ("file", "full", "link", "file/app", "file/x/app"):
        with pytest.raises(TargetError) as caught, staged(tmp_path / name):
            pass
        said.append(str(caught.value).replace(f"{tmp_path}/", ""))

    assert [
        "file is a file: choose the path of a new folder",
        "full is not empty: choose a new folder, or empty this one",
        "link is a file: choose the path of a new folder",
        "file/app: file is a file: choose a path below a folder",
        "file/x/app: file is a file: choose a path below a folder",
    ] == said
    assert before == entries(tmp_path)


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs /proc")
def test_system_folder_is_refused() -> None:
    """Where nobody may write, root included, the error is one line."""
    with pytest.raises(TargetError, match="/proc/app"), staged(Path("/proc/app")):
        pass


@pytest.fixture
def unwritable() -> Iterator[Path]:
    """A folder that this process may read only; root becomes somebody else for a while."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o555)
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    yield folder
    os.seteuid(user)
    folder.rmdir()


def test_unwritable_parent_is_refused(unwritable: Path) -> None:
    """The target is named, and nothing is made."""
    with (
        pytest.raises(TargetError, match=r"not writable|Permission denied: choose another"),
        staged(unwritable / "app"),
    ):
        pass

    assert [] == entries(unwritable)
