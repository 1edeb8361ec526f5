"""What formfacts keeps in a repo."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.scaffold.records import read_record, write_record
from formfacts.scaffold.repo import Repo, open_repo
from tests.scaffold.repos import make_repo, run_git

DATA = {"names": ["ä", "b\n"], "none": None, "number": 7, "nested": {"a": [1, {"b": "c"}]}}
REF = "refs/formfacts/tests/one"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repo with a file."""
    return open_repo(make_repo(tmp_path / "repo", {"v1": {"a.txt": "a"}}))


def test_reads_what_it_wrote(repo: Repo) -> None:
    """By hash, or by the ref that names it."""
    record = write_record(repo, DATA, {})
    repo.git("update-ref", REF, record)

    assert [DATA, DATA] == [read_record(repo, name) for name in (record, REF)]


def test_keeps_its_trees(repo: Repo) -> None:
    """Git prunes neither the record nor what is in the trees, and no log shows them."""
    tree = repo.git("rev-parse", "HEAD^{tree}").strip()
    run_git(repo.top, "update-ref", REF, write_record(repo, DATA, {"files": tree, "more": tree}))
    run_git(repo.top, "gc", "--quiet", "--prune=now")

    assert "a" == run_git(repo.top, "cat-file", "blob", f"{REF}:files/a.txt")
    assert "_v1" == run_git(repo.top, "log", "--all", "--format=%s")


def test_no_record(repo: Repo) -> None:
    """Neither under a name that is not there, nor under one of something else."""
    assert [None, None] == [read_record(repo, name) for name in (REF, "HEAD")]


def test_a_garbled_record_is_an_error(repo: Repo) -> None:
    """Somebody else wrote it."""
    blob = repo.git_bytes("hash-object", "-w", "--stdin", stdin=b"{").decode().strip()
    line = f"100644 blob {blob}\trecord.json".encode()
    tree = repo.git_bytes("mktree", stdin=line).decode().strip()

    with pytest.raises(ValueError, match="line 1"):
        read_record(repo, tree)
