"""The matrix as a page of the docs: `python -m tests.matrix.page > docs/update-matrix.md`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.matrix.measure import try_copier, try_formfacts
from tests.matrix.situation import SAFE, Kind
from tests.matrix.situations import FAMILIES
from tests.matrix.verdict import Verdict

Row = tuple[str, str]
CELLS = 3
MEANINGS = {
    Kind.MERGED: "both sides' changes are in the files; exit code 0",
    Kind.KEPT: "yours stays, the template's change does not arrive, and the report names the file",
    Kind.CONFLICT: "exit code not 0, and what you wrote is in the file or in git's stages of it",
    Kind.REFUSED: "exit code not 0, and nothing has changed",
    Kind.DROPPED: "yours stays, the template's change does not arrive, and nothing says so",
    Kind.MARKERS: "conflict marks are in a file, and the exit code says that all is well",
    Kind.CRASHED: "a traceback, in the middle of the work",
    Kind.LOST: "something that you wrote is neither in the files nor in git's conflict stages",
    Kind.LOST_LOUDLY: "the same, with a message that names the file",
}
INTRO = """\
# What an update does to your work

Each line below is a project, a template and a user, made on the spot with real files and real git,
then updated twice from the same state: by `formfacts update --defaults` (or `promote`, under
"Promotions") and by `copier update --defaults` (Copier 9.19.1; with `--data` for promotions).

No verdict is given by hand. Before a run, every byte of the work tree and of git's index is
compared with what the template rendered: lines, binary contents, links, modes, names, line endings,
deletions. What differs is the user's work, whether it was committed, staged, untracked or ignored.
After the run each piece of it is looked for again, in the files and in the stages that git keeps of
a conflict; what git's history holds does not count, since the next commit would go on without it.
Then each change of the template is looked for. A formfacts run that wrote something is also undone
with `--abort`, and the work tree has to be what it was.

Run it again with `python -m tests.matrix.page > docs/update-matrix.md`. The tests hold this page
against fresh runs: all of the column for formfacts, each sixth line of that for Copier.
"""


def main() -> None:
    """Measure everything, and print the page."""
    rows: dict[str, Row] = {}
    with TemporaryDirectory(prefix="matrix-") as place:
        for number, situation in enumerate(s for family in FAMILIES.values() for s in family):
            folder = Path(place, str(number))
            ours, others = (
                tool(situation, folder / name).verdict
                for name, tool in (("formfacts", try_formfacts), ("copier", try_copier))
            )
            rows[situation.name] = (cell(ours), cell(others))
    sys.stdout.write("\n".join(page(rows)))


def page(rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield the lines of the page; `rows` has both cells of each situation."""
    yield INTRO
    yield from table(("class", "formfacts", "Copier", "meaning"), counted(rows.values()))
    for family, situations in FAMILIES.items():
        yield f"\n## {family}\n"
        found = ((s.name, *rows[s.name]) for s in situations)
        yield from table(("situation", "formfacts", "Copier 9.19.1"), found)
    yield ""


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    for row in (head, ("---",) * len(head), *rows):
        yield "| " + " | ".join(row) + " |"


def counted(rows: Iterable[Row]) -> Iterator[tuple[str, ...]]:
    """Yield a line for each class that occurs, with how often."""
    ours, others = (Counter(map(kind_of, column)) for column in zip(*rows, strict=True))
    for kind, meaning in MEANINGS.items():
        if ours[kind] or others[kind]:
            yield shown(kind), str(ours[kind]), str(others[kind]), meaning
    yield "all", str(ours.total()), str(others.total()), "one line each below"


def cell(verdict: Verdict) -> str:
    """Return a verdict as a cell: what is bad stands out and names the files."""
    parts = [shown(verdict.kind)]
    if verdict.crash:
        parts.append(f"(`{verdict.crash}`)")
    if verdict.about:
        if verdict.crash:
            parts.append("with a loss")
        names = (path.encode("unicode_escape").decode() for path in verdict.about)
        parts.append("in " + ", ".join(f"`{name}`" for name in names))
    return " ".join(parts)


def shown(kind: Kind) -> str:
    """Return the name of a class, in bold where it is bad."""
    return kind.value if kind in SAFE else f"**{kind.value}**"


def kind_of(text: str) -> Kind:
    """Return the class that a cell names."""
    (kind,) = (kind for kind in Kind if text.startswith(shown(kind)))
    return kind


def read_rows(text: str) -> dict[str, Row]:
    """Return the rows of a page's tables of situations."""
    lines = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    rows = {cells[0]: (cells[1], cells[2]) for cells in lines if len(cells) == CELLS}
    return {name: row for name, row in rows.items() if name not in {"situation", "---"}}


if __name__ == "__main__":
    main()
