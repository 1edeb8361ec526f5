"""A template of any origin, as versions in a git repo: which there are, and the files of each."""

from __future__ import annotations

import difflib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from formfacts.errors import TemplateError, brief
from formfacts.scaffold import versions
from formfacts.scaffold.address import Address, find_template, shown
from formfacts.scaffold.bundle import read_header
from formfacts.scaffold.clone import HASH, Clone, list_tags, make_clone
from formfacts.scaffold.source import UNTAGGED, Origin, is_wheel, template_root, working_origin
from formfacts.scaffold.versions import DESCRIBED, compare

NAMED = 3

__all__ = ["Template", "compare", "open_template"]


@contextmanager
def open_template(
    source: str, *, instead: str | None = None, base: Path | None = None
) -> Iterator[Template]:
    """Give the template that an answers file names as `source`, until the end of the `with`.

    Nothing is read before it is needed. `instead` is where the user says to read it from; a
    relative folder is looked for in the current one, then in `base`. Raises TemplateError.
    """
    address = find_template(source, instead=instead, base=base)
    try:
        scratch = Path(tempfile.mkdtemp(prefix="formfacts-template-"))
    except OSError as error:
        raise TemplateError(
            f"no folder for temporary files: {error.strerror}: set TMPDIR to one that is writable"
        ) from None
    try:
        yield Template(source, address, scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


class Template:
    """One template: `source` as the answers file names it, `location` as it is really read."""

    def __init__(self, source: str, address: Address, scratch: Path) -> None:
        self.source = source
        self.location = address.location
        self._address = address
        self._scratch = scratch
        self._folders: dict[str, Path] = {}

    def versions(self) -> tuple[str, ...]:
        """Return the tags that are PEP 440 versions, oldest first, pre-releases included."""
        return versions.in_order(self._tags)

    def latest(self) -> str | None:
        """Return the newest version, a pre-release only if there is nothing else; None if none."""
        return versions.newest(self._tags)

    def resolve(self, ref: str) -> Origin:
        """Return the version that a tag, a branch, a hash or `git describe` output names.

        Raises TemplateError if it names none, or one that is newer than what formfacts carries.
        """
        if self._ours and UNTAGGED in ref:
            return self._resolve_untagged(ref)
        if commit := self._tags.get(ref) if self._tags_are_commits else None:
            return Origin(self.source, ref, commit)
        if not (commit := self._clone.find_commit(ref)):
            raise self._unknown(ref)
        # Some hashes read like versions: 12345, or 0006866b52.
        named = ref in self._tags or DESCRIBED.fullmatch(ref) is not None
        version = ref if named else self._clone.describe(commit)
        return Origin(self.source, version, commit)

    def checkout(self, origin: Origin) -> Path:
        """Return a folder with the template at that version; nobody may change what is in it."""
        if self._ours and origin.untagged:
            self._resolve_untagged(origin.version)
            return template_root()
        commit = origin.commit or self.resolve(origin.version).commit
        if not HASH.fullmatch(commit):
            raise self._unknown(commit)
        if commit not in self._folders:
            folder = self._scratch / commit
            self._clone.check_out(commit, folder)
            self._folders[commit] = folder
        return self._folders[commit]

    @property
    def _ours(self) -> bool:
        return self._address.kind == "release bundle"

    @property
    def _tags_are_commits(self) -> bool:
        """Whether what `_tags` maps to are commits, and not the tags' own objects."""
        return self._address.kind != "bundle"

    @cached_property
    def _tags(self) -> dict[str, str]:
        if self._address.kind in {"release bundle", "bundle"}:
            return read_header(Path(self.location)).tags
        return list_tags(self._address, self._scratch)

    @cached_property
    def _clone(self) -> Clone:
        return make_clone(self._address, self._scratch / "repo.git")

    def _resolve_untagged(self, ref: str) -> Origin:
        """Return the working template, if the version names just that state of it."""
        if not is_wheel() and ref == working_origin().version:
            return working_origin()
        release = shown(ref.partition(UNTAGGED)[0])
        raise TemplateError(
            f"the project was made from an untagged state of the template, {brief(ref)}, which is "
            "not here: run formfacts from the source checkout that is in that state, or set "
            f"_commit in the answers file to the release before it, {release}"
        )

    def _unknown(self, ref: str) -> TemplateError:
        """Say that there is no such version, and which there are."""
        latest = self.latest()
        if self._ours and latest is not None and compare(ref, latest) > 0:
            return TemplateError(
                f"the project is at {brief(ref)}, or is to be, and this formfacts knows the "
                f"template up to {latest}: pip install --upgrade formfacts"
            )
        close = difflib.get_close_matches(ref, self.versions(), n=1, cutoff=0.5)
        meant = f"did you mean {close[0]}? " if close else ""
        newest = ", ".join(reversed(self.versions()[-NAMED:]))
        there = f"its newest versions are {newest}" if newest else "it has no versions, only HEAD"
        return TemplateError(
            f"there is no version {brief(ref)} in the template {shown(self.location)}: "
            f"{meant}{there}"
        )
