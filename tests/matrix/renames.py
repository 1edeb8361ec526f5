"""One side gives a file another name."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, edit, text

HANDBOOK, MANUAL = "docs/handbook.md", "docs/manual.md"

SITUATIONS = (
    Situation(
        "You edited a file that the template renames",
        Kind.MERGED,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: None, HANDBOOK: text("guide")},
        there={HANDBOOK: "mine"},
    ),
    Situation(
        "You edited a file that the template renames and changes",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2="mine")},
        template={GUIDE: None, HANDBOOK: edit("guide", l12="theirs")},
        there={HANDBOOK: "mine"},
    ),
    Situation(
        "You edited the line that the template changes while it renames the file",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: None, HANDBOOK: edit("guide", l5="theirs")},
        there={HANDBOOK: "mine"},
    ),
    Situation(
        "You renamed a file that the template changes",
        Kind.MERGED,
        user={GUIDE: None, MANUAL: text("guide")},
        template={GUIDE: edit("guide", l5="theirs")},
        there={MANUAL: "theirs"},
    ),
    Situation(
        "You renamed and edited a file that the template changes",
        Kind.MERGED,
        user={GUIDE: None, MANUAL: edit("guide", l2="mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={MANUAL: "mine"},
    ),
    Situation(
        "You renamed a file that the template removes",
        Kind.CONFLICT,
        user={GUIDE: None, MANUAL: text("guide")},
        template={GUIDE: None},
        there={MANUAL: "guide, line 1\n"},
    ),
    Situation(
        "You and the template rename a file, each in its own way",
        Kind.CONFLICT,
        user={GUIDE: None, MANUAL: edit("guide", l2="mine")},
        template={GUIDE: None, HANDBOOK: edit("guide", l12="theirs")},
        there={MANUAL: "mine"},
    ),
    Situation(
        "You and the template give a file the same new name",
        Kind.MERGED,
        user={GUIDE: None, HANDBOOK: edit("guide", l2="mine")},
        template={GUIDE: None, HANDBOOK: edit("guide", l12="theirs")},
        there={HANDBOOK: "mine"},
    ),
    Situation(
        "The template renames a file to a name that you gave to another",
        Kind.CONFLICT,
        user={HANDBOOK: "mine\n", GUIDE: edit("guide", l5="mine too")},
        template={GUIDE: None, HANDBOOK: text("guide")},
        there={HANDBOOK: "mine"},
    ),
    Situation(
        "You moved a whole folder in which the template changes a file",
        Kind.MERGED,
        first={"docs/b.md": text("b")},
        user={
            GUIDE: None,
            "docs/b.md": None,
            "pages/guide.md": text("guide"),
            "pages/b.md": text("b"),
        },
        template={GUIDE: edit("guide", l5="theirs")},
        there={"pages/guide.md": "theirs"},
    ),
    Situation(
        "You moved a whole folder to which the template adds a file",
        Kind.MERGED,
        first={"docs/b.md": text("b")},
        user={
            GUIDE: None,
            "docs/b.md": None,
            "pages/guide.md": text("guide"),
            "pages/b.md": text("b"),
        },
        template={"docs/new.md": text("new")},
        there={"pages/guide.md": "guide, line 1\n"},
    ),
    Situation(
        "The template moves a folder in which you edited one file and added another",
        Kind.MERGED,
        first={"docs/b.md": text("b")},
        user={GUIDE: edit("guide", l5="mine"), "docs/mine.md": "mine alone\n"},
        template={
            GUIDE: None,
            "docs/b.md": None,
            "pages/guide.md": text("guide"),
            "pages/b.md": text("b"),
        },
        there={"pages/guide.md": "mine", "docs/mine.md": "mine alone"},
    ),
    Situation(
        "You edited two files whose names the template swaps",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine"), MAIN: edit("main", l5="mine too")},
        template={GUIDE: text("main"), MAIN: text("guide")},
        there={GUIDE: "mine", MAIN: "mine too"},
    ),
    Situation(
        "The template renames an empty file, you wrote into it",
        Kind.CONFLICT,
        first={"src/__init__.py": ""},
        user={"src/__init__.py": "mine\n"},
        template={"src/__init__.py": None, "src/empty.py": ""},
        there={"src/__init__.py": "mine"},
    ),
    Situation(
        "You edited a file whose name the template changes in case alone",
        Kind.MERGED,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: None, "docs/Guide.md": text("guide")},
        there={"docs/Guide.md": "mine"},
    ),
    Situation(
        "You copied a file and edited the copy, the template changes the first",
        Kind.MERGED,
        user={MANUAL: edit("guide", l5="mine")},
        template={GUIDE: edit("guide", l5="theirs")},
        there={MANUAL: "mine", GUIDE: "theirs"},
    ),
    Situation(
        "You split a file in two, the template changes a line of the second part",
        Kind.CONFLICT,
        user={
            GUIDE: "".join(text("guide").splitlines(keepends=True)[:9]),
            MANUAL: "".join(text("guide").splitlines(keepends=True)[9:]) + "mine\n",
        },
        template={GUIDE: edit("guide", l12="theirs")},
        there={MANUAL: "mine"},
    ),
)
