"""What `make train` left beside the adapter: base against tuned on the held-out rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.evidence.interval import Interval, Score, difference

if TYPE_CHECKING:
    from formfacts.advisor.evidence.untrusted import Node


@dataclass(frozen=True)
class Measure:
    """One measure on the held-out rows, such as `form met`, before and after training."""

    name: str
    base: Score
    tuned: Score

    @property
    def gain(self) -> Interval:
        """What training added, as a difference of shares."""
        return difference(self.tuned, self.base)


@dataclass(frozen=True)
class Training:
    """The base model and the measures, in the order of the report."""

    base: str
    measures: tuple[Measure, ...]

    @property
    def helped(self) -> bool:
        """Whether training raised any measure beyond chance."""
        return any(measure.gain.low > 0 for measure in self.measures)


def read_training(node: Node) -> Training:
    """Read the report.

    Raises:
        InputFileError: it holds numbers that cannot be.
    """
    return Training(node.word("base"), tuple(read_measure(row) for row in node.nodes("counts")))


def read_measure(node: Node) -> Measure:
    """Read one measure."""
    of = node.number("of")
    base, tuned = Score(node.number("base"), of), Score(node.number("tuned"), of)
    if max(base.right, tuned.right) > of:
        raise node.wrong(f"has more right than the {of} there are")
    return Measure(node.word("name"), base, tuned)
