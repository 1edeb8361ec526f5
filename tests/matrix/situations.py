"""All situations, in the order of the page."""

from __future__ import annotations

from tests.matrix import (
    adding,
    answers,
    binaries,
    edits,
    endings,
    git_settings,
    ignored,
    links,
    modes,
    names,
    promotions,
    removals,
    renames,
    repos,
    untracked,
)
from tests.matrix.situation import Situation

FAMILIES: dict[str, tuple[Situation, ...]] = {
    "Both sides edit a file": edits.SITUATIONS,
    "Files that one side removes": removals.SITUATIONS,
    "Files that one side renames": renames.SITUATIONS,
    "Both sides add something": adding.SITUATIONS,
    "Binary files": binaries.SITUATIONS,
    "Files that git ignores": ignored.SITUATIONS,
    "Uncommitted and untracked work": untracked.SITUATIONS,
    "Links and folders": links.SITUATIONS,
    "Line endings": endings.SITUATIONS,
    "Executable files": modes.SITUATIONS,
    "Odd names": names.SITUATIONS,
    "Kinds of repos": repos.SITUATIONS,
    "The user's git configuration": git_settings.SITUATIONS,
    "Answers": answers.SITUATIONS,
    "Promotions": promotions.SITUATIONS,
}
SITUATIONS = tuple(situation for family in FAMILIES.values() for situation in family)
