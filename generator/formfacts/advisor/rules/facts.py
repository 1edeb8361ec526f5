"""Rules on the first bit: do the facts have to be looked up when the question is asked?"""

from __future__ import annotations

from formfacts.advisor import sources as src
from formfacts.advisor.rules import form
from formfacts.advisor.rules.rule import Need, rule, veto, wanted
from formfacts.advisor.situation import (
    Answer,
    Asked,
    Changes,
    Gap,
    Hosting,
    Level,
    Situation,
    Tried,
)
from formfacts.advisor.sources import article

# Half of what long-context vendors call small: room for the conversation, and for models whose
# attention to the middle of a long prompt is poor.
FITS_A_PROMPT = 100_000
# The same with a cached prefix: the source of K12 gives 200,000 tokens, about 500 pages, as what
# may go into each prompt whole.
FITS_A_CACHED_PROMPT = 200_000
# From here on, paying for the whole corpus with every request outweighs building an index.
MANY_REQUESTS = 10_000
FEW_REQUESTS = 1_000
# What a token of a cached prefix costs, in tokens that are not cached (see CACHING).
CACHED_SHARE = 0.1
# Tokens of corpus that may be sent in a day before the bill counts: what a corpus of the full
# FITS_A_PROMPT costs at FEW_REQUESTS, uncached.
DEAR_TOKENS_A_DAY = FITS_A_PROMPT * FEW_REQUESTS


def may_lack_facts(s: Situation) -> bool:
    """Whether missing facts have not been ruled out."""
    return s.knowledge_gap is not Answer.NO


def costs_count(s: Situation) -> bool:
    """Whether the price of a longer prompt is felt: many requests, or little money for some."""
    dear = s.cost_pressure is Level.HIGH and not s.requests_per_day.below(FEW_REQUESTS)
    return dear or s.requests_per_day.at_least(MANY_REQUESTS)


def fits_a_prompt(s: Situation) -> bool:
    """Whether the whole corpus can ride along in each prompt."""
    cached = s.prefix_caching is Answer.YES
    return s.corpus_size.below(FITS_A_CACHED_PROMPT if cached else FITS_A_PROMPT)


def whole_corpus_is_dear(s: Situation) -> bool:
    """Whether sending the corpus with each request is felt: by the tokens of a day if known."""
    corpus, requests = s.corpus_size.value, s.requests_per_day.value
    if corpus is None or requests is None or s.prefix_caching is Answer.UNKNOWN:
        return costs_count(s)
    share = CACHED_SHARE if s.prefix_caching is Answer.YES else 1
    return corpus * requests * share >= DEAR_TOKENS_A_DAY


def has_duties(s: Situation) -> bool:
    """Whether somebody may see only a part of the data, or may have some of it deleted."""
    return s.access_rules is Answer.YES or s.deletion_duty is Answer.YES


def reads_data(s: Situation) -> bool:
    """Whether the question is about live or structured data, which are queried, not read."""
    live = s.knowledge_changes is Changes.LIVE
    return s.question_kind is Asked.LIVE_OR_STRUCTURED or live


def trains_form(s: Situation) -> bool:
    """Whether the behaviour has to be trained, whatever is done about the facts."""
    return wanted(form.RULES, Need.FORM, s)


@rule(
    "K01",
    Need.FACTS,
    3,
    article("004", "key distinction, example 1"),
    article("000", "decision guide, item 1"),
    src.RAG_PAPER,
    src.KNOWLEDGE_INJECTION,
)
def facts_are_missing(s: Situation) -> bool:
    """The model lacks facts that its answers need, and facts are best looked up.

    A passage put before the model at the time of the question is read; a fact trained into weights
    is blurred, undated and cannot be shown. In measured comparisons retrieval beat further training
    on the same text, for new and for known facts alike.
    """
    return s.knowledge_gap is Answer.YES


@rule(
    "K02",
    Need.FACTS,
    4,
    article("003", "framework line 2"),
    article("000", "what RAG does, item 3"),
    src.CITATIONS,
)
def sources_must_be_shown(s: Situation) -> bool:
    """Answers must point at their source, and only text that was supplied can be pointed at.

    Weights keep no record of where a statement came from; a model asked to cite from memory tends
    to make references up. Passages with an address can be cited and checked.
    """
    return s.needs_citations is Answer.YES


