"""Repos that are more than a folder with a branch."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, MAIN, edit, text
from tests.matrix.user import User, git

EDIT = {GUIDE: edit("guide", l2="mine")}
CHANGE = {GUIDE: edit("guide", l12="theirs")}


def work_around(user: User) -> None:
    """Keep other work in the repo: one file committed, one edited, one untracked."""
    other = user.top / "other"
    other.mkdir()
    (other / "mine.txt").write_text("mine\n")
    user.commit(EDIT)
    (other / "mine.txt").write_text("mine, edited\n")
    (other / "untracked.txt").write_text("mine, untracked\n")


def same_path_above(user: User) -> None:
    """Have a file at the top of the repo with the path of one of the project's."""
    (user.top / "docs").mkdir()
    (user.top / GUIDE).write_text("mine at the top\n")
    user.commit(EDIT)


def add_submodule(user: User) -> None:
    """Take in another repo as a submodule, and work in it."""
    other = user.arena / "library"
    other.mkdir()
    git(other, "init", "--quiet", "--template=", "--initial-branch=main")
    (other / "lib.py").write_text("library\n")
    git(other, "add", "--all")
    git(other, "commit", "--quiet", "-m", "Library")
    user.git("submodule", "--quiet", "add", str(other), "vendor/library")
    user.commit(EDIT)
    (user.project / "vendor/library/lib.py").write_text("mine\n")


def use_sha256(user: User) -> None:
    """Work in a repo that names its objects with SHA-256."""
    shutil.rmtree(user.top / ".git")
    git(user.top, "init", "--quiet", "--template=", "--object-format=sha256")
    user.commit()
    user.commit(EDIT)


def live_in(name: bytes) -> Callable[[User], None]:
    """Return the act of working in a folder of this name."""

    def act(user: User) -> None:
        user.commit(EDIT)
        odd = user.arena / os.fsdecode(name)
        user.top.rename(odd)
        user.move_to(odd)

    return act


def become_submodule(user: User) -> None:
    """Let the project be a submodule of another repo."""
    user.commit(EDIT)
    above = user.arena / "above"
    above.mkdir()
    git(above, "init", "--quiet", "--template=", "--initial-branch=main")
    git(above, "submodule", "--quiet", "add", str(user.top), "app")
    git(above, "commit", "--quiet", "-m", "App")
    user.move_to(above / "app")


def clone_shallow(user: User) -> None:
    """Work in a clone that has the last commit only."""
    user.commit(EDIT)
    address = f"file://{user.top}"
    git(user.arena, "clone", "--quiet", "--depth=1", address, "shallow")
    user.move_to(user.arena / "shallow")


def detach(user: User) -> None:
    """Be on no branch."""
    user.commit(EDIT)
    user.git("switch", "--quiet", "--detach")


def add_worktree(user: User) -> None:
    """Work in a second work tree of the repo."""
    user.commit(EDIT)
    user.git("worktree", "add", "--quiet", "-b", "second", str(user.arena / "second"))
    user.move_to(user.arena / "second")


def start_merge(user: User) -> None:
    """Be in the middle of a merge with a conflict."""
    user.git("switch", "--quiet", "-c", "side")
    user.commit({MAIN: edit("main", l5="on the side")})
    user.git("switch", "--quiet", "main")
    user.commit({MAIN: edit("main", l5="mine")})
    user.git("merge", "--quiet", "side", fails=True)


def start_rebase(user: User) -> None:
    """Be in the middle of a rebase with a conflict."""
    start_merge(user)
    user.git("merge", "--abort")
    user.git("rebase", "--quiet", "side", fails=True)


def forget_commits(user: User) -> None:
    """Have a repo without any commit."""
    user.git("update-ref", "-d", "HEAD")
    user.write(EDIT)


def forget_git(user: User) -> None:
    """Have no repo at all."""
    (user.top / ".git").rename(user.arena / "no longer git")
    user.write(EDIT)


def leave_out(user: User) -> None:
    """Have a part of the files in the work tree only."""
    user.commit({GUIDE: edit("guide", l2="mine"), MAIN: edit("main", l2="mine too")})
    user.git("sparse-checkout", "set", "--no-cone", "/*", "!/docs/")


