"""The command with which a fact is measured, and the flag that takes what was found."""

from __future__ import annotations

from formfacts.advisor.situation import Answer, values_of

# A prompt repo is the cheapest thing to measure with: it holds the cases, and scores them.
PROBE = "formfacts new probe --data approach=prompt && make -C probe evaluate"
MEASURES = {
    "knowledge_gap": PROBE,
    "behaviour_gap": PROBE,
    "prompting_tried": PROBE,
    "fails_with_passage": PROBE,
    "schema_would_do": PROBE,
    "baseline_measured": PROBE,
    "test_set": "formfacts new probe --data approach=prompt, then write probe/evals/cases.yaml",
    "corpus_size": "formfacts advise --corpus FOLDER",
    "tokens_per_request": "wc -w FILE",
    "prefix_caching": "formfacts advise --costs --model PROVIDER:MODEL",
    "knowledge_changes": "git log -10 --format=%as -- FOLDER",
    "rules_change": "git log -5 --format=%as -- FILE",
    "labelled_examples": "wc -l FILE",
}


def measure(fact: str) -> str:
    """Return the command that measures a fact; where none can, the flag that takes its value."""
    return MEASURES.get(fact) or f"formfacts advise {flag(fact)}"


def flag(fact: str) -> str:
    """Return the flag that takes the value of a fact, with the values that there are."""
    known = [value for value in values_of(fact) if value != Answer.UNKNOWN]
    return f"{option(fact)} {'|'.join(known) or 'AMOUNT'}"


def option(fact: str) -> str:
    """Return the name of the flag."""
    return f"--{fact.replace('_', '-')}"
