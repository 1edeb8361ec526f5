"""What came of a run: of one check, of one generated repo, of all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Status = Literal["passed", "failed", "timeout", "skipped"]
# Of several, the first that occurs is that of the whole.
WORST_FIRST: tuple[Status, ...] = ("timeout", "failed", "passed", "skipped")
RED: frozenset[Status] = frozenset({"failed", "timeout"})


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found in one generated repo.

    `seconds` is wall time. `summary` is one line on why it failed or was skipped, empty where it
    passed and there is nothing to add. `log` is what it printed, its middle left out where it is
    long; `kept` the absolute path of the failing repo where that was kept, else empty.
    """

    check: str
    status: Status
    seconds: float
    summary: str = ""
    log: str = ""
    kept: str = ""


@dataclass(frozen=True, slots=True)
class CellResult:
    """What the checks found in one generated repo, in the order of smoke.yml."""

    id: str
    answers: Mapping[str, object]
    checks: tuple[CheckResult, ...]

    @property
    def status(self) -> Status:
        """The worst of the checks'."""
        found = {check.status for check in self.checks}
        return next((status for status in WORST_FIRST if status in found), "skipped")

    @property
    def seconds(self) -> float:
        """How long the checks took together."""
        return sum(check.seconds for check in self.checks)


@dataclass(frozen=True, slots=True)
class PairCovered:
    """A valid pair of values, `option=value` twice, and the id of the combination that covers it.

    `by` is empty for a pair that the chosen combinations leave out.
    """

    first: str
    second: str
    by: str


@dataclass(frozen=True, slots=True)
class Report:
    """A run, or several shards of one plan merged.

    `template` names it, `version` which state of it; `environment` is `shared`, `isolated` or a
    folder; `cover` how the combinations were chosen. `shard` is `1/3`, or empty for the whole.
    `options` maps each option to its values as text; `product` is the number of all valid
    combinations, `pairs` the valid pairs of the whole plan, also those in other shards. `planned`
    are the ids that this run was to try, `cells` what came of those that were tried, in plan order.
    `started` is UTC in ISO 8601, `seconds` wall time, `interrupted` whether it was stopped early.
    """

    formfacts: str
    template: str
    version: str
    environment: str
    cover: str
    shard: str
    options: Mapping[str, tuple[str, ...]]
    product: int
    pairs: tuple[PairCovered, ...]
    planned: tuple[str, ...]
    cells: tuple[CellResult, ...]
    started: str
    seconds: float
    interrupted: bool = False

    @property
    def green(self) -> bool:
        """Whether all that was planned was tried, and nothing failed."""
        tried = {cell.id for cell in self.cells}
        return tried >= set(self.planned) and not any(c.status in RED for c in self.cells)
