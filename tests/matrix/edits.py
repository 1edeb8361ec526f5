"""Both sides edit the same file."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, edit, text

SITUATIONS = (
    Situation(
        "You and the template change the same line",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You and the template change lines that touch",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: edit("guide", l6="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You and the template change lines far apart in one file",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2="mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You and the template make the same change",
        Kind.MERGED,
        user={GUIDE: edit("guide", l5="same", l12="mine")},
        template={GUIDE: edit("guide", l5="same")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You and the template each add lines at the end",
        Kind.CONFLICT,
        user={GUIDE: text("guide") + "mine\n"},
        template={GUIDE: text("guide") + "theirs\n"},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You removed lines that the template changes",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l4=None, l5=None, l6=None)},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You removed lines, the template changes others",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2=None)},
        template={GUIDE: edit("guide", l12="theirs")},
    ),
    Situation(
        "You emptied a file that the template changes",
        Kind.CONFLICT,
        user={GUIDE: ""},
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "You edited one file, the template changes another",
        Kind.MERGED,
        user={GUIDE: edit("guide", l5="mine")},
        template={MAIN: edit("main", l5="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your edit left no line break at the end of the file",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2="mine").rstrip("\n")},
        template={GUIDE: edit("guide", l8="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your edit quotes conflict marks",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2="<<<<<<< mine\n=======\n>>>>>>> mine")},
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "<<<<<<< mine"},
    ),
    Situation(
        "You edited a file of 20,000 lines that the template changes",
        Kind.MERGED,
        first={"data.txt": "".join(f"row {n}\n" for n in range(20_000))},
        user={"data.txt": "mine\n" + "".join(f"row {n}\n" for n in range(20_000))},
        template={"data.txt": "".join(f"row {n}\n" for n in range(20_000)) + "theirs\n"},
        there={"data.txt": "mine"},
    ),
)
