"""Other answers for the same version: `formfacts promote`, and Copier with `--data`."""

from __future__ import annotations

from tests.matrix.situation import Kind, Questions, Situation
from tests.matrix.texts import GUIDE, STORE, binary, edit, text
from tests.matrix.user import User

PROMPT = Questions(answers={"approach": "prompt"})
DOWN, UP = {"approach": "prompt"}, {"approach": "rag"}


def leave_untracked(user: User) -> None:
    """Have a file, untracked, where the other approach has one."""
    user.write({STORE: "mine\n"})


def edit_uncommitted(user: User) -> None:
    """Edit a file that the other approach has not, without committing."""
    user.write({STORE: edit("store", l5="mine")})


SITUATIONS = (
    Situation("Another approach drops files that you left alone", Kind.MERGED, promote=DOWN),
    Situation(
        "Another approach drops a file that you edited",
        Kind.CONFLICT,
        user={STORE: edit("store", l5="mine")},
        promote=DOWN,
        there={STORE: "mine"},
    ),
    Situation(
        "Another approach drops a file that you edited and did not commit",
        Kind.REFUSED,
        then=edit_uncommitted,
        promote=DOWN,
        there={STORE: "mine"},
    ),
    Situation(
        "Another approach drops a file that you renamed",
        Kind.CONFLICT,
        user={STORE: None, "rag/mine.py": text("store")},
        promote=DOWN,
        there={"rag/mine.py": "store, line 1\n"},
    ),
    Situation(
        "Another approach drops a folder to which you added a file",
        Kind.MERGED,
        user={"rag/mine.py": "mine\n"},
        promote=DOWN,
        there={"rag/mine.py": "mine"},
    ),
    Situation(
        "Another approach drops a binary file that you replaced",
        Kind.CONFLICT,
        first={"rag/index.bin": binary("first")},
        user={"rag/index.bin": binary("mine")},
        promote=DOWN,
    ),
    Situation(
        "Another approach adds files to a project that you edited",
        Kind.MERGED,
        old=PROMPT,
        user={GUIDE: edit("guide", l5="mine")},
        promote=UP,
        there={GUIDE: "mine", STORE: "store, line 1\n"},
    ),
    Situation(
        "Another approach adds a file of a name that you use",
        Kind.CONFLICT,
        old=PROMPT,
        user={STORE: "mine\n"},
        promote=UP,
        there={STORE: "mine"},
    ),
    Situation(
        "Another approach adds a file of a name that you use, untracked",
        Kind.REFUSED,
        old=PROMPT,
        then=leave_untracked,
        promote=UP,
        there={STORE: "mine"},
    ),
    Situation(
        "Another approach adds a file that resembles one that you deleted",
        Kind.MERGED,
        old=PROMPT,
        first={"src/prompt.txt": text("store")},
        user={"src/prompt.txt": None},
        promote=UP,
        there={STORE: "store, line 1\n"},
    ),
)