@rule(
    "K03",
    Need.FACTS,
    2,
    article("003", "framework line 1"),
    article("000", "what RAG does, item 1"),
    article("001", "what fine-tuning does not do well"),
)
def facts_change(s: Situation) -> bool:
    """The knowledge changes, and a changed document must change the answer without retraining.

    Training is a snapshot. What changes every month or faster is out of date by the time it has
    been prepared, trained, tested and released; an index follows within minutes, and what changes
    by the minute can be queried where it lives.
    """
    changing = {Changes.MONTHLY, Changes.WEEKLY, Changes.DAILY, Changes.LIVE}
    return may_lack_facts(s) and s.knowledge_changes in changing


@rule("K04", Need.FACTS, 2, article("000", "what RAG does, item 2"))
def facts_are_private(s: Situation) -> bool:
    """The answers rest on private documents, which no public model has seen.

    What was never public cannot be in the base model, however large it is. Kept in an index it can
    also be corrected, deleted, and shown only to those who may read it; in weights it cannot.
    """
    return may_lack_facts(s) and s.private_data is Answer.YES


@rule("K05", Need.FACTS, 2, article("003", "framework line 5"), src.LOST_IN_THE_MIDDLE)
def corpus_is_large(s: Situation) -> bool:
    """The documents are too many for a prompt, so the right few have to be found.

    Beyond a certain length the whole text costs too much with each request, does not fit, or is
    read badly in its middle. Searching it first keeps the prompt short.
    """
    return may_lack_facts(s) and s.corpus_size.known and not fits_a_prompt(s)


@rule("K06", Need.FACTS, 1, article("002", "the hybrid, example"), src.NEW_KNOWLEDGE)
def errors_are_dear(s: Situation) -> bool:
    """A made-up fact would be costly, so each statement should rest on a passage.

    A model that answers from memory has little to tell it when it does not know. With passages an
    answer can be checked against its source, and refused where nothing supports it.
    """
    return may_lack_facts(s) and s.hallucination_cost is Level.HIGH


@rule("K07", Need.FACTS, 1, article("002", "start with RAG, last bullet"))
def provider_stays_free(s: Situation) -> bool:
    """Knowledge kept outside the model moves with you to any provider.

    An index and its documents are yours; the next model reads the same passages. That counts where
    models are only rented through an interface.
    """
    return may_lack_facts(s) and s.hosting is Hosting.API_ONLY


@rule("K08", Need.FACTS, -2, article("002", "ordered question 4"), article("001", "opening"))
def nothing_is_missing(s: Situation) -> bool:
    """The model has the facts it needs, so looking facts up repairs nothing.

    Retrieval adds an index to feed, a hop to wait for and a new way to fail. If the answers are
    wrong although the facts are there, the fault is elsewhere.
    """
    return s.knowledge_gap is Answer.NO


@rule(
    "K09",
    Need.FACTS,
    2,
    article("003", "framework last line"),
    article("001", "practical starting point"),
)
def not_sure(s: Situation) -> bool:
    """Nobody knows yet which gap it is; retrieval is the cheapest start that can be undone.

    It is quick to build, easy to change, shows what it did, and its logs tell whether the facts or
    the behaviour fail. Training is a poor way of finding that out.
    """
    return s.knowledge_gap is Answer.UNKNOWN and s.behaviour_gap is Gap.UNKNOWN


@rule("K10", Need.FACTS, -2, article("002", "ordered question 4"))
def public_and_stable(s: Situation) -> bool:
    """The knowledge is public and stable and needs no source, which is what a model has read.

    General knowledge that rarely changes is what models are trained on. Ask the plain model first
    and build an index only for the questions that it gets wrong.
    """
    stable = s.knowledge_changes in {Changes.NEVER, Changes.RARELY}
    uncited = s.needs_citations is not Answer.YES
    return s.knowledge_gap is Answer.UNKNOWN and s.private_data is Answer.NO and stable and uncited


