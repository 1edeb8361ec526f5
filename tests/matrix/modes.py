"""Files that are made executable, or no longer are."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, SCRIPT, Program, edit, text
from tests.matrix.user import User

SCRIPT_TEXT = "#!/bin/sh\nexec python src/main.py\n"


def ignore_modes(user: User) -> None:
    """Work where git does not look at modes, and make a file executable."""
    user.git("config", "core.fileMode", "false")
    (user.project / GUIDE).chmod(0o755)


def leave_executable(user: User) -> None:
    """Make a file executable without committing."""
    (user.project / GUIDE).chmod(0o755)


SITUATIONS = (
    Situation(
        "You made a file executable, the template changes it",
        Kind.MERGED,
        user={GUIDE: Program(text("guide"))},
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "theirs"},
    ),
    Situation(
        "You made a file executable, the template leaves it alone",
        Kind.MERGED,
        user={GUIDE: Program(text("guide"))},
        template={MAIN: edit("main", l5="theirs")},
    ),
    Situation(
        "The template makes a file executable that you edited",
        Kind.MERGED,
        user={GUIDE: edit("guide", l5="mine")},
        template={GUIDE: Program(text("guide"))},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You made a script not executable, the template changes it",
        Kind.MERGED,
        user={SCRIPT: SCRIPT_TEXT},
        template={SCRIPT: Program(SCRIPT_TEXT + "theirs\n")},
        there={SCRIPT: "theirs"},
    ),
    Situation(
        "You made a file executable and did not commit that, the template changes it",
        Kind.REFUSED,
        then=leave_executable,
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "Under core.fileMode=false you made a file executable, the template changes it",
        Kind.MERGED,
        then=ignore_modes,
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "theirs"},
    ),
)
