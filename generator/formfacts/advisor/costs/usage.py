"""How much of everything: requests, tokens, documents, training rows, weeks; each with a reason."""

# ruff: noqa: RUF009 - `_quantity` is `dataclasses.field` with words; its ranges are immutable

from __future__ import annotations

from dataclasses import Field, dataclass, field, fields, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from formfacts.advisor.costs.ranges import Range, of, parse_range
from formfacts.advisor.rules.facts import FITS_A_PROMPT
from formfacts.advisor.rules.form import ENOUGH_EXAMPLES
from formfacts.advisor.situation import suggest
from formfacts.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

NOTHING: Mapping[str, str] = MappingProxyType({})
DEFAULT = "default"
GIVEN = "as given"


def _quantity(low: float | str, high: float | str, unit: str, reason: str, most: int = 0) -> Any:  # noqa: ANN401 - as dataclasses.field does
    """Declare a quantity; `most` is its upper bound, and such a quantity divides: never 0."""
    told = {"unit": unit, "reason": reason, "most": most}
    return field(default=of(low, high), metadata=told)


@dataclass(frozen=True)
class Usage:
    """The quantities, each from low to high. `why` says where those came from that were told."""

    requests_per_day: Range = _quantity(
        100, 1_000, "requests a day", "an internal tool to a busy one; the volume was not told"
    )
    instruction_tokens: Range = _quantity(300, 1_000, "tokens", "one to two pages of rules")
    example_tokens: Range = _quantity(
        300, 1_500, "tokens", "three to five worked examples of 100 to 300 tokens in the prompt"
    )
    question_tokens: Range = _quantity(50, 200, "tokens", "a sentence to a short mail")
    answer_tokens: Range = _quantity(
        100, 400, "tokens", "a paragraph to a page; thinking that is billed counts as answer"
    )
    passage_tokens: Range = _quantity(
        1_500, 4_000, "tokens", "five to eight passages of 300 to 500 tokens"
    )
    corpus_tokens: Range = _quantity(
        50_000, 1_000_000, "tokens", "120 to 2,500 pages of 400 tokens; the size was not told"
    )
    prompt_limit_tokens: Range = _quantity(
        FITS_A_PROMPT, FITS_A_PROMPT, "tokens", "the longest corpus that rides along in the prompt"
    )
    corpus_changes_per_month: Range = _quantity(
        "0.1", 1, "times a month", "a tenth of the corpus to all of it is embedded anew each month"
    )
    uncached_share: Range = _quantity(
        "0.1",
        1,
        "of the fixed part",
        "a cache forgets within minutes; high: it never helps",
        most=1,
    )
    chunk_tokens: Range = _quantity(
        300, 500, "tokens", "the length of an indexed passage", most=1_000_000
    )
    vector_dimensions: Range = _quantity(
        384, 1_536, "numbers a vector", "small local embedders to hosted ones"
    )
    tuned_instruction_tokens: Range = _quantity(
        50, 200, "tokens", "what is still said to a tuned model"
    )
    training_rows: Range = _quantity(
        ENOUGH_EXAMPLES,
        1_000,
        "rows",
        "the fewest that the advice calls enough, to five times that",
    )
    row_tokens: Range = _quantity(
        300, 1_000, "tokens", "short instructions, a question and its answer, without passages"
    )
    epochs: Range = _quantity(
        1, 3, "epochs", "more passes over few rows mostly learn them by heart"
    )
    training_runs: Range = _quantity(2, 5, "runs", "the first run is seldom the one that is kept")
    retrainings_per_month: Range = _quantity(
        0, "0.1", "times a month", "never, to about once a year when the base model is retired"
    )
    model_billion_parameters: Range = _quantity(
        1, 8, "billion parameters", "what is tuned for one narrow task on one GPU"
    )
    gpu_peak_teraflops: Range = _quantity(
        312, 989, "TFLOPS", "data sheets, dense BF16: NVIDIA A100 312, H100 SXM 989", most=100_000
    )
    gpu_utilisation: Range = _quantity(
        "0.2",
        "0.4",
        "of the peak",
        "GPT-3 reached 21 %, PaLM 46 % (arXiv 2204.02311, table 3)",
        most=1,
    )
    weeks_prompt: Range = _quantity("0.1", "0.5", "weeks", "a first version within hours to days")
    weeks_rag: Range = _quantity("0.5", 2, "weeks", "a first version within days, and its tests")
    weeks_finetune: Range = _quantity(2, 6, "weeks", "a first version within weeks, with the data")
    why: Mapping[str, str] = field(default_factory=lambda: NOTHING)

    def origin(self, name: str) -> str:
        """Return where a quantity comes from: the situation, the user, or a default's reason."""
        return self.why.get(name, f"{DEFAULT}: {_FIELDS[name].metadata['reason']}")


_FIELDS: dict[str, Field[Any]] = {f.name: f for f in fields(Usage) if f.name != "why"}
NAMES = tuple(_FIELDS)


def unit_of(name: str) -> str:
    """Return the unit of a quantity."""
    return str(_FIELDS[name].metadata["unit"])


def with_overrides(usage: Usage, overrides: Mapping[str, object]) -> Usage:
    """Return the usage with quantities replaced by what the user gave.

    Raises:
        UsageError: there is no such quantity, or it cannot have that value.
    """
    given: dict[str, Any] = {name: _parse(name, raw) for name, raw in overrides.items()}
    return replace(usage, **given, why={**usage.why, **dict.fromkeys(given, GIVEN)})


def _parse(name: str, raw: object) -> Range:
    if name not in _FIELDS:
        raise UsageError(f"there is no usage.{name}; {suggest(name, NAMES)}")
    found = parse_range(f"usage.{name}", raw)
    most = Decimal(_FIELDS[name].metadata["most"])
    if most and not (found.low > 0 and found.high <= most):
        raise UsageError(f"usage.{name}: write more than 0 and at most {most:,}, not {raw}")
    return found
