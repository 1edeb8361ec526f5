"""What will run: the combinations, longest first, over machines that are to finish together."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from formfacts.errors import InputFileError, UsageError, brief
from formfacts.smoke.cell import Combination
from formfacts.smoke.cover import Covering

# Seconds that a combination is taken to last when none was ever measured.
UNMEASURED = 1.0
EVERY = "*"


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of the plan: number `number` of `of`, from 1; no number stands for every one."""

    number: int | None = None
    of: int = 1


ALL_SHARDS = Shard()


@dataclass(frozen=True, slots=True)
class Plan:
    """The combinations to run, longest first: those of one shard, or of all.

    `shards` says which shard each is in, `costs` how many seconds each is expected to take; both
    know the combinations of the other shards too.
    """

    combinations: tuple[Combination, ...]
    covering: Covering
    shard: Shard
    shards: Mapping[str, int]
    costs: Mapping[str, float]


def make_plan(
    covering: Covering,
    *,
    reached: Iterable[Combination] | None = None,
    timings: Mapping[str, float] | None = None,
    shard: Shard = ALL_SHARDS,
) -> Plan:
    """Plan the run of a covering, or of those of its combinations that a change has `reached`.

    `timings` are seconds by id, from runs before; what was never measured is taken to last as long
    as the median of what was.
    """
    chosen = list(covering.combinations if reached is None else reached)
    costs = estimate([combination.id for combination in chosen], timings or {})
    chosen.sort(key=lambda combination: (-costs[combination.id], combination.id))
    shards = deal(costs, shard.of)
    mine = [c for c in chosen if shard.number in {None, shards[c.id]}]
    return Plan(tuple(mine), covering, shard, shards, costs)


def estimate(ids: Sequence[str], timings: Mapping[str, float]) -> dict[str, float]:
    """Return how long each is expected to take, in seconds."""
    usual = median(timings.values()) if timings else UNMEASURED
    return {name: timings.get(name, usual) for name in ids}


def deal(costs: Mapping[str, float], shards: int) -> dict[str, int]:
    """Return the shard of each, from 1: the longest first, always to the one with least to do.

    The longest shard lasts at most a third longer than in the best division there could be (R. L.
    Graham, Bounds on multiprocessing timing anomalies, 1969).
    """
    loads = [0.0] * shards
    dealt = {}
    for name in sorted(costs, key=lambda name: (-costs[name], name)):
        least = loads.index(min(loads))
        loads[least] += costs[name]
        dealt[name] = least + 1
    return dealt


def parse_shard(text: str) -> Shard:
    """Read `2/4`, the second of four, or `*/4`, all of four; raise UsageError for anything else."""
    found = re.fullmatch(r"(\d{1,4}|\*)/(\d{1,4})", text.strip())
    if found is None:
        raise UsageError(f"--shard {brief(text)} is not NUMBER/COUNT: write --shard 2/4")
    of = int(found[2])
    number = None if found[1] == EVERY else int(found[1])
    if of < 1 or (number is not None and not 1 <= number <= of):
        raise UsageError(f"--shard {text}: there are shards 1/{max(of, 1)} to {of}/{of}")
    return Shard(number, of)


def read_timings(path: Path) -> dict[str, float]:
    """Read the seconds by id that an earlier run has left; none where there is no file yet.

    Raises InputFileError if the file is anything else than that.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise InputFileError(f"{path} cannot be read: {error}: delete it to start anew") from None
    if not isinstance(data, dict) or not all(is_time(value) for value in data.values()):
        raise InputFileError(f"{path} does not hold seconds by id: delete it to start anew")
    return {name: float(seconds) for name, seconds in data.items()}


def is_time(value: object) -> bool:
    """Whether a value is a number of seconds."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return math.isfinite(value) and value >= 0


def as_json(plan: Plan) -> str:
    """Return the plan as a matrix of GitHub Actions: one job per combination.

    There is nothing in it but `include`, for Actions takes any other name for an axis.
    """
    jobs = [
        {
            "id": combination.id,
            "shard": plan.shards[combination.id],
            "shards": plan.shard.of,
            "seconds": round(plan.costs[combination.id], 3),
            "answers": dict(combination.answers),
        }
        for combination in plan.combinations
    ]
    return json.dumps({"include": jobs}, ensure_ascii=False, default=str)
