"""What belongs beside the approach, whichever it is: a tool call, a schema, a filter, a cache."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor.rules import facts, form
from formfacts.advisor.situation import Answer, Asked, Changes, Situation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formfacts.advisor.approach import Approach


class Addition(NamedTuple):
    """One thing to add, and what it does here."""

    name: str
    what: str


def additions(situation: Situation, approach: Approach) -> tuple[Addition, ...]:
    """Return what to add to an approach in this situation."""
    return tuple(_additions(situation, approach))


def _additions(s: Situation, approach: Approach) -> Iterator[Addition]:
    if s.question_kind is Asked.LIVE_OR_STRUCTURED:
        yield Addition(
            "a tool call or an SQL query",
            "the answers stand in live or structured data: fetch the rows when the question is"
            " asked, with the caller's rights, and put the result into the prompt",
        )
    elif s.knowledge_changes is Changes.LIVE:
        yield Addition(
            "a tool call",
            "what changes by the minute is asked for where it lives, by a tool call or an SQL"
            " query; no index follows fast enough",
        )
    if form.schema_removes_it(s):
        yield Addition(
            "a JSON schema",
            "with constrained decoding the form cannot be wrong; train nothing",
        )
    if s.access_rules is Answer.YES and facts.may_lack_facts(s):
        yield Addition(
            "a filter by reader",
            "search, or fetch, only what the one who asks may read; never leave that to the prompt",
        )
    if s.deletion_duty is Answer.YES:
        yield Addition(
            "a way to delete",
            "what is deleted at its source has to leave the index, the logs and the test cases too",
        )
    if not approach.retrieves and facts.corpus_fits_a_prompt.applies(s):
        yield Addition(
            "a cached prefix",
            "put the whole corpus first and the question last, so that the provider can cache it",
        )
