"""Line endings of Windows."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, crlf, edit, text
from tests.matrix.user import User


def attributes(rule: str) -> dict[str, str]:
    """Return a .gitattributes file with one rule."""
    return {".gitattributes": f"{rule}\n"}


def check_out_again(user: User) -> None:
    """Have git write the files anew, with the line endings that it is configured to write."""
    user.git("config", "core.autocrlf", "true")
    user.commit({GUIDE: crlf(edit("guide", l2="mine"))})
    user.git("rm", "--quiet", "--cached", "-r", ".")
    user.git("reset", "--quiet", "--hard")


SITUATIONS = (
    Situation(
        "You gave a file CRLF endings, the template changes a line",
        Kind.MERGED,
        user={GUIDE: crlf(text("guide"))},
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "theirs\r\n"},
    ),
    Situation(
        "You gave a file CRLF endings and edited it, the template changes another line",
        Kind.MERGED,
        user={GUIDE: crlf(edit("guide", l2="mine"))},
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine\r\n"},
    ),
    Situation(
        "The template gives a file CRLF endings that you edited",
        Kind.MERGED,
        user={GUIDE: edit("guide", l2="mine")},
        template={GUIDE: crlf(edit("guide", l12="theirs"))},
        there={GUIDE: "mine\n"},
    ),
    Situation(
        "Both sides have CRLF endings and change different lines",
        Kind.MERGED,
        first={GUIDE: crlf(text("guide"))},
        user={GUIDE: crlf(edit("guide", l2="mine"))},
        template={GUIDE: crlf(edit("guide", l12="theirs"))},
        there={GUIDE: "mine\r\n"},
    ),
    Situation(
        "Both sides have CRLF endings and change the same line",
        Kind.CONFLICT,
        first={GUIDE: crlf(text("guide"))},
        user={GUIDE: crlf(edit("guide", l5="mine"))},
        template={GUIDE: crlf(edit("guide", l5="theirs"))},
        there={GUIDE: "mine\r\n"},
    ),
    Situation(
        "Your repo has core.autocrlf=true and CRLF in the work tree",
        Kind.MERGED,
        then=check_out_again,
        template={GUIDE: edit("guide", l12="theirs"), MAIN: edit("main", l5="theirs too")},
        there={GUIDE: "mine\r\n", MAIN: "theirs too"},
    ),
    Situation(
        "Your .gitattributes asks for CRLF in the work tree",
        Kind.MERGED,
        user={**attributes("*.md text eol=crlf"), GUIDE: crlf(edit("guide", l2="mine"))},
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine\r\n"},
    ),
)
