"""Plans: shards that are even, whole and the same each time, and the forms they are printed in."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formfacts.errors import InputFileError, UsageError
from formfacts.scaffold.source import template_root
from formfacts.smoke.cover import cover
from formfacts.smoke.matrix import read_matrix
from formfacts.smoke.plan import (
    Shard,
    as_json,
    deal,
    estimate,
    make_plan,
    parse_shard,
    read_timings,
)
from formfacts.smoke.plan_text import as_text, pair_lines

COVERING = cover(read_matrix(template_root()), "pairwise")
NAMES = [combination.id for combination in COVERING.combinations]
TIMINGS = {"rag-openai-minilm": 30.0, "prompt-offline": 2.0, "prompt-openai": 4.0, "gone": 4.0}


@given(st.dictionaries(st.text(max_size=3), st.floats(0, 100)), st.integers(1, 6))
def test_shards_are_even_and_whole(costs: dict[str, float], shards: int) -> None:
    """Everything is in one shard, and no shard lasts much longer than it must."""
    dealt = deal(costs, shards)
    loads = [sum(costs[name] for name in costs if dealt[name] == n) for n in range(1, shards + 1)]

    assert set(costs) == set(dealt)
    at_least = max([sum(costs.values()) / shards, *costs.values()])
    assert max(loads) <= at_least * 2 - at_least / shards + 1e-6
    assert dealt == deal(dict(reversed(costs.items())), shards)


@given(st.dictionaries(st.sampled_from(NAMES), st.floats(0, 100)), st.integers(1, 5))
def test_shards_partition_the_plan(timings: dict[str, float], shards: int) -> None:
    """Together the shards of a plan are the plan, and no two of them share anything."""
    parts = [
        make_plan(COVERING, timings=timings, shard=Shard(number, shards)).combinations
        for number in range(1, shards + 1)
    ]

    assert sorted(NAMES) == sorted(combination.id for part in parts for combination in part)


def test_longest_first() -> None:
    """So that no machine starts a long one last; what was never measured is as long as usual."""
    plan = make_plan(COVERING, timings=TIMINGS)

    order = [combination.id for combination in plan.combinations]
    assert ("rag-openai-minilm", "prompt-offline") == (order[0], order[-1])
    assert 4.0 == plan.costs["hybrid-openai-none"]


def test_never_measured_at_all() -> None:
    """Without timings everything lasts as long as everything else."""
    assert {"a": 1.0, "b": 1.0} == estimate(["a", "b"], {})


def test_only_what_is_reached_runs() -> None:
    """The proof is about what was chosen, the plan about what a change made necessary."""
    plan = make_plan(COVERING, reached=COVERING.combinations[:2])

    assert 2 == len(plan.combinations)
    assert "to run        2, about 2 s one by one" in as_text(plan)


@pytest.mark.parametrize(
    ("text", "shard"), [("2/4", Shard(2, 4)), ("*/3", Shard(None, 3)), (" 1/1 ", Shard(1, 1))]
)
def test_shard_as_typed(text: str, shard: Shard) -> None:
    """One of several, or all of them."""
    assert shard == parse_shard(text)


@pytest.mark.parametrize("text", ["", "2", "0/4", "5/4", "1/0", "a/b", "-1/4", "1/4/2"])
def test_shards_there_are_not(text: str) -> None:
    """A shard that nobody has would be a green run of nothing."""
    with pytest.raises(UsageError, match="--shard"):
        parse_shard(text)


def test_timings_of_the_last_run(tmp_path: Path) -> None:
    """Seconds by id; no file is no timings; anything else is told."""
    file = tmp_path / "timings.json"
    assert {} == read_timings(file)

    file.write_text('{"a": 1, "b": 2.5}', encoding="utf-8")
    assert {"a": 1.0, "b": 2.5} == read_timings(file)
    for text in ("[]", '{"a": "1"}', '{"a": -1}', '{"a": NaN}', '{"a": true}', "{"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(InputFileError, match="delete it to start anew"):
            read_timings(file)


def test_as_a_matrix_of_github_actions() -> None:
    """Only `include`, with one job each: its id, its shard, its answers."""
    data = json.loads(as_json(make_plan(COVERING, timings=TIMINGS, shard=Shard(None, 3))))

    assert ["include"] == list(data)
    assert {
        "id": "rag-openai-minilm",
        "shard": 1,
        "shards": 3,
        "seconds": 30.0,
        "answers": {"approach": "rag", "provider": "openai", "embedder": "minilm"},
    } == data["include"][0]
    assert (10, {1, 2, 3}) == (len(data["include"]), {job["shard"] for job in data["include"]})


def test_as_people_read_it() -> None:
    """The counts first, then which pairs are covered, then what runs where."""
    lines = as_text(make_plan(COVERING, timings=TIMINGS, shard=Shard(2, 3))).splitlines()

    assert [
        "full product  16 valid combinations",
        "chosen        10 (--cover pairwise)",
        "to run        5 in shard 2/3, about 18 s one by one",
        "valid pairs   20",
        "covered       20 (100 %)",
    ] == lines[:5]
    assert "approach=rag       provider: offline openai; embedder: minilm openai none" in lines
    last = "prompt-offline                  2/3    2.0      approach=prompt provider=offline"
    assert last == lines[-1]


def test_pairs_that_are_not_covered_stand_in_brackets() -> None:
    """With fewer combinations than pairwise the plan shows what it does not try."""
    lines = pair_lines(cover(read_matrix(template_root()), "each").proof)

    assert "approach=prompt    provider: offline [openai]" in lines
