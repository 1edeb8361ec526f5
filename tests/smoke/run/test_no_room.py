"""A disk that is full or read-only: one line, exit code 2, and nothing left."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.smoke.run.smoked import Bench

MOUNTS = ["unshare", "--mount", "--propagation", "private"]


def may_mount() -> bool:
    """Whether this user may mount a small disk, in a name space of its own."""
    try:
        done = subprocess.run(
            [*MOUNTS, "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
    except OSError:
        return False
    return done.returncode == 0


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or not may_mount(), reason="small disks can only be mounted by root"
)


def smoke_on(bench: Bench, place: Path, options: str, *arguments: str) -> tuple[int, str, str]:
    """Run with a small disk mounted in one place; return exit code, errors and what is left."""
    place.mkdir(exist_ok=True)
    command = shlex.join(bench.command(*arguments))
    where = shlex.quote(str(place))
    script = f"mount -t tmpfs -o {options} none {where}; {command} >&2; c=$?; ls {where}; exit $c"
    done = subprocess.run(
        [*MOUNTS, "sh", "-c", script],
        env=bench.env(),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        start_new_session=True,
    )
    return done.returncode, done.stderr, done.stdout


def test_a_read_only_cache_is_told(bench: Bench) -> None:
    """With the option that names another; a plan needs none."""
    code, err, _ = smoke_on(bench, bench.cache, "ro")

    assert (2, 1) == (code, err.count("\n"))
    assert "name another folder with --cache" in err
    assert 0 == smoke_on(bench, bench.cache, "ro", "--plan")[0]


@pytest.mark.parametrize("size", ["4k", "64k", "200k"])
def test_a_full_folder_for_temporary_files_is_told(bench: Bench, size: str) -> None:
    """There is no room for the template, or for the repos."""
    bench.write(**{"template/data.bin": "x" * 100_000})
    code, err, left = smoke_on(bench, bench.temporary, f"size={size}", "--check", "parse")

    assert code in {1, 2}
    assert "No space left on device" in err or "disk is full" in err or "unable to" in err, err
    assert "Traceback" not in err
    assert "" == left


def test_a_cache_that_is_full_is_told(bench: Bench) -> None:
    """The journal cannot be written."""
    bench.write("checks: {mine: {run: \"head -c 100000 /dev/zero | tr '\\\\0' x\"}}")
    code, err, _ = smoke_on(bench, bench.cache, "size=16k,nr_inodes=20")

    assert (2, 0) == (code, err.count("Traceback"))
    assert "No space left on device" in err


def test_nobody_needs_to_be_root_to_be_refused(bench: Bench) -> None:
    """What another user owns is told like a read-only disk."""
    bench.cache.mkdir()
    bench.folder.chmod(0o755)
    done = subprocess.run(
        ["setpriv", "--bounding-set=-all", "--inh-caps=-all", "sh", "-c", "true"],
        check=False,
        capture_output=True,
    )
    if done.returncode or os.geteuid():
        pytest.skip("there is no way to do without root's rights")
    bench.cache.chmod(0o555)
    result = subprocess.run(
        ["setpriv", "--bounding-set=-all", "--inh-caps=-all", *bench.command()],
        env=bench.env(),
        check=False,
        capture_output=True,
        text=True,
    )

    assert 2 == result.returncode, result.stderr
    assert "cannot write" in result.stderr
