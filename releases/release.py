"""Release the template: add its present state to releases/template.bundle, as the version it has.

    python -m releases.release [--root FOLDER] [--bundle FILE]

The version is __version__, its date that of the version's heading in CHANGELOG.md. A release is a
commit that follows from these and the files alone, and older ones keep their hashes. Released again
with the same files, nothing changes; with others, it is refused.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from formfacts.errors import FormfactsError, TemplateError
from formfacts.scaffold.bundle import read_header
from formfacts.scaffold.git import git
from formfacts.scaffold.questions import load_questions
from formfacts.scaffold.snapshot import PARTS, release_dates, template_files, tree_hash
from formfacts.scaffold.template import open_template
from formfacts.scaffold.upgrades import load_upgrades
from formfacts.scaffold.versions import compare
from releases.chain import Chain
from releases.undeclared import undeclared

ROOT = Path(__file__).resolve().parents[1]
BUNDLE = ROOT / "releases/template.bundle"
NAMED = 5


@dataclass(frozen=True, slots=True)
class Release:
    """The template under `root`, as the version `tag` of the day `date` (YYYY-MM-DD)."""

    root: Path
    tag: str
    date: str


def main() -> int:
    """Release what the arguments say; 1 with one line on stderr where that cannot be."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="what to release from (here)")
    parser.add_argument("--bundle", type=Path, default=BUNDLE, help=f"what to extend ({BUNDLE})")
    given = parser.parse_args()
    try:
        print(release(read_release(given.root.resolve()), given.bundle))
    except FormfactsError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return 0


def read_release(root: Path) -> Release:
    """Return which version the tree under `root` is; raise TemplateError if it has no date."""
    text = (root / "generator/formfacts/__init__.py").read_text(encoding="utf-8")
    version = "".join(re.findall(r'(?m)^__version__ = "(.+)"$', text))
    date = release_dates(root).get(version)
    if date is None:
        raise TemplateError(
            f"CHANGELOG.md has no dated heading for {version}: write `## {version} (YYYY-MM-DD)`"
        )
    return Release(root, f"v{version}", date)


def release(wanted: Release, bundle: Path) -> str:
    """Extend the bundle by one version and say so; raise TemplateError where that is wrong."""
    tags = read_header(bundle).tags if bundle.exists() else {}
    with tempfile.TemporaryDirectory(prefix="formfacts-release-") as scratch:
        chain = Chain.start(Path(scratch), bundle)
        if wanted.tag in tags:
            check_same(wanted, chain)
            return f"{wanted.tag} is in {bundle} with these very files: nothing to do"
        check_order(wanted, list(tags))
        check_tracked(wanted.root)
        if tags:
            check_declared(wanted, bundle, list(tags)[-1])
        chain.add(template_files(wanted.root), wanted.tag, wanted.date)
        chain.write(bundle)
    return f"{wanted.tag} of {wanted.date} added to {bundle}"


def check_same(wanted: Release, chain: Chain) -> None:
    """Raise TemplateError if the version was released with other files, or on another day."""
    if chain.tree(wanted.tag) != tree_hash(wanted.root):
        raise TemplateError(
            f"{wanted.tag} was released with other files, and stays: raise __version__, and date "
            "its heading in CHANGELOG.md"
        )
    if chain.date(wanted.tag) != wanted.date:
        raise TemplateError(
            f"{wanted.tag} was released on {chain.date(wanted.tag)}: put that date back into "
            "CHANGELOG.md"
        )


def check_order(wanted: Release, tags: list[str]) -> None:
    """Raise TemplateError unless the version is newer than all in the bundle."""
    if tags and compare(wanted.tag, tags[-1]) <= 0:
        raise TemplateError(
            f"{wanted.tag} is no newer than {tags[-1]}, which is released: raise __version__"
        )


def check_tracked(root: Path) -> None:
    """Raise TemplateError if git would commit other files of the template than are released."""
    if not (root / ".git").exists():
        return
    tracked = set(git(root, "ls-files", "-z", "--", *PARTS).stdout.split("\0")) - {""}
    differing = sorted(tracked ^ {file.path for file in template_files(root)})
    if differing:
        raise TemplateError(
            f"git does not track what is released, or the other way round: "
            f"{', '.join(differing[:NAMED])}: `git add` or `git rm` them, or remove them"
        )


def check_declared(wanted: Release, bundle: Path, last: str) -> None:
    """Raise TemplateError if a question or choice went without a word in UPGRADES.yaml."""
    with open_template(str(bundle.resolve())) as template:
        before = load_questions(template.checkout(template.resolve(last)))
    upgrades = load_upgrades(wanted.root, last, wanted.tag)
    if gone := undeclared(before, load_questions(wanted.root), upgrades):
        raise TemplateError(
            f"{', '.join(gone)} went since {last}: name each in UPGRADES.yaml, "
            f"{wanted.tag.removeprefix('v')}, under renames, choices or removed"
        )


if __name__ == "__main__":
    sys.exit(main())
