"""The worked examples of docs/costs.md, computed anew from the package's prices.

Nothing of formfacts is used but the text of the page: prices are read from genai-prices here, and
each line is a sum of plain numbers, so a fault in the estimate cannot hide in both.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil, floor, log10

import pytest
from genai_prices.data_snapshot import get_snapshot
from genai_prices.types import TieredPrices

from tests.conftest import ROOT

PAGE = (ROOT / "docs/costs.md").read_text(encoding="utf-8")
Ends = tuple[float, float]


def base(price: Decimal | TieredPrices | None) -> float:
    """Return the price of a short request, 0 where none is listed."""
    return float((price.base if isinstance(price, TieredPrices) else price) or 0)


def quartiles(values: list[float]) -> Ends:
    """Return the values at a quarter and at three quarters of the way, by nearest rank."""
    ranked = sorted(values)
    return ranked[ceil(len(ranked) / 4) - 1], ranked[ceil(len(ranked) * 3 / 4) - 1]


def read() -> tuple[Ends, Ends, Ends, Ends]:
    """Return input, cached input, output and embedding, as docs/costs.md says they are chosen."""
    found = re.search(r"prices of (\d+)-(\d+)-(\d+)", PAGE)
    assert found
    noon = datetime(int(found[1]), int(found[2]), int(found[3]), 12, tzinfo=UTC)
    chats, embedders = [], []
    for provider in get_snapshot().providers:
        for model in provider.models if provider.model_match else ():
            prices = model.get_prices(noon)
            listed = [key for key, value in vars(prices).items() if value is not None]
            three = base(prices.input_mtok), base(prices.cache_read_mtok), base(prices.output_mtok)
            media = [k for k in listed if "audio" in k or "image" in k or "video" in k]
            words = f"{model.id} {model.name} {model.description}".lower()
            if model.deprecated:
                continue
            if all(three) and not media and (model.context_window or 0) >= 32_000:
                chats.append(three)
            if "embed" in words and three[0]:
                embedders.append(three[0])
    each = [quartiles([prices[n] for prices in chats]) for n in range(3)]
    return each[0], each[1], each[2], quartiles(embedders)


INPUT, CACHED, OUTPUT, EMBEDDING = read()
M = 1e6


def bill(name: str) -> dict[tuple[str, str], str]:
    """Return the figures of an example by line and end, as the page shows them."""
    part = PAGE.split(f"<!-- {name} -->")[1].split(f"<!-- end of {name} -->")[0]
    row = r"^\| ([a-z ,]+) \| [a-z-]+ \| (low|high) \| [^|]* = ([^|]*) \|$"
    rows = re.findall(row, part, re.MULTILINE)
    return {(line, end): figure for line, end, figure in rows}


def shown(value: float, unit: str) -> str:
    """Round as the page says: cents from a dollar on, else three digits."""
    exact = Decimal(f"{value:.12g}")
    if unit == "$" and (value >= 1 or not value):
        return f"${exact.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    digits = 2 - floor(log10(value)) if value else 0
    text = f"{exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP).normalize():,f}"
    if unit == "$":
        return f"${text}0" if re.search(r"\.\d$", text) else f"${text}"
    return f"{text} {unit}"


HELP_CENTRE = {  # 400 × 30 = 12,000 requests, 800,000 tokens, 0.4 to 4 times anew  # noqa: RUF003
    "instructions and examples": (
        12_000 * 600 * (0.1 * INPUT[0] + 0.9 * CACHED[0]) / M,
        12_000 * 2_500 * INPUT[1] / M,
    ),
    "questions and passages": (12_000 * 1_550 * INPUT[0] / M, 12_000 * 4_050 * INPUT[1] / M),
    "answers": (12_000 * 200 * OUTPUT[0] / M, 12_000 * 200 * OUTPUT[1] / M),
    "embedding the corpus": (0.8 * EMBEDDING[0], 0.8 * EMBEDDING[1]),
    "embedding the questions": (0.6 * EMBEDDING[0], 0.6 * EMBEDDING[1]),
    "embedding what changed": (0.4 * 0.8 * EMBEDDING[0], 4 * 0.8 * EMBEDDING[1]),
    "vector store": (0, 0),
    "work up to a first version": (0.5, 2),
}
TICKET_TRIAGE = {  # 20,000 × 30 = 600,000 requests; 1,000 × 450 × 3 = 1.35 M tokens  # noqa: RUF003
    "instructions": (
        600_000 * 50 * (0.1 * INPUT[0] + 0.9 * CACHED[0]) / M,
        600_000 * 200 * INPUT[1] / M,
    ),
    "questions": (600_000 * 300 * INPUT[0] / M, 600_000 * 300 * INPUT[1] / M),
    "answers": (600_000 * 20 * OUTPUT[0] / M, 600_000 * 20 * OUTPUT[1] / M),
    "training": (
        4 * 1e9 * 1.35e6 / (989e12 * 0.4) / 3600 * 2,
        4 * 8e9 * 1.35e6 / (312e12 * 0.2) / 3600 * 5,
    ),
    "training anew": (0, 4 * 8e9 * 1.35e6 / (312e12 * 0.2) / 3600 * 5 * 0.1),
    "serving the tuned model": (0, 0),
    "work up to a first version": (2, 6),
}
SMALL_CORPUS = {  # 150 × 30 = 4,500 requests, one of five reads the corpus anew  # noqa: RUF003
    "instructions, examples and corpus": (
        4_500 * 40_300 * (0.2 * INPUT[0] + 0.8 * CACHED[0]) / M,
        4_500 * 41_000 * (0.2 * INPUT[1] + 0.8 * CACHED[1]) / M,
    ),
    "questions": (4_500 * 50 * INPUT[0] / M, 4_500 * 200 * INPUT[1] / M),
    "answers": (4_500 * 250 * OUTPUT[0] / M, 4_500 * 250 * OUTPUT[1] / M),
    "work up to a first version": (0.1, 0.5),
}
UNITS = {
    "training": "GPU-hours",
    "training anew": "GPU-hours",
    "work up to a first version": "weeks",
}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("help-centre", HELP_CENTRE),
        ("ticket-triage", TICKET_TRIAGE),
        ("small-corpus", SMALL_CORPUS),
    ],
)
def test_the_page_shows_what_the_prices_come_to(name: str, expected: dict[str, Ends]) -> None:
    """If this fails: python -m formfacts.advisor.costs.catalogue docs/costs.md."""
    figures = {
        (line, end): shown(value, UNITS.get(line, "$"))
        for line, values in expected.items()
        for end, value in zip(("low", "high"), values, strict=True)
    }

    assert figures == bill(name)
