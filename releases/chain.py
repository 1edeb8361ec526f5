"""The releases as one line of commits in a scratch repo, and the bundle made of them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import TemplateError
from formfacts.scaffold.bundle import read_header
from formfacts.scaffold.git import git_bytes
from formfacts.scaffold.snapshot import File, commit_hash, commit_message, signature

BRANCH = "refs/heads/main"
# No objects are packed before the bundle is made, and one thread packs them: so it depends on them
# alone, and not on how the releases came together.
SETTINGS = (
    "fastimport.unpackLimit=1000000000",
    "pack.threads=1",
    "pack.compression=9",
    "pack.window=50",
)
# Nor does it depend on who makes it.
NOBODY = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}


@dataclass(frozen=True, slots=True)
class Chain:
    """The releases in the bare repo `folder`; tags and a branch point at them."""

    folder: Path

    @classmethod
    def start(cls, folder: Path, bundle: Path) -> Chain:
        """Return what the bundle holds, in a new repo; nothing if there is no bundle yet."""
        chain = cls(folder)
        chain.tell("init", "--quiet", "--bare", "--template=", "--initial-branch=main")
        if bundle.exists():
            header = read_header(bundle)
            chain.tell("unpack-objects", "-q", stdin=bundle.read_bytes()[header.length :])
            refs = [(name, commit) for name, commit in header.refs.items() if name != "HEAD"]
            resets = "".join(f"reset {name}\nfrom {commit}\n\n" for name, commit in refs)
            chain.tell("fast-import", "--quiet", stdin=resets.encode())
        return chain

    def tell(self, *arguments: str, stdin: bytes = b"") -> str:
        """Run git in this repo and return what it says."""
        env = NOBODY | {"GIT_DIR": str(self.folder)}
        said = git_bytes(self.folder, *arguments, stdin=stdin, config=SETTINGS, env=env)
        return said.decode().strip()

    def tree(self, tag: str) -> str:
        """Return the hash of a release's files."""
        return self.tell("rev-parse", f"refs/tags/{tag}^{{tree}}")

    def date(self, tag: str) -> str:
        """Return the day of a release, YYYY-MM-DD."""
        return self.tell("log", "-1", "--format=%cs", f"refs/tags/{tag}")

    def tip(self) -> str:
        """Return the newest commit, nothing if there is none."""
        return self.tell("for-each-ref", "--format=%(objectname)", BRANCH)

    def add(self, files: Iterable[File], tag: str, date: str) -> None:
        """Add a release; raise TemplateError if git makes another commit of it than we do."""
        parent = self.tip()
        self.tell("fast-import", "--quiet", stdin=release_stream(files, parent, tag, date))
        made = self.tip()
        if made != commit_hash(self.tree(tag), parent, tag, date):
            raise TemplateError(f"git made the commit {made} of {tag}: update scaffold/snapshot.py")

    def write(self, bundle: Path) -> None:
        """Put the bundle in its place, whole or not at all."""
        tags = self.tell("for-each-ref", "--format=%(refname)", "refs/tags").split()
        bundle.parent.mkdir(parents=True, exist_ok=True)
        made = bundle.with_name(f".{bundle.name}.{os.getpid()}")
        try:
            refs = ["HEAD", BRANCH, *tags]
            self.tell("bundle", "create", "--quiet", "--version=2", str(made.resolve()), *refs)
            made.replace(bundle)
        finally:
            made.unlink(missing_ok=True)


def release_stream(files: Iterable[File], parent: str, tag: str, date: str) -> bytes:
    """Return what `git fast-import` makes a release of.

    See https://git-scm.com/docs/git-fast-import#_input_format.
    """
    message = commit_message(tag).encode()
    signed = signature(date).encode()
    parts = [b"commit %s\nmark :1\n" % BRANCH.encode()]
    parts += [b"author %s\ncommitter %s\n" % (signed, signed), data(message)]
    parts += [b"from %s\n" % parent.encode()] if parent else []
    parts += [b"deleteall\n"]
    for file in files:
        parts += [b"M %s inline %s\n" % (file.mode.encode(), quoted(file.path)), data(file.content)]
    parts += [b"\nreset refs/tags/%s\nfrom :1\n\n" % tag.encode()]
    return b"".join(parts)


def data(content: bytes) -> bytes:
    """Return bytes as the stream has them: their number, then themselves."""
    return b"data %d\n%s\n" % (len(content), content)


def quoted(path: str) -> bytes:
    """Return a path as the stream has it, whatever characters are in it."""
    escaped = path.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return b'"%s"' % os.fsencode(escaped)
