"""Put back what stood in the work tree before a run, never over what the user has done since."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping

from formfacts.scaffold.apply.disk import ELSEWHERE, FOLDER, alike, modes_count, on_disk
from formfacts.scaffold.apply.files import (
    in_the_way,
    prepare_entries,
    remove_empty,
    replace_file,
    restore_file,
)
from formfacts.scaffold.apply.index import (
    change_index,
    copy_index,
    lock_index,
    swap_index,
    unlock_index,
)
from formfacts.scaffold.apply.journal import Journal
from formfacts.scaffold.apply.verify import holds_only
from formfacts.scaffold.apply.waiting import Waiting, find_waiting, waiting_folder
from formfacts.scaffold.merge.tree import Entry
from formfacts.scaffold.repo import Repo


def put_back(repo: Repo, journal: Journal, paths: Collection[str]) -> tuple[str, ...]:
    """Put back what stood at these paths before; return those that are not as the run wrote them.

    What stood there is taken from where the run kept it, else from git's objects. Added files go
    last, but for those that stand where a folder was, or in a folder where a file was.
    """
    modes = modes_count(repo)
    everything = journal.changes.keys() - set(journal.sparse)
    paths = everything & set(paths)
    added = {path for path in paths if journal.changes[path][0] is None}
    # With some of the changes committed by the user, the ignored files belong to those.
    leaving = {*added, *(journal.created if paths == everything else ())}
    first = in_the_way(leaving, paths - added)
    touched = take_away(repo, journal, first, modes=modes)
    touched += restore(repo, journal, paths - added, modes=modes)
    touched += take_away(repo, journal, leaving - first, modes=modes)
    return tuple(sorted(touched))


def restore(repo: Repo, journal: Journal, paths: Collection[str], *, modes: bool) -> list[str]:
    """Put back what the run replaced or removed; return the files that are not as it left them."""
    waiting = find_waiting(repo, journal.folder)
    wanted: dict[str, Entry] = {}
    touched = []
    for path, found in on_disk(repo, sorted(paths)).items():
        before = journal.changes[path][0]
        if before is None or alike(found, before, modes=modes):
            continue
        if not reached(waiting, journal, path):
            continue
        if not gone(repo, path, found) and not is_run_s(journal, path, found, modes=modes):
            touched.append(path)
        elif not restore_file(repo, waiting, path):
            wanted[path] = before
    restore_from_objects(repo, wanted)
    return touched


def reached(waiting: Waiting, journal: Journal, path: str) -> bool:
    """Whether the run came to replace or remove the file; if not, it is as the user has it."""
    if not waiting.new.is_dir():
        return True  # it came to its end, and nothing waits any more
    if journal.changes[path][1] is None:
        return os.path.lexists(waiting.old / path)
    return not os.path.lexists(waiting.new / path)


def is_run_s(journal: Journal, path: str, found: Entry | None, *, modes: bool) -> bool:
    """Whether a file is as the run wrote it, or as it was saved when the run was undone."""
    wrote = journal.changes[path][1]
    saved = journal.edited.get(path)
    return alike(found, wrote, modes=modes) or (saved is not None and found == saved)


def gone(repo: Repo, path: str, found: Entry | None) -> bool:
    """Whether nothing stands there but, maybe, empty folders."""
    return found is None or (found == FOLDER and holds_only(repo, path, set()))


def take_away(repo: Repo, journal: Journal, paths: Collection[str], *, modes: bool) -> list[str]:
    """Remove files that the run added; return those that are not as it wrote them.

    The ignored ones among them are the user's as soon as they are changed, and not told of.
    """
    touched = []
    for path, found in on_disk(repo, sorted(paths)).items():
        if found in {None, FOLDER, ELSEWHERE}:
            continue
        created = journal.created.get(path)
        if found == created or (not created and is_run_s(journal, path, found, modes=modes)):
            (repo.top / path).unlink()
            remove_empty((repo.top / path).parent, upto=repo.top)
        elif not created:
            touched.append(path)
    return touched


def restore_from_objects(repo: Repo, wanted: Mapping[str, Entry]) -> None:
    """Write files that were kept nowhere."""
    if not wanted:
        return
    with waiting_folder(repo) as fresh:
        prepare_entries(repo, fresh, wanted)
        for path in wanted:
            if (repo.top / path).is_dir():
                remove_empty(repo.top / path)
            replace_file(repo, fresh, path)


def restore_index(repo: Repo, journal: Journal, paths: Collection[str]) -> None:
    """Set the index of these paths to what it was; other paths keep what is staged."""
    if not paths:
        return
    with waiting_folder(repo) as waiting:
        copy_index(repo, waiting.index)
        entries = {path: journal.changes[path][0] for path in paths}
        sparse = [path for path in journal.sparse if path in entries]
        change_index(repo, waiting.index, entries, {}, sparse)
        lock_index(repo, waiting)
        try:
            swap_index(repo, waiting)
        finally:
            unlock_index(repo, waiting)
