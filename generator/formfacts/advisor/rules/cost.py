"""Rules on the other ground for training: a task that works, but is too dear or too slow."""

from __future__ import annotations

from formfacts.advisor import sources as src
from formfacts.advisor.rules import facts
from formfacts.advisor.rules.rule import Need, rule, veto
from formfacts.advisor.situation import Answer, Gap, Level, Situation, Tried
from formfacts.advisor.sources import article

# Half a second leaves no room for a search, a long prompt and a large model one after the other.
TIGHT_LATENCY_MS = 500
# Tokens of a request that are mostly instructions and examples: five pages.
LONG_REQUEST = 2_000


def works(s: Situation) -> bool:
    """Whether the task is done well already, by whatever model does it now."""
    nothing_wrong = s.behaviour_gap is Gap.NONE and s.knowledge_gap is not Answer.YES
    return nothing_wrong or s.prompting_tried is Tried.SUFFICIENT


def passages_are_sent(s: Situation) -> bool:
    """Whether it is plain that facts have to be looked up and sent along."""
    shown = s.needs_citations is Answer.YES
    private = facts.may_lack_facts(s) and s.private_data is Answer.YES
    return s.knowledge_gap is Answer.YES or shown or private


@rule(
    "C01",
    Need.COST,
    2,
    article("000", "what fine-tuning does, item 4; FAQ on cost"),
    src.DISTILLING,
)
def it_works_but_costs_too_much(s: Situation) -> bool:
    """The task works but each request costs too much; a small tuned model can take it over.

    On one narrow task a small model trained on good outputs can match a large one. The large
    model's own outputs, checked, are the training rows.
    """
    return works(s) and s.cost_pressure is Level.HIGH


@rule(
    "C02",
    Need.COST,
    1,
    article("004", "when fine-tuning, item 4; FAQ on cost"),
    article("002", "when fine-tuning wins, item 4"),
)
def volume_is_high(s: Situation) -> bool:
    """Very many requests share the cost of training, and each saves the long instructions.

    Instructions and examples that are trained in need not be sent. The saving grows with the
    number of requests while the cost of training stays.
    """
    return works(s) and s.requests_per_day.at_least(facts.MANY_REQUESTS)


@rule("C03", (Need.FORM, Need.COST), 1, article("003", "framework line 4"))
def replies_must_be_fast(s: Situation) -> bool:
    """Replies must be fast; a small tuned model has a short prompt and no search to wait for.

    Both the search and the reading of a long prompt come before the first word. Behaviour that is
    trained in needs neither.
    """
    fast = s.latency_budget_ms.below(TIGHT_LATENCY_MS + 1)
    return fast and s.knowledge_gap is not Answer.YES


@rule("C04", Need.COST, -2, article("004", "when fine-tuning, item 4; FAQ on cost"))
def volume_is_low(s: Situation) -> bool:
    """With few requests a day, the saving never pays for the training and its upkeep.

    The work of preparing rows, training and testing is paid once, the saving by the request. At low
    volume a cheaper model or a shorter prompt saves as much with no work.
    """
    dear = s.cost_pressure is Level.HIGH  # else nobody speaks of a saving
    return works(s) and dear and s.requests_per_day.below(facts.FEW_REQUESTS)


@veto("C05", Need.COST, article("000", "what RAG does, item 4; FAQ on cost"))
def passages_fill_the_prompt(s: Situation) -> bool:
    """The prompt is filled by facts, not by instructions, so training shortens it little.

    What training saves is the repeated instructions. Passages have to be sent either way, and
    trained-in facts would have to be paid for again with every change.
    """
    at_issue = s.cost_pressure is Level.HIGH or s.requests_per_day.at_least(facts.MANY_REQUESTS)
    return works(s) and at_issue and passages_are_sent(s)


@rule("C06", Need.COST, 1, src.DISTILLING, article("004", "when fine-tuning, item 4; FAQ on cost"))
def long_prompts_at_volume(s: Situation) -> bool:
    """Long instructions are sent with each of many requests; training takes them out of the prompt.

    That counts where the length is instructions and examples, which are the same each time. A
    cached prefix makes them cheap without training.
    """
    long = s.tokens_per_request.at_least(LONG_REQUEST)
    many = s.requests_per_day.at_least(facts.MANY_REQUESTS)
    return works(s) and long and many and s.prefix_caching is not Answer.YES


RULES = (
    it_works_but_costs_too_much,
    volume_is_high,
    replies_must_be_fast,
    volume_is_low,
    passages_fill_the_prompt,
    long_prompts_at_volume,
)
