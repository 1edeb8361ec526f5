"""`--only`: the combinations somebody asks for, and words for what is misspelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.scaffold.source import template_root
from formfacts.smoke.matrix import read_matrix
from formfacts.smoke.only import restrict
from tests.smoke.templates import ask_about

OURS = read_matrix(template_root())


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ([], 16),
        (["approach=rag"], 6),
        (["approach=rag,hybrid"], 12),
        (["approach=rag", "approach=hybrid"], 12),
        (["approach=rag", "provider=openai"], 3),
        (["embedder=none"], 4),
        (["embedder = embedder_openai "], 4),
    ],
)
def test_combinations_that_have_the_values(wanted: list[str], count: int) -> None:
    """Values of one option add up, options narrow down; where it is not asked it has no value."""
    assert count == restrict(OURS, wanted).graph.count


@pytest.mark.parametrize(
    ("text", "count"), [("sure=yes", 4), ("sure=False", 4), ("some=p+q", 2), ("some=none", 2)]
)
def test_words_for_values(tmp_path: Path, text: str, count: int) -> None:
    """A yes or no in any of its words, several values with a plus."""
    questions = {
        "sure": {"type": "bool"},
        "some": {"type": "str", "multiselect": True, "choices": ["p", "q"]},
    }

    assert count == restrict(read_matrix(ask_about(tmp_path, questions)), [text]).graph.count


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("aproach=rag", "no option 'aproach': did you mean 'approach'"),
        ("approach=rga", "approach has no value 'rga': did you mean 'rag'"),
        ("tracking=none", "'tracking' is no option: it is not asked"),
        ("approach", "is not OPTION=VALUE"),
        ("approach=", "approach has no value ''"),
    ],
)
def test_what_there_is_not(text: str, complaint: str) -> None:
    """The nearest name or value is said."""
    with pytest.raises(UsageError, match=complaint):
        restrict(OURS, [text])


def test_values_that_never_meet() -> None:
    """Nothing is left of the matrix: that is no green run of nothing."""
    with pytest.raises(UsageError, match="no combination has these values of approach, embedder"):
        restrict(OURS, ["approach=prompt", "embedder=none"])


def test_a_template_without_options(tmp_path: Path) -> None:
    """There is no nearest name to say."""
    with pytest.raises(UsageError, match="this template has no options"):
        restrict(read_matrix(tmp_path), ["a=b"])
