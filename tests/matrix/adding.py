"""Both sides add something in the same place."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, Program, binary, edit, text

NEW = "docs/new.md"

SITUATIONS = (
    Situation(
        "You and the template add a file of the same name",
        Kind.CONFLICT,
        user={NEW: text("mine")},
        template={NEW: text("theirs")},
        there={NEW: "mine, line 1\n"},
    ),
    Situation(
        "You and the template add the same file",
        Kind.MERGED,
        user={NEW: text("same")},
        template={NEW: text("same")},
    ),
    Situation(
        "You and the template add the same file, yours is executable",
        Kind.MERGED,
        user={NEW: Program(text("same"))},
        template={NEW: text("same")},
    ),
    Situation(
        "You and the template add a binary file of the same name",
        Kind.CONFLICT,
        user={"icon.png": binary("mine")},
        template={"icon.png": binary("theirs")},
        there={"icon.png": binary("mine")},
    ),
    Situation(
        "You added a text, the template a binary file of the same name",
        Kind.CONFLICT,
        user={"icon.png": "mine\n"},
        template={"icon.png": binary("theirs")},
        there={"icon.png": "mine"},
    ),
    Situation(
        "You added an empty file that the template adds with content",
        Kind.MERGED,
        user={NEW: ""},
        template={NEW: text("theirs")},
    ),
    Situation(
        "You added a folder where the template adds a file",
        Kind.CONFLICT,
        user={"tool/mine.py": "mine\n"},
        template={"tool": text("theirs")},
        there={"tool/mine.py": "mine"},
    ),
    Situation(
        "You added a file where the template adds a folder",
        Kind.CONFLICT,
        user={"tool": "mine\n"},
        template={"tool/a.py": text("a"), "tool/b.py": text("b")},
        there={"tool": "mine"},
    ),
    Situation(
        "You replaced a file by a folder, the template changes the file",
        Kind.KEPT,
        user={GUIDE: None, "docs/guide.md/mine.md": "mine\n"},
        template={GUIDE: text("theirs")},
        there={"docs/guide.md/mine.md": "mine"},
    ),
    Situation(
        "You replaced a folder by a file, the template changes a file in it",
        Kind.KEPT,
        user={GUIDE: None, "docs": "mine\n"},
        template={GUIDE: text("theirs")},
        there={"docs": "mine"},
    ),
    Situation(
        "The template replaces a file by a folder, and another folder by a file",
        Kind.MERGED,
        first={"tool": text("tool")},
        user={MAIN: edit("main", l5="mine")},
        template={"tool": None, "tool/new.py": text("new"), GUIDE: None, "docs": text("docs")},
        there={MAIN: "mine"},
    ),
    Situation(
        "The template replaces a file that you edited by a folder",
        Kind.CONFLICT,
        user={GUIDE: text("guide") + "mine\n"},
        template={GUIDE: None, "docs/guide.md/one.md": text("one")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "The template replaces a folder with a file of yours in it by a file",
        Kind.CONFLICT,
        user={"docs/mine.md": "mine\n"},
        template={GUIDE: None, "docs": text("one")},
        there={"docs/mine.md": "mine"},
    ),
    Situation(
        "You added a file that differs from a new one of the template in case alone",
        Kind.MERGED,
        user={"docs/NEW.md": "mine\n"},
        template={NEW: text("theirs")},
        there={"docs/NEW.md": "mine"},
    ),
)
