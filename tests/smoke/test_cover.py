"""Covers: every pair of values that can meet does, and proof of it."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings

from formfacts.errors import InputFileError, TemplateError, UsageError
from formfacts.scaffold.source import template_root
from formfacts.smoke.cell import Combination, shown
from formfacts.smoke.cover import Cover, Covering, cover
from formfacts.smoke.matrix import Matrix, read_matrix
from formfacts.smoke.only import restrict
from tests.smoke.templates import Questions, ask_about, lay_out, questionnaires

RANDOM = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
Pairs = set[frozenset[tuple[str, str]]]


def pairs_in(chosen: tuple[Combination, ...], size: int = 2) -> Pairs:
    """Return the pairs of values in combinations, straight from their answers."""
    return {
        frozenset(pair)
        for combination in chosen
        for pair in combinations(
            [(name, shown(value)) for name, value in combination.answers.items()], size
        )
    }


def read(folder: str, questions: Questions) -> Matrix | None:
    """Return the matrix of some questions, None if there is no way to answer them."""
    try:
        return read_matrix(ask_about(Path(folder), questions))
    except TemplateError:
        return None


def ids(covering: Covering) -> list[str]:
    """Return the ids of what was chosen."""
    return [combination.id for combination in covering.combinations]


@RANDOM
@given(questionnaires(5))
def test_pairwise_covers_every_pair_that_all_has(questions: Questions) -> None:
    """Counted by hand in both lists; and each chosen combination is one of all, once."""
    with TemporaryDirectory() as folder:
        matrix = read(folder, questions)
        if matrix is None:
            return
        everything, few = cover(matrix, "all"), cover(matrix, "pairwise")

    assert pairs_in(everything.combinations) == pairs_in(few.combinations)
    assert pairs_in(everything.combinations, 1) == pairs_in(few.combinations, 1)
    assert len({*ids(few)}) == len(few.combinations) <= len(everything.combinations)
    assert all(combination in everything.combinations for combination in few.combinations)


@RANDOM
@given(questionnaires(5))
def test_proof_counts_what_is_there(questions: Questions) -> None:
    """The valid pairs are those of the full product, the covered ones those of the list."""
    with TemporaryDirectory() as folder:
        matrix = read(folder, questions)
        if matrix is None:
            return
        everything, few = cover(matrix, "all"), cover(matrix, "each")

    assert few.proof.product == len(everything.combinations)
    assert {frozenset(pair) for pair in few.proof.pairs} == pairs_in(everything.combinations)
    assert {frozenset(pair) for pair in few.proof.covered} == pairs_in(few.combinations)
    by_id = {combination.id: combination for combination in few.combinations}
    for pair, name in few.proof.pairs.items():
        assert name is None or frozenset(pair) in pairs_in((by_id[name],))


@RANDOM
@given(questionnaires(5))
def test_each_has_every_value(questions: Questions) -> None:
    """Every value is there, with none of the combinations to spare."""
    with TemporaryDirectory() as folder:
        matrix = read(folder, questions)
        if matrix is None:
            return
        everything, few = cover(matrix, "all"), cover(matrix, "each")

    values = pairs_in(everything.combinations, 1)
    assert values == pairs_in(few.combinations, 1)
    for one in few.combinations:
        others = tuple(other for other in few.combinations if other is not one)
        assert not others or pairs_in(others, 1) < values


@RANDOM
@given(questionnaires(4))
def test_the_same_each_time(questions: Questions) -> None:
    """The list and its order do not depend on the run."""
    with TemporaryDirectory() as folder:
        if read(folder, questions) is None:
            return
        lists = [cover(read_matrix(Path(folder)), "pairwise").combinations for _ in range(2)]

    assert lists[0] == lists[1]


@pytest.mark.parametrize(
    ("how", "chosen", "covered"), [("all", 16, 20), ("pairwise", 10, 20), ("each", 5, 10)]
)
def test_our_template(how: Cover, chosen: int, covered: int) -> None:
    """How many combinations it takes, of 16, and how many of the 20 valid pairs they have."""
    covering = cover(read_matrix(template_root()), how)

    assert (16, 20) == (covering.proof.product, len(covering.proof.pairs))
    assert (chosen, covered) == (len(covering.combinations), len(covering.proof.covered))
    assert 20 - covered == len(covering.proof.missing)


def test_order_follows_the_template() -> None:
    """Combinations stand in the order of the choices, not in that in which they were found."""
    covering = cover(read_matrix(template_root()), "pairwise")

    approaches = list(dict.fromkeys(c.answers["approach"] for c in covering.combinations))
    assert ["prompt", "rag", "finetune", "hybrid"] == approaches


def test_our_examples() -> None:
    """The examples are combinations under their own names, with all their answers."""
    matrix = read_matrix(template_root())
    covering = cover(matrix, "examples")

    assert ["brand-copy", "docs-chat", "legal-assistant"] == ids(covering)[:3]
    assert "Brand copy" == covering.combinations[0].answers["project_name"]
    assert ["docs-chat"] == ids(cover(restrict(matrix, ["approach=rag"]), "examples"))


def test_examples_that_are_rejected(tmp_path: Path) -> None:
    """The file and the answer are named; without examples there is nothing to cover."""
    root = ask_about(tmp_path, {"size": {"type": "int", "choices": [1, 2]}})
    with pytest.raises(UsageError, match="there is no examples"):
        cover(read_matrix(root), "examples")

    lay_out(root, {"examples/big/answers.yml": "size: 3"})
    with pytest.raises(InputFileError, match=r"big/answers\.yml: size: 3: not offered"):
        cover(read_matrix(root), "examples")


def test_too_many_for_all(tmp_path: Path) -> None:
    """Nobody runs a million repos; pairwise needs a few, and proves them."""
    matrix = read_matrix(ask_about(tmp_path, {f"q{n}": {"type": "bool"} for n in range(20)}))

    with pytest.raises(UsageError, match="1,048,576 combinations, more than 100,000"):
        cover(matrix, "all")
    covering = cover(matrix, "pairwise")
    assert len(covering.combinations) <= 15
    assert (760, ()) == (len(covering.proof.pairs), covering.proof.missing)


@pytest.mark.parametrize("how", ["all", "pairwise", "each"])
def test_without_options_there_is_one_combination(tmp_path: Path, how: Cover) -> None:
    """A template that asks nothing is still run once."""
    covering = cover(read_matrix(tmp_path), how)

    assert (Combination("default", {}),) == covering.combinations


def test_a_value_that_meets_no_other_is_covered(tmp_path: Path) -> None:
    """Where an answer ends the questions it is in no pair, and is run all the same."""
    questions = {
        "kind": {"type": "str", "choices": ["plain", "rich"]},
        "colour": {"type": "str", "choices": ["red", "blue"], "when": "{{ kind == 'rich' }}"},
    }
    covering = cover(read_matrix(ask_about(tmp_path, questions)), "pairwise")

    assert ["plain", "rich-red", "rich-blue"] == ids(covering)


def test_a_question_that_reads_a_later_answer_is_refused(tmp_path: Path) -> None:
    """Copier gives it the later answer with --data and not in a terminal: which is meant?"""
    questions = {
        "early": {"type": "bool", "when": "{{ late is defined }}"},
        "late": {"type": "bool"},
    }
    matrix = read_matrix(ask_about(tmp_path, questions))

    with pytest.raises(TemplateError, match="'early' reads 'late' before that is answered"):
        cover(matrix, "all")