@rule(
    "K11",
    Need.FACTS,
    -5,
    article("000", "decision guide, item 4; order to try, item 1"),
    article("002", "ordered question 4"),
)
def prompt_already_answers(s: Situation) -> bool:
    """A prompt already answers well enough, so the facts it needs are in it.

    What works and is affordable should not be rebuilt. It stops holding once the text outgrows the
    prompt, changes by the day, must be cited, or is felt in the bill.
    """
    moving = s.knowledge_changes in {Changes.DAILY, Changes.LIVE}
    outgrown = corpus_is_large.applies(s) or moving or s.needs_citations is Answer.YES
    works = s.prompting_tried is Tried.SUFFICIENT
    return works and may_lack_facts(s) and not outgrown and not costs_count(s)


@veto("K12", Need.FACTS, src.WHOLE_CORPUS, src.CACHING, src.LONG_CONTEXT)
def corpus_fits_a_prompt(s: Situation) -> bool:
    """The whole corpus fits into one prompt: it can be read and cited whole, with no search.

    Given everything, no passage is left out by a search, documents can be compared, and sources can
    be named by file and sentence; a cached prefix keeps it affordable. Not so for data that change
    by the day or the minute, where access or deletion is a duty (an index is where both are done),
    where each of very many requests pays for the whole text, or where the form has to be trained:
    every training row would hold all of it.
    """
    if not fits_a_prompt(s) or has_duties(s):
        return False
    moving = s.knowledge_changes is Changes.DAILY or reads_data(s)
    at_issue = may_lack_facts(s) or s.needs_citations is Answer.YES
    return at_issue and not (moving or whole_corpus_is_dear(s) or trains_form(s))


@rule("K13", Need.FACTS, 2, src.TEXT_TO_SQL, src.TOOLS)
def data_are_queried(s: Situation) -> bool:
    """The answer stands in live or structured data, and has to be fetched when it is asked for.

    That is a call of a tool or an SQL query, not a search among passages: an index of rows is out
    of date at once, and no passage holds a sum. The result goes into the prompt as a passage would.
    """
    return may_lack_facts(s) and s.question_kind is Asked.LIVE_OR_STRUCTURED


@rule("K14", Need.FACTS, 2, src.KNOWLEDGE_INJECTION, src.RAG_PAPER)
def the_passage_repairs_it(s: Situation) -> bool:
    """With the right passage in the prompt the answers are right: what is missing is the passage.

    That is the experiment which tells a gap of knowledge from a gap of behaviour.
    """
    return s.fails_with_passage is Answer.NO and s.knowledge_gap is not Answer.NO


@rule("K15", Need.FACTS, -3, src.IRRELEVANT, article("002", "ordered question 4"))
def the_passage_does_not_help(s: Situation) -> bool:
    """It fails although the right passage is in the prompt, so finding passages repairs nothing.

    What is read and not used well is a matter of behaviour, or of the question. A better search
    brings the same text. Where answers need sources anyway, those have to be found all the same.
    """
    return s.fails_with_passage is Answer.YES and s.knowledge_gap is not Answer.YES


@veto("K16", Need.FACTS, src.LONG_CONTEXT)
def the_document_is_given(s: Situation) -> bool:
    """Each question is about one whole document, which is given whole and not in passages.

    A summary, a translation or a review of passages misses what stands between them. Whoever asks
    brings the document along, or names it; nothing has to be searched for.
    """
    return s.question_kind is Asked.WHOLE_DOCUMENT and not s.corpus_size.known


@rule("K17", Need.FACTS, 2, src.UNLEARNING, src.ERASURE, article("000", "what RAG does, item 2"))
def access_and_deletion_need_an_index(s: Situation) -> bool:
    """Who may read what, and what must be deleted, can be enforced on an index and nowhere else.

    A search can leave out what this user may not see, and a deleted document is gone from the next
    answer on. A model has no such rows to filter or delete.
    """
    return may_lack_facts(s) and has_duties(s)


RULES = (
    facts_are_missing,
    sources_must_be_shown,
    facts_change,
    facts_are_private,
    corpus_is_large,
    errors_are_dear,
    provider_stays_free,
    nothing_is_missing,
    not_sure,
    public_and_stable,
    prompt_already_answers,
    corpus_fits_a_prompt,
    data_are_queried,
    the_passage_repairs_it,
    the_passage_does_not_help,
    the_document_is_given,
    access_and_deletion_need_an_index,
)
