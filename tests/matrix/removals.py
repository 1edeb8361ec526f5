"""One side takes a file away that the other still works on."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, Program, edit, text

GATED = "approach: {type: str, default: rag, choices: [prompt, rag]}\n"

SITUATIONS = (
    Situation(
        "You edited a file that the template removes",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: None},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You edited a file that the template now excludes",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        excluded=(GUIDE,),
        there={GUIDE: "mine"},
    ),
    Situation(
        "You edited a file in a folder that the template removes",
        Kind.CONFLICT,
        first={"docs/more/a.md": text("a"), "docs/more/b.md": text("b")},
        user={"docs/more/a.md": edit("a", l5="mine")},
        template={"docs/more/a.md": None, "docs/more/b.md": None},
        there={"docs/more/a.md": "mine"},
    ),
    Situation(
        "You added a file to a folder that the template removes",
        Kind.MERGED,
        user={"docs/mine.md": "mine\n"},
        template={GUIDE: None},
        there={"docs/mine.md": "mine"},
    ),
    Situation(
        "You made a file executable that the template removes",
        Kind.CONFLICT,
        user={GUIDE: Program(text("guide"))},
        template={GUIDE: None},
        there={GUIDE: "guide, line 1\n"},
    ),
    Situation(
        "You deleted a file that the template changes",
        Kind.KEPT,
        user={GUIDE: None},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You deleted a file that the template leaves alone",
        Kind.MERGED,
        user={GUIDE: None},
        template={MAIN: edit("main", l5="theirs")},
    ),
    Situation(
        "You deleted a file that the template renames",
        Kind.KEPT,
        user={GUIDE: None},
        template={GUIDE: None, "docs/handbook.md": edit("guide", l5="theirs")},
    ),
    Situation(
        "You deleted a folder that the template adds a file to",
        Kind.MERGED,
        user={GUIDE: None},
        template={"docs/new.md": text("new")},
    ),
    Situation(
        "You and the template delete the same file",
        Kind.MERGED,
        user={GUIDE: None},
        template={GUIDE: None, MAIN: edit("main", l5="theirs")},
    ),
    Situation(
        "You edited one of two identical files, the template removes the other",
        Kind.MERGED,
        first={"docs/copy.md": text("guide")},
        user={GUIDE: edit("guide", l5="mine")},
        template={"docs/copy.md": None},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You edited one of two identical files, the template removes that one",
        Kind.CONFLICT,
        first={"docs/copy.md": text("guide")},
        user={"docs/copy.md": edit("guide", l5="mine")},
        template={"docs/copy.md": None},
        there={"docs/copy.md": "mine"},
    ),
)
