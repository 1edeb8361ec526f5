"""Files that git ignores, and so has no copy of."""

from __future__ import annotations

from tests.matrix.situation import Kind, Situation
from tests.matrix.texts import GUIDE, Link, edit, text
from tests.matrix.user import User

RULES = "*.log\n.env\n"
KEY = "API_KEY=sk-the-only-copy\n"


def write_key(user: User) -> None:
    """Fill in the key in a file that git ignores."""
    user.write({".env": KEY})


def ignore_and_write(user: User) -> None:
    """Ignore a folder, and keep work in it that git does not know of."""
    user.commit({".gitignore": f"{RULES}cache/\n"})
    user.write({"cache/mine.txt": "mine\n"})


def ignore_new(user: User) -> None:
    """Ignore a file by a rule of one's own, and write it."""
    user.commit({".gitignore": f"{RULES}notes.txt\n"})
    user.write({"notes.txt": "mine\n"})


def ignore_beside_link(user: User) -> None:
    """The same, in a project with a link in the place of a folder."""
    user.commit({GUIDE: None, "docs": Link("src")})
    ignore_new(user)


def delete_and_ignore(user: User) -> None:
    """Delete a file of the template, and ignore its folder."""
    user.commit({GUIDE: None, ".gitignore": f"{RULES}docs/\n"})


def exclude_locally(user: User) -> None:
    """Ignore a file by a rule that is not in the repo, and write it."""
    (user.top / ".git/info").mkdir(exist_ok=True)
    (user.top / ".git/info/exclude").write_text("notes.txt\n")
    user.write({"notes.txt": "mine\n"})


def track_log(user: User) -> None:
    """Commit a file in spite of the rule that ignores it."""
    user.write({"run.log": "mine\n"})
    user.git("add", "--force", "run.log")
    user.git("commit", "--quiet", "-m", "Keep the log")


SITUATIONS = (
    Situation(
        "You put a key into the template's .env, which the template changes",
        Kind.KEPT,
        first={".env": "API_KEY=\n"},
        then=write_key,
        template={".env": "API_KEY=\nMODEL=small\n"},
        there={".env": "sk-the-only-copy"},
    ),
    Situation(
        "You put a key into the template's .env, which the template removes",
        Kind.KEPT,
        first={".env": "API_KEY=\n"},
        then=write_key,
        template={".env": None},
        there={".env": "sk-the-only-copy"},
    ),
    Situation(
        "You put a key into the template's .env, which the template renames",
        Kind.KEPT,
        first={".env": "API_KEY=\nMODEL=small\nLIMIT=10\n"},
        then=write_key,
        template={".env": None, "settings.env": "API_KEY=\nMODEL=small\nLIMIT=10\n"},
        there={".env": "sk-the-only-copy"},
    ),
    Situation(
        "You have a .env with a key, and the template adds one",
        Kind.KEPT,
        then=write_key,
        template={".env": "API_KEY=\n"},
        there={".env": "sk-the-only-copy"},
    ),
    Situation(
        "You have a .env with a key, which the template adds and no longer ignores",
        Kind.KEPT,
        then=write_key,
        template={".env": "API_KEY=\n", ".gitignore": "*.log\n"},
        there={".env": "sk-the-only-copy"},
    ),
    Situation(
        "The template changes an ignored file that you left alone",
        Kind.KEPT,
        first={"build.log": text("log")},
        template={"build.log": text("another log")},
    ),
    Situation(
        "You have work in an ignored folder where the template adds a file of that name",
        Kind.KEPT,
        then=ignore_and_write,
        template={"cache": text("theirs")},
        there={"cache/mine.txt": "mine"},
    ),
    Situation(
        "You have work in an ignored folder to which the template adds a file",
        Kind.MERGED,
        then=ignore_and_write,
        template={"cache/theirs.txt": text("theirs")},
        there={"cache/mine.txt": "mine"},
    ),
    Situation(
        "A file that your own .gitignore names is added by the template",
        Kind.KEPT,
        then=ignore_new,
        template={"notes.txt": text("theirs")},
        there={"notes.txt": "mine"},
    ),
    Situation(
        "A file that your own .gitignore names is added by the template, beside a link of yours",
        Kind.KEPT,
        then=ignore_beside_link,
        template={"notes.txt": text("theirs"), GUIDE: edit("guide", l5="theirs")},
        there={"notes.txt": "mine"},
    ),
    Situation(
        "You deleted a file and ignored its folder, the template changes the file",
        Kind.KEPT,
        then=delete_and_ignore,
        template={GUIDE: edit("guide", l5="theirs")},
    ),
    Situation(
        "A file that .git/info/exclude names is added by the template",
        Kind.KEPT,
        then=exclude_locally,
        template={"notes.txt": text("theirs")},
        there={"notes.txt": "mine"},
    ),
    Situation(
        "The template replaces a file by a folder with an ignored file",
        Kind.MERGED,
        first={"cache": text("cache")},
        user={GUIDE: edit("guide", l2="mine")},
        template={"cache": None, "cache/new.log": text("new")},
        there={GUIDE: "mine"},
    ),
    Situation(
        "The template begins to ignore a file that you track and edited",
        Kind.MERGED,
        user={GUIDE: text("guide") + "mine\n"},
        template={".gitignore": f"{RULES}docs/\n"},
        there={GUIDE: "mine"},
    ),
    Situation(
        "You track an ignored file that the template adds",
        Kind.CONFLICT,
        then=track_log,
        template={"run.log": text("theirs")},
        there={"run.log": "mine"},
    ),
    Situation(
        "The template stops ignoring a file that you keep untracked",
        Kind.MERGED,
        then=write_key,
        template={".gitignore": "*.log\n"},
        there={".env": "sk-the-only-copy"},
    ),
)
