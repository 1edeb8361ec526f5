"""Contents of git objects."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import GitError
from formfacts.scaffold.merge.blobs import read_blobs, write_blobs
from formfacts.scaffold.repo import Repo, open_repo
from tests.scaffold.repos import make_repo

CONTENTS = [b"", b"text\n", b"no end", b"a\r\nb\n", bytes(range(256)) * 40, b"text\n"]


@pytest.fixture(scope="module")
def repo(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repo that converts line endings, which no object must suffer."""
    folder = tmp_path_factory.mktemp("blobs") / "repo"
    made = open_repo(make_repo(folder, {"v1": {".gitattributes": "* text=auto eol=crlf\n"}}))
    made.git("config", "core.autocrlf", "true")
    return made


def test_reads_what_it_wrote(repo: Repo) -> None:
    """Byte for byte, in the order given, each hash once."""
    oids = write_blobs(repo, CONTENTS)
    found = read_blobs(repo, oids)

    assert CONTENTS == [found[oid] for oid in oids]
    assert len(set(CONTENTS)) == len(found)


def test_nothing_starts_no_git(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """No contents, no process."""
    monkeypatch.setenv("PATH", "")

    assert ([], {}) == (write_blobs(repo, []), read_blobs(repo, []))


def test_a_missing_object_is_an_error(repo: Repo, tmp_path: Path) -> None:
    """A repo that lacks an object is said to be damaged."""
    with pytest.raises(GitError, match="lacks the object 1111111"):
        read_blobs(repo, ["1" * 40])
