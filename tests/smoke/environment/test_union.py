"""The needs of many repos as one, and the pairs of needs that no one environment can meet."""

from __future__ import annotations

import pytest

from formfacts.errors import TemplateError
from formfacts.smoke.environment.declared import Declared
from formfacts.smoke.environment.union import unite


def test_union() -> None:
    """All that any of them needs, each once, sorted."""
    united = unite(
        [
            ("rag", Declared(("b", "a>=1"), ("a==1.5",), ">=3.11")),
            ("prompt", Declared(("a>=1", "a<2"), ("b==1",), ">=3.12")),
            ("plain", Declared(("c",))),
        ]
    )

    assert Declared(("a<2", "a>=1", "b", "c"), ("a==1.5", "b==1"), ">=3.11,>=3.12") == united


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tiny==1", "tiny==2"),
        ("tiny>=2", "tiny<2"),
        ("tiny~=1.4", "tiny[extra]>=2"),
        ("tiny @ https://example.com/1.zip", "tiny @ https://example.com/2.zip"),
    ],
)
def test_contradictions(one: str, other: str) -> None:
    """Both combinations are named, whether they require or constrain."""
    for pair in (
        (Declared((one,)), Declared((other,))),
        (Declared((one,)), Declared((), (other,))),
    ):
        with pytest.raises(TemplateError) as error:
            unite(zip(["rag", "prompt"], pair, strict=True))

        text = str(error.value).replace("@ ", " @ ").replace("  ", " ")
        assert text.startswith(f"rag asks for {one} and prompt for {other}, ")
        assert "--env isolated" in text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("tiny==1; python_version < '3'", "tiny==2"),
        ("tiny==1; extra == 'old'", "tiny==2"),
        ("tiny==1", "tiny==1.0"),
        ("tiny==2.13.0+cpu", "tiny==2.13.0"),
        ("tiny>=1.0rc1", "tiny<=1.0rc1"),
        ("tiny @ https://example.com/1.zip", "tiny==1"),
        ("tiny==1", "small==2"),
    ],
)
def test_no_contradiction(one: str, other: str) -> None:
    """Not on this Python, or not as written."""
    united = unite([("rag", Declared((one,))), ("prompt", Declared((other,)))])

    assert 2 == len(united.requirements)


def test_a_combination_against_itself() -> None:
    """No environment of its own would help it."""
    with pytest.raises(TemplateError, match=r"rag asks for both a==1 and a==2: correct"):
        unite([("rag", Declared(("a==1", "a==2")))])


def test_what_no_combination_has() -> None:
    """An extra that is misspelt in smoke.yml is told; one that some combinations have is not."""
    both = Declared((), missing=("extra dev", "extra dve"))

    with pytest.raises(TemplateError, match="no combination declares the extra dve: "):
        unite([("rag", both), ("prompt", Declared((), missing=("extra dve",)))])
    assert () == unite([("rag", both), ("prompt", Declared(()))]).missing
    assert Declared(()) == unite([])
