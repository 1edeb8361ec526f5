"""A private copy of a template's repo, from which its versions are taken.

It lies in a temporary folder and is shared with no other process: Copier's common cache is not safe
when several run at once.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import GitError, TemplateError, brief
from formfacts.scaffold.address import Address, shown
from formfacts.scaffold.git import PLAIN, git

# Never ext, which runs a program that the address names.
PROTOCOLS = ("file", "git", "http", "https", "ssh")
# Files as they were committed, but for what the template's own .gitattributes say.
EXACT = (*PLAIN, "core.attributesFile=/dev/null", "core.eol=lf")
LONGEST_WAIT_S = 60.0
HASH = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What no ref's name may hold, and what would make git search instead of look up.
NO_REF = re.compile(r"^[-/.]|[\s~^:?*\[\\\x00-\x1f\x7f]|\.\.|@\{|^$")
TAGS = "refs/tags/"


@dataclass(frozen=True, slots=True)
class Clone:
    """The bare repo in `folder`, cloned from `address`."""

    folder: Path
    address: Address

    @property
    def environment(self) -> dict[str, str]:
        """The variables under which git works on this repo, whichever one is around it."""
        return environment(self.address) | {"GIT_DIR": str(self.folder)}

    def find_commit(self, ref: str) -> str:
        """Return the commit that a tag, a branch, a hash or `git describe` names, "" if none."""
        if NO_REF.search(ref):
            return ""
        found = (self.ask("rev-parse", f"{name}^{{commit}}") for name in (f"{TAGS}{ref}", ref))
        return next((commit for commit in found if HASH.fullmatch(commit)), "")

    def describe(self, commit: str) -> str:
        """Return the name that Copier gives a commit: its tag, or how far it is past one."""
        return self.ask("describe", "--tags", "--always", commit)

    def ask(self, *arguments: str) -> str:
        """Return what git says in this repo, nothing if it fails."""
        done = git(self.folder, *arguments, config=PLAIN, check=False, env=self.environment)
        return done.stdout.strip() if done.returncode == 0 else ""

    def check_out(self, commit: str, folder: Path) -> None:
        """Write the files of a commit into a new folder, those of its submodules included."""
        folder.mkdir()
        tree = {"GIT_WORK_TREE": str(folder), "GIT_INDEX_FILE": f"{folder}.index"}
        env = self.environment | tree
        read(self.address, folder, "read-tree", "--reset", "-u", commit, env=env)
        if (folder / ".gitmodules").is_file():
            shutil.rmtree(folder)
            self.check_out_with_submodules(commit, folder)
        refuse_links_out(folder)

    def check_out_with_submodules(self, commit: str, folder: Path) -> None:
        """Check out as a work tree of git's, which submodules need, but for its .git files.

        Which protocols a submodule may use is left to git and the user's configuration, as Copier
        does: not file, unless the user allows it.
        """
        add = ["worktree", "add", "--quiet", "--detach", "--", str(folder), commit]
        fetch = ["submodule", "--quiet", "update", "--init", "--recursive", "--checkout"]
        read(self.address, self.folder, *add, env=self.environment)
        read(self.address, folder, *fetch, env={"GIT_TERMINAL_PROMPT": "0"})
        for parent, _, files in os.walk(folder):
            if ".git" in files:
                Path(parent, ".git").unlink()


def make_clone(address: Address, folder: Path) -> Clone:
    """Clone the repo at an address, bare, into a new folder."""
    clone = Clone(folder, address)
    arguments = ["--quiet", "--bare", "--template=", "--", address.location, str(folder)]
    read(address, folder.parent, "clone", *arguments, env=environment(address))
    return clone


def list_tags(address: Address, folder: Path) -> dict[str, str]:
    """Return the tags of the repo at an address, with their commits, without cloning it."""
    arguments = ["--tags", "--", address.location]
    listed = read(address, folder, "ls-remote", *arguments, env=environment(address))
    pairs = (line.partition("\t") for line in listed.splitlines())
    # An annotated tag has a second line, name^{}, with the commit; it comes after the first.
    return {ref.removeprefix(TAGS).removesuffix("^{}"): commit for commit, _, ref in pairs}


def environment(address: Address) -> dict[str, str]:
    """Return the variables under which git reads the address: it asks nothing, runs no helper."""
    allowed: tuple[str, ...] = PROTOCOLS
    if address.kind == "release bundle":
        allowed = ("file",)
    elif (users := os.environ.get("GIT_ALLOW_PROTOCOL")) is not None:
        allowed = tuple(name for name in PROTOCOLS if name in users.split(":"))
    return {"GIT_ALLOW_PROTOCOL": ":".join(allowed), "GIT_TERMINAL_PROMPT": "0"}


def read(address: Address, folder: Path, *arguments: str, env: Mapping[str, str]) -> str:
    """Run git and return what it says; raise TemplateError with the first of its complaints.

    The first one has the reason; what follows is advice to somebody who typed the command.
    """
    try:
        done = git(folder, *arguments, config=EXACT, check=False, env=env, timeout=LONGEST_WAIT_S)
    except GitError as error:
        raise unreadable(address, str(error)) from None
    if done.returncode != 0:
        said = done.stderr.strip().splitlines() or ["git gave no reason"]
        complaints = [line for line in said if line.startswith(("fatal: ", "error: "))]
        raise unreadable(address, f"git {arguments[0]} failed: {[*complaints, said[-1]][0]}")
    return done.stdout


def unreadable(address: Address, why: str) -> TemplateError:
    """Return the error about a template that git cannot read."""
    other = "--template WHERE names another place to read it from"
    if address.kind == "release bundle":
        other = "reinstall formfacts"
    return TemplateError(
        f"cannot read the template {shown(address.location)}: {shown(why)}; {other}"
    )


def refuse_links_out(folder: Path) -> None:
    """Raise TemplateError if a link leads out of the template: it would be read, and rendered.

    So a template could copy a file of this machine, such as a key, into a project.
    """
    top = os.path.realpath(folder)
    for parent, folders, files in os.walk(folder):
        for path in (Path(parent, name) for name in [*folders, *files]):
            # Unlike resolve(), realpath bears links that go round in a circle.
            if path.is_symlink() and not Path(os.path.realpath(path)).is_relative_to(top):
                link = path.relative_to(folder)
                raise TemplateError(f"the template's link {brief(str(link))} leads out: refused")
