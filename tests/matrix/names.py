"""Names that trip up what reads git's output line by line."""

from __future__ import annotations

import os

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, binary, edit, text
from tests.matrix.user import User

NOT_UTF8 = os.fsdecode(b"docs/caf\xe9.md")
NEW = "docs/new.md"
LINE_BREAK = "docs/two\nlines.md"


def both_edit(what: str, path: str) -> Situation:
    """Return the situation that both sides edit a file of this name."""
    return Situation(
        f"You and the template edit a file with {what} in its name",
        Kind.MERGED,
        first={path: text("odd")},
        user={path: edit("odd", l2="mine")},
        template={path: edit("odd", l12="theirs")},
        there={path: "mine"},
    )


def removed(what: str, path: str) -> Situation:
    """Return the situation that the template removes a file of this name that the user edited."""
    return Situation(
        f"You edited a file with {what} in its name, the template removes it",
        Kind.CONFLICT,
        first={path: text("odd")},
        user={path: edit("odd", l2="mine")},
        template={path: None},
        there={path: "mine"},
    )


def edit_unseen(user: User) -> None:
    """Edit a file whose name ends in a carriage return, unseen by git; another is without it."""
    user.commit({GUIDE: None, f"{NEW}\r": edit("guide", l2="mine")})
    user.git("update-index", "--assume-unchanged", f"{NEW}\r")
    user.write({f"{NEW}\r": edit("guide", l2="mine, later"), NEW: edit("guide", l2="mine")})


SITUATIONS = (
    both_edit("a space", "docs/my notes.md"),
    both_edit("quotes", "docs/\"the\" 'guide'.md"),
    both_edit("letters beyond ASCII", "docs/Überblick für 日本.md"),
    both_edit("a leading dash", "-rf.md"),
    both_edit("a backslash and wildcards", "docs/a\\b*[c]?.md"),
    removed("letters beyond ASCII", "docs/Überblick.md"),
    removed("a space", "docs/my notes.md"),
    Situation(
        "You deleted a file with letters beyond ASCII in its name, the template leaves it alone",
        Kind.MERGED,
        first={"docs/Überblick.md": text("odd")},
        user={"docs/Überblick.md": None},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You keep files whose names are not UTF-8, or hold a line break",
        Kind.MERGED,
        user={NOT_UTF8: "mine\n", LINE_BREAK: "mine too\n"},
        template={GUIDE: edit("guide", l5="theirs")},
        there={NOT_UTF8: "mine", LINE_BREAK: "mine too"},
    ),
    Situation(
        "You renamed a file to a name that is not UTF-8, the template changes it",
        Kind.MERGED,
        user={GUIDE: None, NOT_UTF8: edit("guide", l2="mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={NOT_UTF8: "theirs"},
    ),
    Situation(
        "You renamed a file to a name with a line break, the template changes it",
        Kind.MERGED,
        user={GUIDE: None, LINE_BREAK: edit("guide", l2="mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={LINE_BREAK: "theirs"},
    ),
    Situation(
        "An unseen edit of a file with a carriage return in its name, which the template changes",
        Kind.REFUSED,
        then=edit_unseen,
        template={GUIDE: edit("guide", l12="theirs")},
        there={f"{NEW}\r": "mine, later"},
    ),
    Situation(
        "You and the template change a binary file with a space in its name",
        Kind.CONFLICT,
        first={"my logo.png": binary("first")},
        user={"my logo.png": binary("mine")},
        template={"my logo.png": binary("theirs")},
    ),
)
