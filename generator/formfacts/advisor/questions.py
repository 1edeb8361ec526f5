"""The questions behind the facts: what is asked, why, what each answer means, how to find out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from formfacts.advisor.situation import values_of

if TYPE_CHECKING:
    from collections.abc import Mapping


class Question(NamedTuple):
    """One fact as a question.

    `answers` maps each value to its meaning; for an amount they are examples of what to write.
    """

    fact: str
    ask: str
    why: str
    find_out: str
    answers: Mapping[str, str]
    default: str = "unknown"

    @property
    def try_values(self) -> tuple[str, ...]:
        """The values that a what-if tries."""
        return tuple(v for v in values_of(self.fact) or self.answers if v != "unknown")


QUESTIONS: tuple[Question, ...] = (
    Question(
        "knowledge_gap",
        "Does the model lack facts that its answers need?",
        "Missing facts are looked up; this decides the retrieval half.",
        "ask the plain model twenty real questions, and count the answers with wrong facts",
        {"yes": "your documents, products, accounts, news", "no": "it knows enough, or is told"},
    ),
    Question(
        "behaviour_gap",
        "Given the right facts, what is wrong with how the model answers?",
        "Wrong behaviour is what training changes; this decides the training half.",
        "put the right passage before twenty real questions, and note what is still wrong",
        {
            "none": "nothing, or nothing seen yet",
            "tone": "the voice: brand, persona, house style",
            "format": "the structure: schema, labels, length",
            "skill": "a narrow task done clumsily: triage, extraction, scoring",
            "domain_reasoning": "shallow reasoning in a special field",
        },
    ),
    Question(
        "prompting_tried",
        "Has a careful prompt with a few examples been tried?",
        "It takes an afternoon, often suffices, and is the baseline for all else.",
        "write the rules and five examples into one prompt, and score it on thirty cases",
        {
            "no": "not with care",
            "yes_insufficient": "yes, and it was not enough",
            "yes_sufficient": "yes, and it does what is needed",
        },
    ),
    Question(
        "needs_citations",
        "Must an answer show the source it came from?",
        "Only text that was supplied can be cited.",
        "ask who checks the answers, and what they need to see",
        {"yes": "users or auditors check it", "no": "the answer is enough"},
        default="no",
    ),
    Question(
        "private_data",
        "Do the answers rest on documents that were never public?",
        "No model has read them.",
        "list where the right answers stand today",
        {"yes": "internal or customers' data", "no": "all of it is public"},
    ),
    Question(
        "knowledge_changes",
        "How often does the knowledge change?",
        "A trained model is a snapshot; an index follows.",
        "look at the dates of the last ten edits to your documents",
        {
            "never": "fixed",
            "rarely": "a few times a year",
            "monthly": "every month",
            "weekly": "every week or sprint",
            "daily": "every day",
            "live": "by the minute: accounts, stock, prices",
        },
    ),
    Question(
        "corpus_size",
        "How much text is the knowledge?",
        "What fits into one prompt needs no search.",
        "count the files and the words: words times 1.35 is about the number of tokens",
        {
            "tiny": "a few pages",
            "dozens": "of documents",
            "hundreds": "of documents",
            "thousands": "of documents, or more",
        },
    ),
    Question(
        "labelled_examples",
        "How many good examples of the wanted behaviour do you have?",
        "Training copies what it is shown: under 50 is too few, a few hundred are enough.",
        "count past outputs that an expert would sign, or start to keep corrected answers",
        {
            "none": "not one",
            "few": "about 20",
            "dozens": "under 50",
            "hundreds": "200 or more",
            "thousands": "more than enough",
        },
    ),
    Question(
        "cost_pressure",
        "How much does the price of a request matter?",
        "A task that works but is too dear can move to a small tuned model.",
        "multiply the tokens of a request by its price and by the requests of a month",
        {"low": "hardly", "medium": "somewhat", "high": "it decides"},
        default="medium",
    ),
    Question(
        "requests_per_day",
        "How many requests a day?",
        "Training is paid once, its saving by the request.",
        "count a week of logs, or of the work that this replaces",
        {
            "low": "under 1,000",
            "medium": "thousands",
            "high": "tens of thousands",
            "very high": "more",
        },
    ),
    Question(
        "latency_budget_ms",
        "How fast must a reply be?",
        "A search and a long prompt take time before the first word.",
        "ask what waits for the reply: a person reading, or a program",
        {"tight": "half a second or less", "normal": "a few seconds", "relaxed": "it can wait"},
    ),
    Question(
        "hallucination_cost",
        "What does a made-up fact cost?",
        "Where it is dear, every statement should rest on a passage.",
        "take the worst wrong answer you can imagine, and follow what happens next",
        {"low": "a shrug", "medium": "an annoyed user", "high": "money, health or a court"},
        default="medium",
    ),
    Question(
        "hosting",
        "Where may the model run?",
        "A tuned model binds you to whoever serves it.",
        "ask whoever answers for security and operations",
        {
            "api_only": "rented through an API only",
            "self_hosted": "on your own machines only",
            "either": "both are possible",
        },
        default="either",
    ),
    Question(
        "fails_with_passage",
        "Does it still fail when the right passage stands in the prompt?",
        "The one experiment that tells missing facts from wrong behaviour.",
        "paste the right passage before twenty questions that failed; count those that still do",
        {"yes": "it was tried, and it still fails", "no": "then the answers are right"},
    ),
    Question(
        "question_kind",
        "What is one question about?",
        "One fact is searched for; a whole document is given whole; data are queried.",
        "sort the last thirty questions into these four heaps",
        {
            "one_fact": "a statement that stands in some passage",
            "whole_document": "a text that comes along: summarise, review, translate",
            "comparison": "several documents against each other",
            "live_or_structured": "rows of a database, an account, a sum, the state of now",
        },
    ),
    Question(
        "schema_would_do",
        "Would a JSON schema with constrained decoding give the wanted form?",
        "A fault that a schema removes needs no training.",
        "write the schema and let the provider enforce it on ten requests that failed",
        {
            "yes": "the form is a structure, and can be enforced",
            "no": "it is more than that",
        },
    ),
    Question(
        "examples_show_behaviour",
        "Do your examples show the wanted behaviour?",
        "Training copies what it is shown, faults included.",
        "have an expert sign or mend thirty of them, and count the signed ones",
        {"yes": "an expert would sign them", "no": "they show what was done, not what should be"},
    ),
    Question(
        "test_set",
        "Is there a test set: questions with what a right answer must hold?",
        "Without one nobody can tell whether a change was for the better.",
        "write thirty cases into evals/cases.yaml of a generated repo, some of them unanswerable",
        {"yes": "thirty cases or more", "no": "none yet"},
    ),
    Question(
        "baseline_measured",
        "Has the best prompt been scored on it?",
        "What is added later has to beat that figure.",
        "run `make evaluate` in a generated prompt repo and keep the report",
        {"yes": "the figure is known", "no": "not yet"},
    ),
    Question(
        "rules_change",
        "How often do the rules or labels change that the behaviour has to follow?",
        "What is trained in has to be trained again with each change.",
        "look at the dates of the last five changes of the guideline or the label list",
        {
            "never": "fixed",
            "rarely": "a few times a year",
            "monthly": "every month",
            "weekly": "every week",
            "daily": "every day",
            "live": "all the time",
        },
    ),
    Question(
        "access_rules",
        "May different users, or tenants, see different data?",
        "An index can leave out what one may not see; weights cannot.",
        "ask who may read which documents today",
        {"yes": "not everybody may read everything", "no": "all of it is for all"},
    ),
    Question(
        "deletion_duty",
        "Must a person's or a customer's data be deletable on request?",
        "A row of an index can be deleted; what was trained in cannot.",
        "ask whoever answers for data protection",
        {"yes": "by law or by contract", "no": "no such data is in it"},
    ),
    Question(
        "prefix_caching",
        "Does the provider cache the unchanging beginning of a prompt?",
        "A cached prefix costs a fraction, so a small corpus can ride along.",
        "look for a price of cached input tokens on the provider's price page",
        {"yes": "at a reduced price", "no": "each token is paid for each time"},
    ),
    Question(
        "tokens_per_request",
        "How long is a request, instructions and examples included?",
        "Long instructions at high volume are what training takes out of the bill.",
        "take ten requests from the logs: words times 1.35 is about the number of tokens",
        {"short": "about 500 tokens", "medium": "2,000", "long": "10,000", "very long": "50,000"},
    ),
    Question(
        "tuning_available",
        "Is there a way to train a model: a GPU of yours, or a provider that tunes?",
        "Self-serve tuning is closing at large providers.",
        "ask your provider for its tuning service and its end date, or for a GPU with 24 GB",
        {"yes": "own hardware, or a provider that will still tune next year", "no": "neither"},
    ),
    Question(
        "lifetime",
        "Is it a job that is done once, or a service that stays?",
        "Building an index or a model pays over time only.",
        "ask what happens on the day after the first result",
        {"one_off": "once over a pile of work, then done", "lasting": "it is used for months"},
    ),
    Question(
        "maintainer",
        "Who looks after it once it runs?",
        "A trained model ages, and somebody has to train it again.",
        "name the person who is called when the answers get worse",
        {
            "nobody": "nobody in particular",
            "software_team": "a team that runs software",
            "ml_team": "a team that trains models",
        },
    ),
)
