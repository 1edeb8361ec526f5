"""The record of what is being put into a work tree, as a git object that a ref keeps.

`refs/formfacts/applying/<work tree>` stands while files are being written: whoever finds it without
its writer cleans up. `refs/formfacts/applied/<work tree>` stands afterwards, for `--abort`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from formfacts.errors import GitError
from formfacts.scaffold.merge.threeway import Stages
from formfacts.scaffold.merge.tree import Entry
from formfacts.scaffold.records import read_record, write_record
from formfacts.scaffold.repo import Repo

FORMAT = 1
Pair = tuple[Entry | None, Entry | None]


@dataclass(frozen=True, slots=True)
class Journal:
    """What is applied: paths of the work tree with their entries before and after.

    `stages` are the index entries of conflicts, `created` the ignored files that are new, `commit`
    and `branch` where HEAD was, `new_branch` and `result` where it goes: `result` is the commit
    that holds the changes, None if they stay uncommitted. `sparse` are the changes that a sparse
    checkout keeps out of the work tree, `folder` is the name of where the files wait, `edited` what
    the user had made of the files by the time of an abort, which has been saved.
    """

    command: str
    prefix: str
    commit: str
    branch: str | None
    new_branch: str | None
    result: str | None
    changes: Mapping[str, Pair]
    folder: str
    stages: Mapping[str, Stages] = field(default_factory=dict)
    created: Mapping[str, Entry] = field(default_factory=dict)
    sparse: tuple[str, ...] = ()
    edited: Mapping[str, Entry] = field(default_factory=dict)

    @property
    def target(self) -> str:
        """The commit that HEAD names afterwards."""
        return self.result or self.commit


def applying(repo: Repo) -> str:
    """Return the ref that stands while files are being written."""
    return f"refs/formfacts/applying/{repo.name}"


def applied(repo: Repo) -> str:
    """Return the ref that stands afterwards."""
    return f"refs/formfacts/applied/{repo.name}"


def aborting(repo: Repo) -> str:
    """Return the ref that stands while a finished run is being undone."""
    return f"refs/formfacts/aborting/{repo.name}"


def write_journal(repo: Repo, journal: Journal, tree: str) -> str:
    """Store the record with the tree that results and the one before; return its hash.

    No ref names it yet.
    """
    before = repo.git("rev-parse", f"{journal.commit}^{{tree}}").strip()
    return write_record(repo, as_data(journal), {"after": tree, "before": before})


# What we store is no work of the user's, and needs no name configured.
NOBODY = ("-c", "user.name=formfacts", "-c", "user.email=formfacts@localhost")


def find_journal(repo: Repo, ref: str) -> tuple[str, Journal] | None:
    """Return hash and content of the record that a ref names, if there is one."""
    oid = repo.git("rev-parse", "--verify", "--quiet", ref, check=False).strip()
    if not oid:
        return None
    try:
        data = read_record(repo, oid)
        if data["format"] != FORMAT:
            raise GitError(f"{ref} was written by another version of formfacts: use that one")
        return oid, from_data(data)
    except (ValueError, KeyError, TypeError):
        raise GitError(
            f"{ref} is not a record of formfacts: remove it with git update-ref -d {ref}"
        ) from None


def interrupted(repo: Repo) -> str | None:
    """Return which command was interrupted in this work tree, if one was."""
    if not repo.git("for-each-ref", "--count=1", aborting(repo), applying(repo)):
        return None
    for ref in (aborting(repo), applying(repo)):
        if (found := find_journal(repo, ref)) is not None:
            return "abort" if ref == aborting(repo) else found[1].command
    return None


def as_data(journal: Journal) -> dict[str, Any]:
    """Return the record as JSON holds it."""
    return {
        "format": FORMAT,
        "command": journal.command,
        "prefix": journal.prefix,
        "commit": journal.commit,
        "branch": journal.branch,
        "new_branch": journal.new_branch,
        "result": journal.result,
        "folder": journal.folder,
        "changes": {
            path: [flat(entry) for entry in pair] for path, pair in journal.changes.items()
        },
        "stages": {
            path: [flat(entry) for entry in three] for path, three in journal.stages.items()
        },
        "created": {path: flat(entry) for path, entry in journal.created.items()},
        "sparse": list(journal.sparse),
        "edited": {path: flat(entry) for path, entry in journal.edited.items()},
    }


def from_data(data: Mapping[str, Any]) -> Journal:
    """Read the record from JSON."""
    return Journal(
        command=data["command"],
        prefix=data["prefix"],
        commit=data["commit"],
        branch=data["branch"],
        new_branch=data["new_branch"],
        result=data["result"],
        folder=data["folder"],
        changes={path: (entry(a), entry(b)) for path, (a, b) in data["changes"].items()},
        stages={path: (entry(a), entry(b), entry(c)) for path, (a, b, c) in data["stages"].items()},
        created={path: Entry(*flat_entry) for path, flat_entry in data["created"].items()},
        sparse=tuple(data["sparse"]),
        edited={path: Entry(*flat_entry) for path, flat_entry in data["edited"].items()},
    )


def flat(entry: Entry | None) -> list[str] | None:
    """Return an entry as JSON holds it."""
    return None if entry is None else [entry.mode, entry.oid]


def entry(flat_entry: list[str] | None) -> Entry | None:
    """Read an entry from JSON."""
    return None if flat_entry is None else Entry(*flat_entry)
