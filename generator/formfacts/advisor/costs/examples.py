"""The worked examples of docs/costs.md: three situations, each with what its user knows better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formfacts.advisor.approach import Approach
from formfacts.advisor.costs.estimate import estimate
from formfacts.advisor.costs.prices import read_prices
from formfacts.advisor.costs.situation_usage import usage_for
from formfacts.advisor.situation import make_situation

if TYPE_CHECKING:
    from datetime import date

    from formfacts.advisor.costs.estimate import Costs


@dataclass(frozen=True)
class Example:
    """A situation by its facts, the quantities that its user set, and the approach it is about."""

    name: str
    approach: Approach
    facts: dict[str, str]
    usage: dict[str, str]

    def costs(self, on: date) -> Costs:
        """Return its bill at the prices of a day."""
        usage = usage_for(make_situation(self.facts), self.usage)
        return estimate(usage, read_prices(on=on))


HELP_CENTRE = Example(
    "help-centre",
    Approach.RAG,
    {"requests_per_day": "400", "corpus_size": "800k tokens", "knowledge_changes": "weekly"},
    {"answer_tokens": "200", "question_tokens": "50"},
)
TICKET_TRIAGE = Example(
    "ticket-triage",
    Approach.FINETUNE,
    {"requests_per_day": "20000", "knowledge_gap": "no", "labelled_examples": "1000"},
    {
        "instruction_tokens": "1200",
        "example_tokens": "1800",
        "question_tokens": "300",
        "answer_tokens": "20",
        "row_tokens": "450",
        "epochs": "3",
    },
)
SMALL_CORPUS = Example(
    "small-corpus",
    Approach.PROMPT,
    {"requests_per_day": "150", "corpus_size": "40k tokens", "knowledge_changes": "rarely"},
    {"uncached_share": "20%", "example_tokens": "0", "answer_tokens": "250"},
)
EXAMPLES = (HELP_CENTRE, TICKET_TRIAGE, SMALL_CORPUS)
