"""Releasing the template: what is refused, and what stays as it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from formfacts.errors import GitError, TemplateError
from formfacts.scaffold.bundle import read_header
from formfacts.scaffold.snapshot import tree_hash
from formfacts.scaffold.template import open_template
from releases.release import Release, read_release, release
from tests.conftest import ROOT
from tests.releases.roots import DATES, releasable
from tests.scaffold.repos import contents, run_git

RENAMED = "_subdirectory: template\nname: {type: str, default: Tiny}\n"
DECLARED = """\
0.2.0:
  renames: {project_name: name}
  removed: {approach: There is one way now.}
"""


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """A bundle with 0.1.0 in it, and `root` beside it in that state."""
    bundle = tmp_path / "releases/template.bundle"
    release(read_release(releasable(tmp_path / "root", "0.1.0")), bundle)
    return bundle


def raise_version(root: Path, version: str, **files: str) -> Release:
    """Return what would be released if the root had this version and these files."""
    return read_release(releasable(root, version, **files))


def test_a_release_holds_the_template_alone(bundle: Path, tmp_path: Path) -> None:
    """As one commit, with the files as they are, modes included."""
    with open_template(str(bundle)) as template:
        folder = template.checkout(template.resolve("v0.1.0"))
        files, script = contents(folder), (folder / "template/run.sh").stat().st_mode

    log = ["log", "--format=%an <%ae> %aI %cn %cI %s%D", "HEAD"]
    run_git(tmp_path, "clone", "--quiet", str(bundle), "clone")
    who, day = "formfacts", "2026-11-21T00:00:00+00:00"
    names = "HEAD -> main, tag: v0.1.0, origin/main, origin/HEAD"
    expected = f"{who} <formfacts@localhost> {day} {who} {day} Template v0.1.0{names}"
    assert expected == run_git(tmp_path / "clone", *log)
    assert {"copier.yml", "partials", "template"} == {path.split("/")[0] for path in files}
    assert ("of 0.1.0\r\n", 0o100) == (files["partials/core/a.md"], script & 0o100)


def test_releasing_again_changes_nothing(bundle: Path, tmp_path: Path) -> None:
    """The same files under the same version are released already."""
    before = bundle.read_bytes(), bundle.stat().st_mtime_ns

    said = release(read_release(tmp_path / "root"), bundle)

    assert f"v0.1.0 is in {bundle} with these very files: nothing to do" == said
    assert before == (bundle.read_bytes(), bundle.stat().st_mtime_ns)


def test_older_releases_keep_their_hashes(bundle: Path, tmp_path: Path) -> None:
    """A newer one is a commit on top of them, and versions are in order."""
    found = [read_header(bundle).tags]
    for version in ("0.2.0", "0.10.0"):
        release(raise_version(tmp_path / "root", version), bundle)
        found.append(read_header(bundle).tags)

    run_git(tmp_path, "clone", "--quiet", str(bundle), "clone")
    chain = run_git(tmp_path / "clone", "log", "--format=%H", "--reverse").splitlines()
    assert [["v0.1.0"], ["v0.1.0", "v0.2.0"], ["v0.1.0", "v0.2.0", "v0.10.0"]] == [
        *map(list, found)
    ]
    assert [chain[:1], chain[:2], chain] == [list(tags.values()) for tags in found]


def test_the_bundle_follows_from_its_releases(bundle: Path, tmp_path: Path) -> None:
    """Made anew, in one go or from what an older one holds, it is the same byte for byte."""
    for version in ("0.2.0", "0.10.0"):
        release(raise_version(tmp_path / "root", version), bundle)
    again = tmp_path / "again.bundle"
    with open_template(str(bundle)) as template:
        for tag, date in zip(template.versions(), DATES.values(), strict=True):
            release(Release(template.checkout(template.resolve(tag)), tag, date), again)

    assert bundle.read_bytes() == again.read_bytes()


def test_configuration_of_the_user_has_no_say(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nor have their name, line ends or packing."""
    config = tmp_path / "gitconfig"
    settings = "[user]\nname = Ann\n[core]\nautocrlf = true\n[pack]\ncompression = 0\nwindow = 0\n"
    config.write_text(f"{settings}[init]\ndefaultBranch = trunk\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    again = tmp_path / "again.bundle"

    release(read_release(tmp_path / "root"), again)

    assert bundle.read_bytes() == again.read_bytes()


def test_a_released_version_stays(bundle: Path, tmp_path: Path) -> None:
    """The same version with other files, or of another day, is refused."""
    root = tmp_path / "root"
    before = bundle.read_bytes()
    wanted = read_release(root)

    with pytest.raises(TemplateError, match=r"^v0\.1\.0 was released on 2026-11-21: put that date"):
        release(Release(root, wanted.tag, "2026-11-22"), bundle)
    (root / "template/run.sh").chmod(0o644)
    with pytest.raises(TemplateError, match=r"^v0\.1\.0 was released with other files, and stays:"):
        release(wanted, bundle)

    assert before == bundle.read_bytes()


def test_an_older_version_is_refused(bundle: Path, tmp_path: Path) -> None:
    """Releases come in order."""
    release(raise_version(tmp_path / "root", "0.10.0"), bundle)

    with pytest.raises(TemplateError, match=r"^v0\.2\.0 is no newer than v0\.10\.0, which is rel"):
        release(raise_version(tmp_path / "root", "0.2.0"), bundle)


@pytest.mark.parametrize(
    "heading",
    ["## 0.3.0 (unreleased)", "## 0.3.0", "# 0.3.0 (2026-12-01)", "## 0.3.1 (2026-12-01)"],
)
def test_a_version_without_a_date_is_refused(tmp_path: Path, heading: str) -> None:
    """The date is part of the release."""
    root = releasable(tmp_path / "root", "0.3.0", **{"CHANGELOG.md": f"# Changelog\n\n{heading}\n"})

    with pytest.raises(
        TemplateError, match=r"^CHANGELOG\.md has no dated heading for 0\.3\.0: wri"
    ):
        read_release(root)


def test_what_went_without_a_word_is_refused(bundle: Path, tmp_path: Path) -> None:
    """Projects hold answers to it; with an entry in UPGRADES.yaml it may go."""
    wanted = raise_version(tmp_path / "root", "0.2.0", **{"copier.yml": RENAMED})

    with pytest.raises(TemplateError) as caught:
        release(wanted, bundle)
    (tmp_path / "root/UPGRADES.yaml").write_text(DECLARED, encoding="utf-8")
    release(wanted, bundle)

    expected = (
        "project_name, approach, approach=finetune went since v0.1.0: name each in UPGRADES.yaml, "
        "0.2.0, under renames, choices or removed"
    )
    assert expected == str(caught.value)
    assert "v0.2.0" in read_header(bundle).tags


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda root: (root / "template/left.txt").write_text("x", encoding="utf-8"), "left.txt"),
        (lambda root: (root / "template/run.sh").unlink(), "run.sh"),
    ],
)
def test_what_git_would_not_commit_is_refused(tmp_path: Path, change: object, path: str) -> None:
    """In a checkout the release is what the next commit has."""
    root = releasable(tmp_path / "root", "0.1.0")
    run_git(root, "init", "--quiet")
    run_git(root, "add", "--all")
    bundle = tmp_path / "template.bundle"
    assert callable(change)
    change(root)

    with pytest.raises(TemplateError, match=rf"git does not track .*: template/{path}: `git add`"):
        release(read_release(root), bundle)
    run_git(root, "add", "--all")
    release(read_release(root), bundle)

    assert bundle.exists()


