"""The template under test: its files as they are now, and the releases before that.

What is not committed counts as well: a copy of the template's repo gets a commit of it, so that
projects can be updated to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import UsageError
from formfacts.scaffold.git import PLAIN, git
from formfacts.scaffold.source import PUBLIC_SOURCE, Origin, is_wheel, template_root, working_origin
from formfacts.scaffold.template import open_template
from formfacts.scaffold.versions import compare

AUTHOR = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "formfacts"), ("EMAIL", "formfacts@localhost"))
}
# The same content has the same hash each time, and with it the same version.
NO_DATE = "2000-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class Subject:
    """A template: the folder `root` holds the state under test, which is called `origin`.

    `location` is where its versions are read from, None for our own releases; `previous` the newest
    release before this state, empty if there is none.
    """

    name: str
    root: Path
    origin: Origin
    location: str | None
    previous: str


def own_root() -> Path:
    """Return the root of our own template; raise UsageError in a wheel, which has releases only."""
    if is_wheel():
        raise UsageError(
            "name the template's folder: formfacts smoke FOLDER (what is installed has only "
            "releases of formfacts' own template, which were smoked before they were made)"
        )
    return template_root()


def open_subject(root: Path, scratch: Path) -> Subject:
    """Return the template under `root`; `scratch` is a folder for a copy of its repo.

    Raises TemplateError or GitError where git cannot read it.
    """
    if not is_wheel() and root == template_root():
        return ours(root)
    copy = scratch / "template"
    commit = copy_repo(root, copy)
    source = public_name(root) or f"https://template.invalid/{root.name}.git"
    with open_template(source, instead=str(copy)) as template:
        origin = template.resolve(commit)
        previous = earlier(template.versions(), origin.version)
        checkout = template.checkout(origin).rename(scratch / "checkout")
    return Subject(root.name, checkout, origin, str(copy), previous)


def ours(root: Path) -> Subject:
    """Return our own template: the checkout's working state, after the releases in the bundle."""
    origin = working_origin()
    with open_template(PUBLIC_SOURCE) as template:
        previous = earlier(template.versions(), origin.version)
    return Subject("formfacts", root, origin, None, previous)


def earlier(versions: tuple[str, ...], version: str) -> str:
    """Return the newest of the versions, oldest first, that is older than one; a release if any."""
    from formfacts.scaffold.versions import parse

    older = [name for name in versions if compare(name, version) < 0]
    releases = [name for name in older if (found := parse(name)) and not found.is_prerelease]
    return (releases or older or [""])[-1]


def copy_repo(root: Path, copy: Path) -> str:
    """Clone the repo that `root` is the top of, commit what is there now, and return that commit.

    A folder that is no repo, or not the top of one, has no history: its state is all there is.
    """
    top = git(root, "rev-parse", "--show-toplevel", check=False).stdout.strip()
    has_commit = git(root, "rev-parse", "--verify", "--quiet", "HEAD", check=False).returncode == 0
    if top and Path(top) == root and has_commit:
        git(root, "clone", "--quiet", "--no-checkout", "--shared", "--", str(root), str(copy))
    else:
        git(root, "init", "--quiet", "--initial-branch=main", "--", str(copy))
    return commit_state(root, copy)


def commit_state(root: Path, copy: Path) -> str:
    """Commit the files under `root` that .gitignore lets in, if they differ from HEAD."""
    here = (f"--work-tree={root}", f"--git-dir={copy / '.git'}")
    head = git(copy, "rev-parse", "--verify", "--quiet", "HEAD", check=False).stdout.strip()
    if head:
        git(root, *here, "read-tree", head)
    git(root, *here, "add", "--all", "--", ".", config=PLAIN)
    tree = git(root, *here, "write-tree").stdout.strip()
    if head and tree == git(copy, "rev-parse", f"{head}^{{tree}}").stdout.strip():
        return head
    date = git(copy, "show", "-s", "--format=%cI", head).stdout.strip() if head else NO_DATE
    env = {**AUTHOR, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    parent = ("-p", head) if head else ()
    commit = git(copy, "commit-tree", tree, *parent, "-m", "Under test", env=env).stdout.strip()
    git(copy, "update-ref", "refs/heads/under-test", commit)
    git(copy, "symbolic-ref", "HEAD", "refs/heads/under-test")
    return commit


def public_name(root: Path) -> str:
    """Return the address that the template's repo was cloned from, without a password in it."""
    from formfacts.scaffold.address import SCP, URL, shown

    url = git(root, "config", "--get", "remote.origin.url", check=False).stdout.strip()
    return shown(url) if URL.fullmatch(url) or SCP.fullmatch(url) else ""
