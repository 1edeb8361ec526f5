"""Git's locks of refs that a killed run left behind: nothing could move until they are gone."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from formfacts.scaffold.apply.disk import stamp
from formfacts.scaffold.apply.journal import Journal, aborting, applied, applying
from formfacts.scaffold.repo import Repo

RENDERS = "refs/formfacts/renders"
# Git itself holds these locks for milliseconds; it writes to packed-refs.lock all the while.
LONGEST_HELD_S = 2.0
POLL_S = 0.05


def free_own_refs(repo: Repo) -> None:
    """Remove locks of refs that nobody but the holder of our lock, the caller, writes.

    Another work tree of the repo may be about to keep a rendering: at worst it keeps none.
    """
    for ref in (applying(repo), applied(repo), aborting(repo)):
        (repo.common_dir / f"{ref}.lock").unlink(missing_ok=True)
    for lock in (repo.common_dir / RENDERS).glob("*.lock"):
        lock.unlink(missing_ok=True)


def free_stale_locks(repo: Repo, journal: Journal) -> None:
    """Remove locks that the killed run can have left and that stay as they are for long.

    The index's own is not among them: git holds that one for as long as an editor is open.
    """
    locks = {lock: stamp(lock) for lock in shared_locks(repo, journal)}
    end = time.monotonic() + LONGEST_HELD_S
    while locks and time.monotonic() < end:
        time.sleep(POLL_S)
        locks = {lock: was for lock, was in locks.items() if stamp(lock) == was}
    for lock in locks:
        lock.unlink(missing_ok=True)


def shared_locks(repo: Repo, journal: Journal) -> Iterator[Path]:
    """Yield the locks that are there, of what the run writes besides its own refs."""
    places = [repo.git_dir / "HEAD", repo.common_dir / "packed-refs"]
    if journal.new_branch is not None:
        places.append(repo.common_dir / journal.new_branch)
    for place in places:
        lock = place.with_name(f"{place.name}.lock")
        with suppress(OSError):
            if lock.is_file():
                yield lock
