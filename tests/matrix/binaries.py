"""Files without lines."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, LOGO, binary, edit

SITUATIONS = (
    Situation(
        "You replaced a binary file, the template leaves it alone",
        Kind.MERGED,
        user={LOGO: binary("mine")},
        template={GUIDE: edit("guide", l5="theirs")},
        there={LOGO: binary("mine")},
    ),
    Situation(
        "You and the template change a binary file",
        Kind.CONFLICT,
        user={LOGO: binary("mine")},
        template={LOGO: binary("theirs")},
        there={LOGO: binary("mine")},
    ),
    Situation(
        "You replaced a binary file that the template removes",
        Kind.CONFLICT,
        user={LOGO: binary("mine")},
        template={LOGO: None},
        there={LOGO: binary("mine")},
    ),
    Situation(
        "You replaced a binary file that the template renames",
        Kind.MERGED,
        user={LOGO: binary("mine")},
        template={LOGO: None, "images/logo.png": binary("first logo")},
        there={"images/logo.png": binary("mine")},
    ),
    Situation(
        "You replaced a text by a binary file that the template changes",
        Kind.CONFLICT,
        user={GUIDE: binary("mine")},
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: binary("mine")},
    ),
    Situation(
        "You edited a text that is in no UTF-8, the template changes another line",
        Kind.MERGED,
        first={"latin.txt": "".join(f"Zeile {n}: \xfc\n" for n in range(9)).encode("latin-1")},
        user={
            "latin.txt": "".join(f"Zeile {n}: \xfc\n" for n in range(9)).encode("latin-1")
            + b"mine: \xe4\n"
        },
        template={
            "latin.txt": b"theirs: \xf6\n"
            + "".join(f"Zeile {n}: \xfc\n" for n in range(9)).encode("latin-1")
        },
    ),
)
