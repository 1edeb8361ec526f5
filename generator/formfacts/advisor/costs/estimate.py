"""Usage times prices: the lines of each approach, and their totals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs import parts
from formfacts.advisor.costs.end import End
from formfacts.advisor.costs.figure import Figure, plain, shown, times

if TYPE_CHECKING:
    from formfacts.advisor.costs.prices import Prices
    from formfacts.advisor.costs.usage import Usage

Kind = Literal["one_off", "monthly", "labour"]
Part = Callable[[End, Approach], Figure]
MONEY = "$"


@dataclass(frozen=True)
class Line:
    """One item of the bill; `unit` is `$`, or what is left without a price.

    `each_low` and `each_high` are what one request pays, 0 where it does not go by requests.
    `uses` names the prices and quantities it rests on, as `--set` does.
    """

    name: str
    kind: Kind
    unit: str
    low: Decimal
    high: Decimal
    formula_low: str
    formula_high: str
    each_low: Decimal
    each_high: Decimal
    uses: frozenset[str]
    note: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is counted in the totals."""
        return self.unit == MONEY


@dataclass(frozen=True)
class Costs:
    """The bill of every approach, and what it was made of."""

    usage: Usage
    prices: Prices
    lines: dict[Approach, tuple[Line, ...]]


@dataclass(frozen=True)
class Item:
    """What a line is made of; `by_request` ones are paid with each request.

    `price` and `unit` are for what is money only where that price is known.
    """

    name: str
    kind: Kind
    part: Part
    by_request: bool = False
    price: str = ""
    unit: str = MONEY


ALL = (
    Item("instructions", "monthly", parts.fixed_prompt, by_request=True),
    Item("questions", "monthly", parts.question, by_request=True),
    Item("answers", "monthly", parts.answer, by_request=True),
)
RETRIEVAL = (
    Item("embedding the corpus", "one_off", parts.corpus_vectors),
    Item("embedding the questions", "monthly", parts.question_vector, by_request=True),
    Item("embedding what changed", "monthly", parts.changed_vectors),
    Item("vector store", "monthly", parts.store),
)
TRAINING = (
    Item("training", "one_off", parts.first_training, price="gpu_hour", unit="GPU-hours"),
    Item("training anew", "monthly", parts.retraining, price="gpu_hour", unit="GPU-hours"),
    Item("serving the tuned model", "monthly", parts.serving),
)
LABOUR = (Item("work up to a first version", "labour", parts.labour, price="week", unit="weeks"),)


def estimate(usage: Usage, prices: Prices) -> Costs:
    """Return what each approach costs, one-off, by the month and in weeks of work."""
    ends = End(usage, prices, high=False), End(usage, prices, high=True)
    lines = {a: tuple(_line(item, a, ends) for item in _items(a)) for a in Approach}
    return Costs(usage, prices, lines)


def _items(approach: Approach) -> tuple[Item, ...]:
    retrieval = RETRIEVAL if approach.retrieves else ()
    return (*ALL, *retrieval, *(TRAINING if approach.trains else ()), *LABOUR)


def _line(item: Item, approach: Approach, ends: tuple[End, End]) -> Line:
    each = [item.part(end, approach) for end in ends]
    whole = [times(end.volume(), f) for end, f in zip(ends, each, strict=True)]
    low, high = whole if item.by_request else each
    unit = MONEY if not item.price or ends[0].knows(item.price) else item.unit
    return Line(
        name=_name(item, approach, ends[0].usage),
        kind=item.kind,
        unit=unit,
        low=low.value,
        high=high.value,
        formula_low=f"{low.text} = {shown(low.value, unit)}",
        formula_high=f"{high.text} = {shown(high.value, unit)}",
        each_low=each[0].value if item.by_request else Decimal(0),
        each_high=each[1].value if item.by_request else Decimal(0),
        uses=_uses(item, low, high),
        note=_note(item, approach, unit, ends[0].usage),
    )


def _uses(item: Item, low: Figure, high: Figure) -> frozenset[str]:
    price = {f"price.{item.price}"} if item.price else set()
    return low.uses | high.uses | price


def _note(item: Item, approach: Approach, unit: str, usage: Usage) -> str:
    if unit != MONEY:
        return f"--set price.{item.price}=DOLLARS makes it money"
    if item.part is parts.fixed_prompt and approach is Approach.PROMPT and usage.corpus_tokens.high:
        limit = plain(usage.prompt_limit_tokens.low)
        return "" if parts.corpus_rides_along(usage) else f"no corpus: it may pass {limit} tokens"
    return ""


def _name(item: Item, approach: Approach, usage: Usage) -> str:
    """Say in the name what else is in the prompt."""
    if item.part is parts.fixed_prompt and not approach.trains:
        corpus = not approach.retrieves and parts.corpus_rides_along(usage)
        return "instructions, examples and corpus" if corpus else "instructions and examples"
    if item.part is parts.question and approach.retrieves:
        return "questions and passages"
    return item.name
