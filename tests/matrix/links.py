"""Symbolic links and folders that trade places, on both sides."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, Link, edit, text

OLD_AND_NEW = {"old.md": text("old"), "new.md": text("new")}

SITUATIONS = (
    Situation(
        "You replaced a file by a link, the template changes the file",
        Kind.CONFLICT,
        user={GUIDE: Link("../src/main.py")},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You replaced a file by a link, the template removes the file",
        Kind.CONFLICT,
        user={GUIDE: Link("../src/main.py")},
        template={GUIDE: None},
    ),
    Situation(
        "The template replaces a file that you edited by a link",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: Link("../src/main.py")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You replaced a link of the template by a file, the template points it elsewhere",
        Kind.CONFLICT,
        first={**OLD_AND_NEW, "current.md": Link("old.md")},
        user={"current.md": "mine\n"},
        template={"current.md": Link("new.md")},
        there={"current.md": "mine"},
    ),
    Situation(
        "You and the template point a link elsewhere",
        Kind.CONFLICT,
        first={**OLD_AND_NEW, "current.md": Link("old.md")},
        user={"current.md": Link("docs/guide.md")},
        template={"current.md": Link("new.md")},
    ),
    Situation(
        "You pointed a link elsewhere, the template leaves it alone",
        Kind.MERGED,
        first={**OLD_AND_NEW, "current.md": Link("old.md")},
        user={"current.md": Link("new.md")},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You replaced a folder by a link to yours, the template changes a file in it",
        Kind.KEPT,
        user={GUIDE: None, "docs": Link("pages"), "pages/mine.md": "mine\n"},
        template={GUIDE: edit("guide", l5="theirs")},
        there={"pages/mine.md": "mine"},
    ),
    Situation(
        "You replaced a folder by a link to where you moved it, the template changes a file in it",
        Kind.MERGED,
        user={GUIDE: None, "docs": Link("pages"), "pages/guide.md": edit("guide", l2="mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={"pages/guide.md": "mine"},
    ),
    Situation(
        "You replaced a folder by a link to yours, the template adds a file to the folder",
        Kind.CONFLICT,
        user={GUIDE: None, "docs": Link("pages"), "pages/new.md": "mine\n"},
        template={"docs/new.md": text("theirs")},
        there={"pages/new.md": "mine"},
    ),
    Situation(
        "The template replaces a folder in which you edited a file by a link",
        Kind.CONFLICT,
        first={"pages/guide.md": text("pages")},
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: None, "docs": Link("pages")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "The template replaces a link by a folder, you have pointed the link elsewhere",
        Kind.CONFLICT,
        first={"latest": Link("src")},
        user={"latest": Link("docs")},
        template={"latest": None, "latest/main.py": text("theirs")},
    ),
    Situation(
        "The template replaces a link by a folder, you edited the file behind the link",
        Kind.MERGED,
        first={"latest": Link("src")},
        user={MAIN: edit("main", l5="mine")},
        template={"latest": None, "latest/main.py": text("theirs")},
        there={MAIN: "mine"},
    ),
)
