"""How much a generated repo has grown since the last release, for each approach.

    python -m releases.growth [--root FOLDER] [--bundle FILE]

A user reads, runs and keeps all of what is generated: a change that adds to it should be seen to.
Each approach is rendered with the defaults for everything else; lines are those of text files.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from formfacts.errors import FormfactsError
from formfacts.scaffold.questions import load_questions
from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.source import PUBLIC_SOURCE, Origin
from formfacts.scaffold.template import open_template
from releases.release import BUNDLE, ROOT

# Both are rendered as the same version, so that its name in the answers file is no difference.
SAME = Origin(PUBLIC_SOURCE, "v0.0.0", "")


@dataclass(frozen=True, slots=True)
class Size:
    """What a generated repo holds; `lines` are those of the files that are UTF-8 text."""

    files: int = 0
    lines: int = 0
    bytes: int = 0


def main() -> int:
    """Print the growth; 1 with one line on stderr where a template cannot be rendered."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--root", type=Path, default=ROOT, help="the working template (here)")
    parser.add_argument("--bundle", type=Path, default=BUNDLE, help=f"the releases ({BUNDLE})")
    given = parser.parse_args()
    try:
        print(growth(given.root.resolve(), given.bundle))
    except FormfactsError as error:
        print(f"growth: {error}", file=sys.stderr)
        return 1
    return 0


def growth(root: Path, bundle: Path) -> str:
    """Return the working template's sizes, and how they differ from those of the last release."""
    with open_template(str(bundle.resolve())) as template:
        last = template.latest()
        before = {} if last is None else measure_all(template.checkout(template.resolve(last)))
    return table(before, measure_all(root), f"against {last or 'nothing'}")


def measure_all(root: Path) -> dict[str, Size]:
    """Render each approach of a template and return the sizes; raise TemplateError or the like."""
    with tempfile.TemporaryDirectory(prefix="formfacts-growth-") as scratch:
        return {
            approach: measure(root, approach, Path(scratch) / approach)
            for approach in load_questions(root)["approach"].choices
        }


def measure(root: Path, approach: str, folder: Path) -> Size:
    """Render one approach into the folder and return its size."""
    answers = {"project_name": "Growth", "approach": approach}
    render_new(Job(root, SAME, data=answers), folder)
    contents = [path.read_bytes() for path in rendered(folder) if path.is_file()]
    return Size(len(contents), sum(map(count_lines, contents)), sum(map(len, contents)))


def count_lines(content: bytes) -> int:
    """Return the number of lines of a text, none of what is no text."""
    try:
        return 0 if b"\0" in content else len(content.decode().splitlines())
    except UnicodeDecodeError:
        return 0


def table(before: Mapping[str, Size], after: Mapping[str, Size], title: str) -> str:
    """Return a line for each approach: sizes now, each with its difference."""
    names = [field.name for field in fields(Size)]
    rows = [["approach", *(cell for name in names for cell in (name, "+/-"))]]
    for approach in dict.fromkeys([*after, *before]):
        now, then = (astuple(sizes.get(approach, Size())) for sizes in (after, before))
        pairs = zip(now, then, strict=True)
        cells = [cell for new, old in pairs for cell in (f"{new:,}", difference(new, old))]
        rows.append([approach, *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join([f"Generated repos {title}:", *(aligned(row, widths) for row in rows)])


def difference(new: int, old: int) -> str:
    """Return by how much a number changed, `=` if it did not."""
    return f"{new - old:+,}" if new != old else "="


def aligned(row: list[str], widths: list[int]) -> str:
    """Return the first cell to the left of its column, the others to the right of theirs."""
    first, *others = (
        cell.rjust(width) if number else cell.ljust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    )
    return "  ".join([first, *others])


if __name__ == "__main__":
    sys.exit(main())