def lock_index(user: User) -> None:
    """Have another git at work in the repo."""
    user.commit(EDIT)
    (user.top / ".git/index.lock").touch()


def take_branch(user: User) -> None:
    """Have a branch of the name that the update would give its own."""
    user.commit(EDIT)
    user.git("branch", "formfacts/update-v2.0.0")


def squash(user: User) -> None:
    """Have a history that does not hold the commit that generated the project."""
    user.git("switch", "--quiet", "--orphan", "new")
    user.git("checkout", "--quiet", "main", "--", ".")
    user.commit(EDIT)
    user.git("branch", "--quiet", "-D", "main")


SITUATIONS = (
    Situation(
        "The project lies in a subfolder of a monorepo, with work in progress beside it",
        Kind.MERGED,
        prefix="apps/web/",
        then=work_around,
        template=CHANGE,
        there={"apps/web/" + GUIDE: "mine"},
    ),
    Situation(
        "In a monorepo, the top has files of the same names as the project",
        Kind.MERGED,
        prefix="apps/web/",
        then=same_path_above,
        template=CHANGE,
        there={"apps/web/" + GUIDE: "theirs", GUIDE: "mine at the top"},
    ),
    Situation(
        "In a monorepo, you edited a file that the template removes",
        Kind.CONFLICT,
        prefix="apps/web/",
        user=EDIT,
        template={GUIDE: None},
        there={"apps/web/" + GUIDE: "mine"},
    ),
    Situation(
        "A submodule with work in progress lies in the project",
        Kind.MERGED,
        then=add_submodule,
        template=CHANGE,
        there={"vendor/library/lib.py": "mine", GUIDE: "mine"},
    ),
    Situation(
        "A submodule lies where the template adds a file",
        Kind.REFUSED,
        then=add_submodule,
        template={"vendor/library": text("theirs")},
        there={"vendor/library/lib.py": "mine"},
    ),
    Situation(
        "The template adds a file to the folder where your submodule lies",
        Kind.CONFLICT,
        then=add_submodule,
        template={"vendor/library/new.py": text("theirs")},
        there={"vendor/library/lib.py": "mine"},
    ),
    Situation(
        "The project is a submodule of another repo",
        Kind.MERGED,
        then=become_submodule,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "The project is a shallow clone",
        Kind.MERGED,
        then=clone_shallow,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation("HEAD is detached", Kind.MERGED, then=detach, template=CHANGE, there={GUIDE: "mine"}),
    Situation(
        "The project is a linked work tree",
        Kind.MERGED,
        then=add_worktree,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation("A merge is under way", Kind.REFUSED, then=start_merge, template=CHANGE),
    Situation("A rebase is under way", Kind.REFUSED, then=start_rebase, template=CHANGE),
    Situation("The repo has no commit", Kind.REFUSED, then=forget_commits, template=CHANGE),
    Situation("The project is in no repo", Kind.REFUSED, then=forget_git, template=CHANGE),
    Situation(
        "A sparse checkout leaves out the file that both sides change",
        Kind.MERGED,
        then=leave_out,
        template={GUIDE: edit("guide", l12="theirs"), MAIN: edit("main", l12="theirs too")},
        there={MAIN: "theirs too"},
    ),
    Situation(
        "The repo uses SHA-256",
        Kind.MERGED,
        then=use_sha256,
        template={**CHANGE, MAIN: None},
        there={GUIDE: "mine"},
    ),
    Situation(
        "The project's folder has a name that is not UTF-8",
        Kind.MERGED,
        then=live_in(b"caf\xe9"),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "The project's folder has a line break in its name",
        Kind.REFUSED,
        then=live_in(b"two\nlines"),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation("Another git has locked the index", Kind.REFUSED, then=lock_index, template=CHANGE),
    Situation(
        "A branch of the update's name exists already",
        Kind.REFUSED,
        then=take_branch,
        template=CHANGE,
    ),
    Situation(
        "The history no longer holds the commit that generated the project",
        Kind.MERGED,
        then=squash,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
)
