"""What the user has configured git to do."""

from __future__ import annotations

from collections.abc import Mapping

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, Program, edit, text
from tests.matrix.user import User, put

EDIT = {GUIDE: edit("guide", l2="mine")}
CHANGE = {GUIDE: edit("guide", l12="theirs")}
HOOKS = ("pre-commit", "commit-msg", "post-commit", "post-checkout", "reference-transaction")
FAILING = "#!/bin/sh\necho 'the hook says no' >&2\nexit 1\n"
MEDDLING = "#!/bin/sh\necho '# by a hook' >> docs/guide.md\ngit add docs/guide.md\n"


def fail_in_hooks(user: User) -> None:
    """Install hooks that refuse everything."""
    for name in HOOKS:
        put(user.top / ".git/hooks" / name, Program(FAILING))


def fail_in_hooks_for_all(user: User) -> None:
    """Keep such hooks in the folder that the user's own git configuration names."""
    for name in HOOKS[:2]:
        put(user.arena / "hooks" / name, Program(FAILING))


def meddle_in_hooks(user: User) -> None:
    """Install hooks that change files."""
    for name in HOOKS[:4]:
        put(user.top / ".git/hooks" / name, Program(MEDDLING))


def ignore_globally(user: User) -> None:
    """Write a file that is ignored in all of the user's repos."""
    (user.arena / "ignored").write_text("notes.txt\n")
    user.write({"notes.txt": "mine\n"})


def upper_case(user: User) -> None:
    """Have a filter that stores a file otherwise than it lies in the work tree."""
    user.git("config", "filter.upper.clean", "tr a-z A-Z")
    user.git("config", "filter.upper.smudge", "tr A-Z a-z")
    user.commit({".gitattributes": "*.md filter=upper\n", GUIDE: edit("guide", l2="mine")})


def own_driver(user: User) -> None:
    """Have a merge driver that always takes the other side."""
    user.git("config", "merge.theirs.driver", "cp %B %A")
    user.commit({".gitattributes": "*.md merge=theirs\n", GUIDE: edit("guide", l5="mine")})


def settings(name: str, values: Mapping[str, str]) -> str:
    """Return a section of a git configuration file."""
    return f"[{name}]\n" + "".join(f"\t{key} = {value}\n" for key, value in values.items())


SITUATIONS = (
    Situation(
        "Your hooks refuse every commit and checkout",
        Kind.MERGED,
        user=EDIT,
        then=fail_in_hooks,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your hooks for all repos (core.hooksPath) refuse every commit",
        Kind.MERGED,
        user=EDIT,
        then=fail_in_hooks_for_all,
        settings=settings("core", {"hooksPath": "~/hooks"}),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your hooks change files",
        Kind.MERGED,
        user=EDIT,
        then=meddle_in_hooks,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your git signs commits and has no key",
        Kind.MERGED,
        user=EDIT,
        settings=settings("commit", {"gpgSign": "true"})
        + settings("tag", {"gpgSign": "true"})
        + settings("user", {"signingKey": "nobody"}),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your git writes conflicts in the zdiff3 style",
        Kind.CONFLICT,
        user={GUIDE: edit("guide", l5="mine")},
        settings=settings("merge", {"conflictStyle": "zdiff3"}),
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "|||||||"},
    ),
    Situation(
        "Your git has core.autocrlf=true for all repos, this one has LF",
        Kind.MERGED,
        user=EDIT,
        settings=settings("core", {"autocrlf": "true"}),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your git colours its output, always, and has its own diff settings",
        Kind.MERGED,
        user=EDIT,
        settings=settings("color", {"ui": "always"})
        + settings("diff", {"noprefix": "true", "mnemonicPrefix": "true", "external": "false"}),
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
    Situation(
        "Your global ignore file names a file that the template adds and you have",
        Kind.KEPT,
        then=ignore_globally,
        settings=settings("core", {"excludesFile": "~/ignored"}),
        template={"notes.txt": text("theirs")},
        there={"notes.txt": "mine"},
    ),
    Situation(
        "A merge driver of yours always takes the other side",
        Kind.CONFLICT,
        then=own_driver,
        template={GUIDE: edit("guide", l5="theirs")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "A filter of yours (clean and smudge) stores the file otherwise",
        Kind.MERGED,
        then=upper_case,
        template=CHANGE,
        there={GUIDE: "mine"},
    ),
)
