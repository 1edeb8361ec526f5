"""Work that is not committed, in the way of the update or beside it."""

from __future__ import annotations

from collections.abc import Callable

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, LOGO, MAIN, Link, binary, edit, text
from tests.matrix.user import User

NEW = "docs/new.md"


def write_new(user: User) -> None:
    """Leave a file untracked."""
    user.write({NEW: "mine\n"})


def write_new_unseen(user: User) -> None:
    """Leave a file untracked in a repo that does not show such files."""
    user.git("config", "status.showUntrackedFiles", "no")
    user.write({NEW: "mine\n"})


def edit_guide(user: User) -> None:
    """Edit a file without committing."""
    user.write({GUIDE: edit("guide", l5="mine")})


def edit_unseen(flag: str) -> Callable[[User], None]:
    """Return the act of editing a file that git is told not to look at."""

    def act(user: User) -> None:
        user.git("update-index", flag, GUIDE)
        user.write({GUIDE: edit("guide", l5="mine")})

    return act


def stage_guide(user: User) -> None:
    """Stage an edit."""
    user.write({GUIDE: edit("guide", l5="mine")})
    user.git("add", GUIDE)


def stage_and_go_back(user: User) -> None:
    """Stage an edit and take it out of the file again: it is in the index alone."""
    stage_guide(user)
    user.write({GUIDE: text("guide")})


def stage_new(user: User) -> None:
    """Stage a new file and delete it: it is in the index alone."""
    user.write({NEW: "mine\n"})
    user.git("add", NEW)
    user.write({NEW: None})


def intend_to_add(user: User) -> None:
    """Tell git of a new file without its content."""
    user.write({NEW: "mine\n"})
    user.git("add", "--intent-to-add", NEW)


def delete_guide(user: User) -> None:
    """Delete a file without committing."""
    user.write({GUIDE: None})


def untrack_guide(user: User) -> None:
    """Take a file out of git and keep it in the folder, edited."""
    user.git("rm", "--quiet", "--cached", GUIDE)
    user.git("commit", "--quiet", "-m", "Untrack")
    user.write({GUIDE: edit("guide", l5="mine")})


def folder_in_the_way(user: User) -> None:
    """Leave an untracked folder with a file."""
    user.write({"tool/mine.py": "mine\n"})


def repo_in_the_way(user: User) -> None:
    """Clone something into the project."""
    user.write({"tool/mine.py": "mine\n"})
    user.git("init", "--quiet", "--template=", "tool")


def replace_logo(user: User) -> None:
    """Replace a binary file without committing."""
    user.write({LOGO: binary("mine")})


def link_in_the_way(user: User) -> None:
    """Leave an untracked link to a folder with the user's files."""
    user.write({"../elsewhere/mine.md": "mine\n", "more": Link("../elsewhere")})


SITUATIONS = (
    Situation(
        "An untracked file is in the way of a new one",
        Kind.REFUSED,
        then=write_new,
        template={NEW: text("theirs")},
        there={NEW: "mine"},
    ),
    Situation(
        "An untracked file is in the way of a new one, under status.showUntrackedFiles=no",
        Kind.REFUSED,
        then=write_new_unseen,
        template={NEW: text("theirs")},
        there={NEW: "mine"},
    ),
    Situation(
        "An untracked file lies beside what the template changes",
        Kind.MERGED,
        then=write_new,
        template={MAIN: edit("main", l5="theirs")},
        there={NEW: "mine"},
    ),
    Situation(
        "An untracked folder is in the way of a new file",
        Kind.REFUSED,
        then=folder_in_the_way,
        template={"tool": text("theirs")},
        there={"tool/mine.py": "mine"},
    ),
    Situation(
        "A repo of your own is in the way of a new file",
        Kind.REFUSED,
        then=repo_in_the_way,
        template={"tool/new.py": text("theirs")},
        there={"tool/mine.py": "mine"},
    ),
    Situation(
        "An untracked link to your folder is in the way of new files",
        Kind.REFUSED,
        then=link_in_the_way,
        template={"more/mine.md": text("theirs")},
    ),
    Situation(
        "An uncommitted edit of a file that the template changes",
        Kind.REFUSED,
        then=edit_guide,
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted edit of a file that the template leaves alone",
        Kind.MERGED,
        then=edit_guide,
        template={MAIN: edit("main", l5="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted edit of a file that the template renames",
        Kind.REFUSED,
        then=edit_guide,
        template={GUIDE: None, "docs/handbook.md": text("guide")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted edit under --skip-worktree of a file that the template changes",
        Kind.REFUSED,
        then=edit_unseen("--skip-worktree"),
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted edit under --assume-unchanged of a file that the template changes",
        Kind.REFUSED,
        then=edit_unseen("--assume-unchanged"),
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted edit under --assume-unchanged of a file that the template removes",
        Kind.REFUSED,
        then=edit_unseen("--assume-unchanged"),
        template={GUIDE: None},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An uncommitted new version of a binary file that the template changes",
        Kind.REFUSED,
        then=replace_logo,
        template={LOGO: binary("theirs")},
    ),
    Situation(
        "A staged edit of a file that the template changes",
        Kind.REFUSED,
        then=stage_guide,
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "A staged edit of a file that the template leaves alone",
        Kind.MERGED,
        then=stage_guide,
        template={MAIN: edit("main", l5="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "An edit that is in the index alone, of a file that the template changes",
        Kind.REFUSED,
        then=stage_and_go_back,
        template={GUIDE: edit("guide", l12="theirs")},
    ),
    Situation(
        "An edit that is in the index alone, of a file that the template leaves alone",
        Kind.MERGED,
        then=stage_and_go_back,
        template={MAIN: edit("main", l5="theirs")},
    ),
    Situation(
        "A new file that is in the index alone, which the template adds",
        Kind.REFUSED,
        then=stage_new,
        template={NEW: text("theirs")},
    ),
    Situation(
        "A new file that git only knows by name (add -N), which the template adds",
        Kind.REFUSED,
        then=intend_to_add,
        template={NEW: text("theirs")},
        there={NEW: "mine"},
    ),
    Situation(
        "A new file that git only knows by name (add -N), beside what the template changes",
        Kind.MERGED,
        then=intend_to_add,
        template={MAIN: edit("main", l5="theirs")},
        there={NEW: "mine"},
    ),
    Situation(
        "An uncommitted deletion of a file that the template changes",
        Kind.REFUSED,
        then=delete_guide,
        template={GUIDE: edit("guide", l12="theirs")},
    ),
    Situation(
        "A file that you took out of git and edited, which the template changes",
        Kind.KEPT,
        then=untrack_guide,
        template={GUIDE: edit("guide", l12="theirs")},
        there={GUIDE: "mine"},
    ),
)