def test_a_failure_leaves_the_bundle_as_it_was(bundle: Path, tmp_path: Path) -> None:
    """Also a bundle that is broken, and nothing lies beside it."""
    bundle.write_bytes(bundle.read_bytes()[:-40])
    before = bundle.read_bytes()

    with pytest.raises(GitError, match="git unpack-objects failed: "):
        release(raise_version(tmp_path / "root", "0.2.0"), bundle)

    assert (before, [bundle]) == (bundle.read_bytes(), list(bundle.parent.iterdir()))


def test_the_script_says_what_it_did(tmp_path: Path) -> None:
    """One line on stdout, or one on stderr and exit code 1."""
    root, bundle = releasable(tmp_path / "root", "0.1.0"), tmp_path / "template.bundle"
    given = ["--root", str(root), "--bundle", str(bundle)]
    command = [sys.executable, "-m", "releases.release", *given]
    first, second = (
        subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        for _ in range(2)
    )
    (root / "CHANGELOG.md").unlink()
    third = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (0, f"v0.1.0 of 2026-11-21 added to {bundle}\n", "") == (
        first.returncode,
        first.stdout,
        first.stderr,
    )
    assert (0, "nothing to do\n") == (second.returncode, second.stdout[-14:])
    assert (1, "release: CHANGELOG.md") == (third.returncode, third.stderr[:21])
    assert 40 == len(tree_hash(root))
