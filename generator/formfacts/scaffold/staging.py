"""A folder that appears whole or not at all.

Everything is made in a hidden folder beside the target, on the same file system, and then renamed
to the target in one step. A failure, Ctrl-C or SIGTERM removes the hidden folder; after a SIGKILL
it stays, unlocked, and the next run with the same target removes it.
"""

from __future__ import annotations

import errno
import fcntl
import glob
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from formfacts.errors import TargetError

TERMINATED = 143
ATTEMPTS = 10


@dataclass(frozen=True, slots=True)
class Staging:
    """`folder` is filled in, then `publish` renames it to `target`.

    `base` is the nearest folder above the target that exists, `hidden` the folder inside it that
    holds everything until then.
    """

    target: Path
    base: Path
    hidden: Path

    @property
    def folder(self) -> Path:
        """The folder to fill in; its last parts are those of the target."""
        return self.hidden / self.target.relative_to(self.base)

    def publish(self) -> None:
        """Rename the folder to the target, with the parents that are still missing."""
        for _ in range(ATTEMPTS):
            top = nearest_missing(self.target)
            try:
                (self.hidden / top.relative_to(self.base)).rename(top)
            except OSError as error:
                # Another run made the same parent: try again from the next one down.
                if error.errno in {errno.ENOTEMPTY, errno.EEXIST} and top != self.target:
                    continue
                raise TargetError(refusal(self.target, error)) from None
            return
        raise TargetError(f"{self.target}: the folders above it keep changing: try again")


@contextmanager
def staged(target: Path) -> Iterator[Staging]:
    """Give a Staging for the target, which must be absolute; clean up whatever is not published.

    Raises TargetError when the target is taken or cannot be written, before anything is written.
    """
    check_target(target)
    base = nearest_missing(target).parent
    hidden: Path | None = None
    lock: int | None = None
    with terminated_as_exit():
        try:
            with uninterrupted():
                hidden, lock = make_hidden(base, target)
            staging = Staging(target=target, base=base, hidden=hidden)
            staging.folder.parent.mkdir(parents=True, exist_ok=True)
            yield staging
        except OSError as error:
            raise TargetError(refusal(target, error)) from None
        finally:
            with uninterrupted():
                remove_hidden(hidden, lock)


def make_hidden(base: Path, target: Path) -> tuple[Path, int | None]:
    """Make the hidden folder inside `base`, and lock it."""
    try:
        remove_stale(base, target.name)
        hidden = Path(tempfile.mkdtemp(prefix=hidden_prefix(target.name), dir=base))
    except OSError as error:
        raise TargetError(refusal(target, error)) from None
    return hidden, try_lock(hidden)


def remove_hidden(hidden: Path | None, lock: int | None) -> None:
    """Remove the hidden folder, if it was made, and then let go of its lock."""
    if hidden is not None:
        shutil.rmtree(hidden, ignore_errors=True)
    if lock is not None:
        os.close(lock)


def check_target(target: Path) -> None:
    """Raise TargetError unless the target is missing or an empty folder, below a writable one."""
    if not is_text(target):
        raise TargetError(f"{str(target)!r} is not UTF-8: choose a path that is")
    try:
        if target.is_dir():
            if any(target.iterdir()):
                raise TargetError(f"{target} is not empty: choose a new folder, or empty this one")
        elif target.exists() or target.is_symlink():
            raise TargetError(f"{target} is a file: choose the path of a new folder")
        base = nearest_missing(target).parent
        if not base.is_dir():
            raise TargetError(f"{target}: {base} is a file: choose a path below a folder")
        if not os.access(base, os.W_OK | os.X_OK):
            raise TargetError(f"{target}: {base} is not writable: choose another folder")
    except OSError as error:
        raise TargetError(refusal(target, error)) from None


def is_text(path: Path) -> bool:
    """Whether the path is text, which its files' contents may repeat, and not just bytes."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def refusal(target: Path, error: OSError) -> str:
    """Say why the system refused the target, and what to do."""
    match error.errno:
        case errno.ENOTEMPTY | errno.EEXIST | errno.ENOTDIR:
            return f"{target} was taken in the meantime and is left as it is: choose another folder"
        case errno.EBUSY | errno.EXDEV:
            return f"{target} is a mount point: choose a new folder inside it"
        case errno.ENOSPC:
            return f"{target}: the disk is full: free some space and try again"
        case _:
            return f"cannot write {target}: {error.strerror}: choose another folder"


def nearest_missing(target: Path) -> Path:
    """Return the topmost part of the path that does not exist, or the target if all of it does."""
    missing = target
    while not missing.parent.exists():
        missing = missing.parent
    return missing


def hidden_prefix(name: str) -> str:
    """Return how the hidden folders for a target of this name begin."""
    return f".{name}.formfacts-"


def remove_stale(base: Path, name: str) -> None:
    """Remove what killed runs with the same target left behind; runs under way hold a lock."""
    for entry in base.glob(f"{glob.escape(hidden_prefix(name))}*"):
        if (lock := try_lock(entry)) is not None:
            shutil.rmtree(entry, ignore_errors=True)
            os.close(lock)


def try_lock(folder: Path) -> int | None:
    """Lock the folder for as long as this process lives; None if another process has it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            return None
        return descriptor
    return None


@contextmanager
def terminated_as_exit() -> Iterator[None]:
    """Turn SIGTERM and SIGHUP into an exit that runs the clean-up on its way."""

    def stop(number: int, _frame: FrameType | None) -> None:
        raise SystemExit(TERMINATED if number == signal.SIGTERM else 128 + number)

    # Where the parent process had them ignored (nohup), they stay ignored.
    numbers = [n for n in (signal.SIGTERM, signal.SIGHUP) if signal.getsignal(n) != signal.SIG_IGN]
    before = {number: signal.signal(number, stop) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold signals back while cleaning up, so that an impatient second Ctrl-C leaves nothing."""
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
