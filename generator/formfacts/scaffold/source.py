"""Where our own template is: in a checkout beside `generator/`, in a wheel inside the package.

Its releases lie in a git bundle, which a wheel carries and a checkout keeps in `releases/`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from formfacts.errors import TemplateError
from formfacts.scaffold.bundle import newest_release, read_header
from formfacts.scaffold.snapshot import commit_hash, release_dates, tree_hash

# What a generated repo's answers file names, so that plain `copier update` and Renovate find it.
PUBLIC_SOURCE = "gh:formfacts/formfacts"

QUESTIONS_FILE = "copier.yml"
BUNDLE_NAME = "template.bundle"
UNTAGGED = "+untagged."
NO_RELEASE = "v0.0.0"
HASH_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Origin:
    """What an answers file says of where a rendering came from.

    `source` is its `_src_path`, `version` its `_commit`; `commit` the full hash of the template's
    commit, empty where there is none.
    """

    source: str
    version: str
    commit: str

    @property
    def untagged(self) -> bool:
        """Whether this is a state of our template between releases, for development only."""
        return UNTAGGED in self.version


def package_data() -> Path:
    """Return the folder inside the package that a wheel has and a checkout has not."""
    return Path(__file__).resolve().parents[1] / "_template"


def is_wheel() -> bool:
    """Whether this formfacts was installed, and so has releases alone and no working template."""
    return (package_data() / BUNDLE_NAME).is_file()


def template_root() -> Path:
    """Return the checkout's root, with copier.yml and examples/; in a wheel, where examples/ is."""
    if is_wheel():
        return package_data()
    checkout = package_data().parents[2]
    if (checkout / QUESTIONS_FILE).is_file():
        return checkout
    raise TemplateError(
        f"the template is missing: {package_data().parent} was not installed whole; "
        "reinstall formfacts"
    )


def bundle_path() -> Path:
    """Return the bundle of the template's releases."""
    root = template_root()
    return root / BUNDLE_NAME if is_wheel() else root / "releases" / BUNDLE_NAME


@cache
def working_origin() -> Origin:
    """Return what `formfacts new` renders: a checkout's working template, a wheel's newest release.

    A working template that differs from the newest release has a version of its own, which names
    its content.
    """
    newest = newest_origin()
    return newest if is_wheel() and newest is not None else origin_of(template_root(), newest)


def newest_origin() -> Origin | None:
    """Return the newest release in the bundle, None where there is no bundle yet."""
    if not bundle_path().is_file():
        return None
    header = read_header(bundle_path())
    tag = newest_release(header)
    return None if tag is None else Origin(PUBLIC_SOURCE, tag, header.tags[tag])


def origin_of(root: Path, newest: Origin | None) -> Origin:
    """Return the newest release if the template under `root` is that, else an untagged version.

    A release's commit follows from its files, its date and the release before it, so that no git
    is needed to compare.
    """
    tree = tree_hash(root)
    if newest is not None:
        tags = list(read_header(bundle_path()).tags.values())
        parent = tags[-2] if len(tags) > 1 else ""
        date = release_dates(root).get(newest.version.removeprefix("v"), "")
        if date and commit_hash(tree, parent, newest.version, date) == newest.commit:
            return newest
    base = NO_RELEASE if newest is None else newest.version
    return Origin(PUBLIC_SOURCE, f"{base}{UNTAGGED}{tree[:HASH_SHOWN]}", "")
