"""A plan as people read it: the counts, which pairs are covered, and what runs where."""

from __future__ import annotations

from collections.abc import Sequence

from formfacts.smoke.cell import shown
from formfacts.smoke.pairs import Proof
from formfacts.smoke.plan import Plan


def as_text(plan: Plan) -> str:
    """Return the plan as text, for a terminal of any width."""
    rows = [
        (
            combination.id,
            f"{plan.shards[combination.id]}/{plan.shard.of}",
            f"{plan.costs[combination.id]:.1f}",
            " ".join(f"{name}={shown(value)}" for name, value in combination.answers.items()),
        )
        for combination in plan.combinations
    ]
    return "\n".join(
        [
            *counts(plan),
            "",
            *pair_lines(plan.covering.proof),
            "",
            *columns([("ID", "SHARD", "SECONDS", "ANSWERS"), *rows]),
        ]
    )


def counts(plan: Plan) -> list[str]:
    """Say how many combinations and pairs there are, and how many are covered and run."""
    covering, proof = plan.covering, plan.covering.proof
    seconds = sum(plan.costs[combination.id] for combination in plan.combinations)
    part = "" if plan.shard.number is None else f" in shard {plan.shard.number}/{plan.shard.of}"
    return [
        f"full product  {proof.product:,} valid combinations",
        f"chosen        {len(covering.combinations):,} (--cover {covering.how})",
        f"to run        {len(plan.combinations):,}{part}, about {seconds:,.0f} s one by one",
        f"valid pairs   {len(proof.pairs):,}",
        f"covered       {len(proof.covered):,} ({share(len(proof.covered), len(proof.pairs))})",
    ]


def pair_lines(proof: Proof) -> list[str]:
    """List the valid pairs: after a value all that it can meet, in brackets what it never does."""
    found: dict[str, dict[str, list[str]]] = {}
    for ((option, value), (other, met)), by in proof.pairs.items():
        met_values = found.setdefault(f"{option}={value}", {}).setdefault(other, [])
        met_values.append(met if by is not None else f"[{met}]")
    rows = [
        (first, "; ".join(f"{other}: {' '.join(values)}" for other, values in others.items()))
        for first, others in found.items()
    ]
    return columns([("VALUE", "MEETS"), *rows])


def share(part: int, whole: int) -> str:
    """Return a share in per cent, rounded down, so that 100 is all."""
    return f"{100 * part // whole if whole else 100} %"


def columns(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return the rows with each column as wide as its widest entry, the last one as it is."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
