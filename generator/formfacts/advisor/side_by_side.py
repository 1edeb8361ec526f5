"""The four approaches side by side in the terminal, the chosen one marked."""

from __future__ import annotations

from collections.abc import Iterator

from formfacts.advisor.approach import Approach
from formfacts.advisor.comparison import COMPARISON
from formfacts.advisor.ink import Paper

# Four columns of a few words each; below this the approaches stand one under the other.
TABLE = 76


def side_by_side(paper: Paper, chosen: Approach) -> Iterator[str]:
    """Yield the table under its title."""
    yield from paper.heading("Side by side")
    yield from columns(paper, chosen) if paper.width >= TABLE else stack(paper, chosen)


def stack(paper: Paper, chosen: Approach) -> Iterator[str]:
    """Yield each aspect with the approaches under it."""
    for row in COMPARISON:
        yield paper.ink.bold(f"  {row.aspect}")
        for approach in Approach:
            mark = ">" if approach is chosen else " "
            yield from paper.hang(f"   {mark}{approach.value:<9} ", row.of(approach))


def columns(paper: Paper, chosen: Approach) -> Iterator[str]:
    """Yield the approaches as columns of a table."""
    first = max(len(row.aspect) for row in COMPARISON)
    cell = (paper.width - 2 - first - 4 * 2) // 4
    names = [f"{'>' if a is chosen else ' '}{a.value}" for a in Approach]
    head = " ".join([" " * (first + 2), *(f"{n:<{cell + 1}}" for n in names)])
    yield paper.ink.bold(head.rstrip())
    for row in COMPARISON:
        cells = [paper.broken(row.of(a), cell) for a in Approach]
        for n in range(max(map(len, cells))):
            aspect = row.aspect if n == 0 else ""
            parts = [c[n] if n < len(c) else "" for c in cells]
            line = "  ".join([f"  {aspect:<{first}}", *(f"{p:<{cell}}" for p in parts)])
            yield line.rstrip()
