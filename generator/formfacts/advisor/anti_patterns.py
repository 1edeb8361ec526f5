"""Anti-patterns: what a situation tempts people to do, by name, and what goes wrong with it.

Like a rule, each is one small unit: its test, its claim (first line), its reason, its sources.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor import sources as src
from formfacts.advisor.rules import cost, facts, form
from formfacts.advisor.situation import Answer, Gap, Lifetime, Maintainer, Situation, Tried
from formfacts.advisor.sources import Source, article

if TYPE_CHECKING:
    from collections.abc import Callable


class AntiPattern(NamedTuple):
    """One temptation: its name, when a situation holds it, and where that it fails comes from."""

    id: str
    name: str
    sources: tuple[Source, ...]
    applies: Callable[[Situation], bool]

    @property
    def claim(self) -> str:
        """What goes wrong, in one sentence: the first line of the docstring."""
        return (self.applies.__doc__ or "").partition("\n")[0]

    @property
    def reason(self) -> str:
        """Why, and what to do instead: the rest of the docstring, as one line."""
        return " ".join((self.applies.__doc__ or "").partition("\n")[2].split())


def anti_pattern(
    number: str, name: str, *sources: Source
) -> Callable[[Callable[[Situation], bool]], AntiPattern]:
    """Make an anti-pattern out of a test: its docstring is what the user reads."""
    return lambda applies: AntiPattern(number, name, sources, applies)


def looks_like_training(s: Situation) -> bool:
    """Whether somebody may well think of training here: a fault, or a bill, or rows at hand."""
    fault = s.behaviour_gap not in {Gap.NONE, Gap.UNKNOWN}
    rows = s.labelled_examples.at_least(form.TOO_FEW_EXAMPLES)
    return fault or rows or cost.it_works_but_costs_too_much.applies(s)


@anti_pattern(
    "A01",
    "training facts into weights",
    src.NEW_KNOWLEDGE,
    src.KNOWLEDGE_INJECTION,
    article("000", "FAQ 1"),
)
def facts_into_weights(s: Situation) -> bool:
    """Facts that are trained in come back blurred, undated and without a source.

    The many question-answer pairs look like training rows. They are test cases: keep them for
    that, and put the facts where they can be looked up.
    """
    return form.examples_are_not_facts.applies(s)


@anti_pattern("A02", "retrieval for a corpus that fits a prompt", src.WHOLE_CORPUS, src.CACHING)
def retrieval_for_little_text(s: Situation) -> bool:
    """A search over so little text can only leave out what the prompt could have held whole.

    An index, its upkeep and its misses buy nothing here. Put all of it into a prefix that the
    provider caches, and index once it outgrows that.
    """
    return facts.corpus_fits_a_prompt.applies(s)


@anti_pattern("A03", "training before prompting", article("004", "practical note"), src.FEW_SHOT)
def training_before_prompting(s: Situation) -> bool:
    """Training mends what an afternoon on the prompt might have mended, and has nothing to beat.

    Write the rules and a few examples down first. That is also the baseline without which nobody
    can say what the training was worth.
    """
    return s.prompting_tried is Tried.NO and looks_like_training(s)


@anti_pattern("A04", "no test set", src.TECHNICAL_DEBT, article("004", "practical note"))
def no_test_set(s: Situation) -> bool:
    """Without cases that say what a right answer holds, every change is a matter of taste.

    Thirty questions with their answers take a day, and decide all that follows: whether a prompt,
    a search or a training run has helped.
    """
    return s.test_set is Answer.NO


@anti_pattern("A05", "vector search over live or structured data", src.TEXT_TO_SQL, src.TOOLS)
def vectors_over_rows(s: Situation) -> bool:
    """Similar text is not the row that was asked for, and a copy of it is out of date at once.

    Stock, accounts and sums are queried where they live: by a tool call or an SQL query with the
    caller's own rights. Index only the documents beside them.
    """
    return facts.reads_data(s) and facts.may_lack_facts(s)


@anti_pattern(
    "A06", "training on data with deletion duties", src.MEMORIZING, src.UNLEARNING, src.ERASURE
)
def training_on_what_must_go(s: Situation) -> bool:
    """What was trained in cannot be deleted, nor kept from those who may not read it.

    Delete the row, and the model still tells it. Keep such data in an index that can leave it out,
    and train, if at all, on rows that nobody can ask to have deleted.
    """
    return form.data_must_not_be_trained_in.applies(s) and looks_like_training(s)


@anti_pattern("A07", "tuning what a schema would fix", src.GUIDED)
def tuning_a_structure(s: Situation) -> bool:
    """A structure that a schema can enforce is enforced at once, and without exception.

    Constrained decoding cannot leave the schema; a tuned model mostly does not. Write the schema
    and let the provider hold the output to it.
    """
    return form.schema_removes_it(s)


@anti_pattern("A08", "training on outputs as they happen to be", src.FEW_GOOD_EXAMPLES)
def training_on_what_was_done(s: Situation) -> bool:
    """Rows that do not show the wanted behaviour teach the one that they show, faults included.

    What is at hand in quantity is what was done. A few hundred that an expert has mended are worth
    more than all of it.
    """
    return s.examples_show_behaviour is Answer.NO and looks_like_training(s)


@anti_pattern("A09", "training a moving target", article("003", "framework line 1"))
def training_what_moves(s: Situation) -> bool:
    """By the time it is trained, tested and released, the rules that it has learnt are old.

    Rules and labels that change every month or faster stay in the prompt, where a change takes a
    minute.
    """
    return form.rules_move_too_fast.applies(s) and looks_like_training(s)


@anti_pattern("A10", "a better search for what the passage did not mend", src.IRRELEVANT)
def searching_for_behaviour(s: Situation) -> bool:
    """It failed with the right passage before it; a better search only brings that passage again.

    What is left is how the model reads and answers: the instructions, the examples, the question
    itself, and at last training.
    """
    return s.fails_with_passage is Answer.YES and s.knowledge_gap is not Answer.NO


@anti_pattern("A11", "training for want of a passage", src.KNOWLEDGE_INJECTION)
def training_away_a_guess(s: Situation) -> bool:
    """With the passage before it the model answers well: what looked like a fault was a guess.

    Bring the passage. A model that is trained to sound right without its facts makes them up more
    smoothly.
    """
    return s.fails_with_passage is Answer.NO and looks_like_training(s)


@anti_pattern("A12", "cutting a document into passages that is asked about whole", src.LONG_CONTEXT)
def cutting_up_a_whole(s: Situation) -> bool:
    """A summary or a review of the passages that a search found misses what lies between them.

    Give the document whole, or part by part with a step that puts the parts together.
    """
    return facts.the_document_is_given.applies(s)


@anti_pattern("A13", "a trained model that nobody looks after", src.TECHNICAL_DEBT)
def training_for_nobody(s: Situation) -> bool:
    """A trained model ages: its base is retired, its rows go stale, its tests want running.

    Where nobody is named for that, or the job is over after one run, a prompt is what lasts.
    """
    unkept = s.maintainer is Maintainer.NOBODY or s.lifetime is Lifetime.ONE_OFF
    return unkept and looks_like_training(s)


ANTI_PATTERNS: tuple[AntiPattern, ...] = (
    facts_into_weights,
    retrieval_for_little_text,
    training_before_prompting,
    no_test_set,
    vectors_over_rows,
    training_on_what_must_go,
    tuning_a_structure,
    training_on_what_was_done,
    training_what_moves,
    searching_for_behaviour,
    training_away_a_guess,
    cutting_up_a_whole,
    training_for_nobody,
)


def anti_patterns_in(situation: Situation) -> tuple[AntiPattern, ...]:
    """Return the anti-patterns that a situation tempts to."""
    return tuple(found for found in ANTI_PATTERNS if found.applies(situation))
