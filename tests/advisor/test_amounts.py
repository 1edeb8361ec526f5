"""Sizes, counts and times as people write them."""

from __future__ import annotations

import pytest

from formfacts.advisor.amounts import Amount, Scale
from formfacts.advisor.scales import CORPUS, EXAMPLES, LATENCY, REQUESTS


@pytest.mark.parametrize(
    ("scale", "written", "value"),
    [
        (CORPUS, 40, 40_000),
        (CORPUS, "30 pages", 12_000),
        (CORPUS, "200k tokens", 200_000),
        (CORPUS, "about 1,500 files", 1_500_000),
        (CORPUS, "1.5 million tokens", 1_500_000),
        (CORPUS, "fits_prompt", 50_000),
        (CORPUS, "Hundreds", 300_000),
        (EXAMPLES, "300", 300),
        (EXAMPLES, "2,000+", 2_000),
        (EXAMPLES, "tens of thousands", 3_000),
        (EXAMPLES, "not collected yet", 0),
        (EXAMPLES, False, 0),
        (EXAMPLES, "enough, from production", 300),
        (REQUESTS, "very high", 300_000),
        (REQUESTS, "10k", 10_000),
        (REQUESTS, "5 per second", 432_000),
        (REQUESTS, "3000 a month", 100),
        (LATENCY, "300ms", 300),
        (LATENCY, "2 seconds", 2_000),
        (LATENCY, 1.5e7, 15_000_000),
        (LATENCY, "tight", 300),
    ],
)
def test_reads_numbers_units_and_words(scale: Scale, written: object, value: float) -> None:
    """An amount is read in the unit that the rules compare."""
    amount = scale.parse(written)

    assert amount is not None
    assert pytest.approx(value) == amount.value


def test_keeps_words_that_cannot_be_counted() -> None:
    """Examples that are only named count as there, without a number."""
    amount = EXAMPLES.parse("past resolutions")

    assert Amount("past resolutions", None) == amount


@pytest.mark.parametrize("written", [None, "", "unknown", " Unknown "])
def test_unknown(written: object) -> None:
    """Nothing written and `unknown` are the same."""
    assert Amount("unknown", None) == REQUESTS.parse(written)


@pytest.mark.parametrize(
    ("scale", "written"),
    [
        (CORPUS, "20 gigabytes"),
        (CORPUS, "a lot of PDFs"),
        (REQUESTS, "-5"),
        (REQUESTS, ["5"]),
        (LATENCY, float("nan")),
        (LATENCY, float("inf")),
        (EXAMPLES, "!!"),
        (EXAMPLES, "past \x1b[31mtickets"),
        (CORPUS, "30 pages\x07"),
    ],
)
def test_refuses_what_it_cannot_read(scale: Scale, written: object) -> None:
    """What is no amount of this kind is not guessed at."""
    assert None is scale.parse(written)
