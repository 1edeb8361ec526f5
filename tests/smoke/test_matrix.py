"""The options and combinations of a template, read from its copier.yml."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from formfacts.errors import AnswerError, TemplateError, UsageError
from formfacts.scaffold.source import template_root
from formfacts.smoke.matrix import Matrix, read_matrix
from tests.smoke.templates import ask_about, lay_out


def options(matrix: Matrix) -> dict[str, list[object]]:
    """Return the values of each option, as they are given to Copier."""
    return {option.name: [v.given for v in option.values] for option in matrix.options}


def ids(matrix: Matrix) -> list[str]:
    """Return the id of every combination."""
    return [matrix.combination(way).id for way in matrix.graph.paths()]


def test_our_template() -> None:
    """Approach, provider and, with retrieval, the embedder; the rest has no choice yet."""
    matrix = read_matrix(template_root())

    assert {
        "approach": ["prompt", "rag", "finetune", "hybrid"],
        "provider": ["offline", "openai"],
        "embedder": ["minilm", "openai", "none"],
    } == options(matrix)
    assert 16 == matrix.graph.count
    assert {"prompt-offline", "hybrid-openai-minilm", "rag-offline-embedder_openai"} < {
        *ids(matrix)
    }


def test_copier_is_not_imported() -> None:
    """Reading the matrix costs none of the 0.4 s that importing Copier takes."""
    program = (
        "import sys; from pathlib import Path; from formfacts.smoke.matrix import read_matrix; "
        f"read_matrix(Path({str(template_root())!r})); "
        "print([name for name in sys.modules if name.split('.')[0] in ('copier', 'pydantic')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )

    assert "[]" == done.stdout.strip()


EVERY_KIND: Mapping[str, Any] = {
    "name": {"type": "str", "default": "x"},
    "size": 3,
    "plain": {"type": "str", "choices": ["a", "b"]},
    "named": {"type": "int", "choices": {"One": 1, "Two": 2}, "default": 1},
    "pairs": {"type": "yaml", "choices": [["None", "~"], ["Three", "3"]], "default": 3},
    "computed": {"type": "str", "choices": "{{ ['x', 'y'] if plain == 'a' else ['y'] }}"},
    "some": {"type": "str", "multiselect": True, "choices": ["p", "q"], "default": ["p"]},
    "sure": {"type": "bool", "default": False},
    "short": True,
    "never": {"type": "bool", "when": False, "default": True},
    "fixed": {"type": "str", "choices": ["m", "n"], "default": "m", "ask": False},
}


def test_every_kind_of_question(tmp_path: Path) -> None:
    """Choices in every form, yes and no; open, computed and unasked questions are no options."""
    matrix = read_matrix(ask_about(tmp_path, EVERY_KIND))

    assert {
        "plain": ["a", "b"],
        "named": [1, 2],
        "pairs": [None, 3],
        "computed": ["x", "y"],
        "some": [[], ["p"], ["q"], ["p", "q"]],
        "sure": [False, True],
        "short": [False, True],
    } == options(matrix)
    assert 3 * 2 * 2 * 4 * 2 * 2 == matrix.graph.count


def test_hidden_and_unasked_questions_make_no_combinations(tmp_path: Path) -> None:
    """By `when` or by `ask`: what nobody is asked does not vary."""
    questions = {
        "docker": {"type": "bool"},
        "check": {"type": "bool", "when": "{{ docker }}", "default": True},
        "port": {
            "type": "int",
            "choices": [80, 443],
            "ask": "{{ check and docker }}",
            "default": 80,
        },
    }
    matrix = read_matrix(ask_about(tmp_path, questions))

    assert [
        "no_docker",
        "docker-no_check",
        "docker-check-80",
        "docker-check-443",
    ] == ids(matrix)


def test_a_hidden_question_has_its_default_all_the_same(tmp_path: Path) -> None:
    """Copier shows the default of a hidden question to those after it."""
    questions = {
        "docker": {"type": "bool"},
        "image": {
            "type": "str",
            "choices": ["slim", "full"],
            "default": "full",
            "when": "{{ docker }}",
        },
        "size": {
            "type": "str",
            "choices": ["s", "l"],
            "default": "l",
            "when": "{{ image == 'full' }}",
        },
    }
    matrix = read_matrix(ask_about(tmp_path, questions))

    assert ["no_docker-s", "no_docker-l", "docker-slim", "docker-full-s", "docker-full-l"] == ids(
        matrix
    )


def test_validators_rule_combinations_out(tmp_path: Path) -> None:
    """Those of questions, of choices, and of open questions about their default."""
    questions = {
        "store": {"type": "str", "choices": ["file", "cloud"]},
        "auth": {
            "type": "str",
            "choices": {
                "no": "none",
                "yes": {
                    "value": "key",
                    "validator": "{% if store == 'file' %}needs cloud{% endif %}",
                },
            },
        },
        "backup": {
            "type": "bool",
            "validator": "{% if backup and store == 'cloud' %}the cloud has its own{% endif %}",
        },
        "region": {
            "type": "str",
            "default": "{{ 'eu' if auth == 'key' or store == 'file' else '' }}",
            "validator": "{% if not region %}say where{% endif %}",
        },
    }
    matrix = read_matrix(ask_about(tmp_path, questions))

    assert ["file-none-no_backup", "file-none-backup", "cloud-key-no_backup"] == ids(matrix)
    assert "backup: True: the cloud has its own" in matrix.rejected


def test_values_make_an_option_of_an_open_question(tmp_path: Path) -> None:
    """Named values are tried as they are; one that is rejected is in no combination."""
    questions = {
        "name": {
            "type": "str",
            "default": "x",
            "validator": "{% if ' ' in name %}no spaces{% endif %}",
        },
        "sure": {"type": "bool"},
    }
    values = {"name": ["short", "with space", "Ünïcode"], "sure": [True]}
    matrix = read_matrix(ask_about(tmp_path, questions), values=values)

    assert {"name": ["short", "Ünïcode"], "sure": [True]} == options(matrix)
    assert ["short", "n_code"] == ids(matrix)


def test_values_for_a_question_without_default(tmp_path: Path) -> None:
    """Such a question is refused, and answered by naming values."""
    root = ask_about(tmp_path, {"name": {"type": "str"}})

    with pytest.raises(UsageError, match="'name' has no default: name answers to try"):
        read_matrix(root)
    assert ["x"] == options(read_matrix(root, values={"name": ["x"]}))["name"]


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"nmae": ["x"]}, "no question 'nmae': did you mean 'name'"),
        ({"slug": ["x"]}, "no question 'slug'"),
        ({"name": "x"}, r"'x' is no list: write \[first, second\]"),
        ({"name": []}, "is no list"),
    ],
)
def test_wrong_values_are_usage_errors(
    tmp_path: Path, values: dict[str, object], complaint: str
) -> None:
    """Values need a question that is asked, and a list."""
    questions = {"name": {"type": "str", "default": "x"}, "slug": {"when": False, "default": "y"}}

    with pytest.raises(UsageError, match=complaint):
        read_matrix(ask_about(tmp_path, questions), values=values)


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ({"type": "strr", "default": "x"}, "'q' has the type 'strr': use bool, float"),
        ({"type": "str", "default": "x", "when": "{{ nothing.at.all }}"}, "'when' of the question"),
        ({"type": "str", "default": "{{ x"}, "'default' of the question 'q' fails"),
        ({"type": "int", "choices": ["one"]}, "'choices' of the question 'q' fails"),
        ({"type": "str", "choices": {"a": {"validator": "x"}}}, "'choices' of the question 'q'"),
        ({"type": "int", "default": "many"}, "no valid combination of answers: q: 'many'"),
    ],
)
def test_broken_questions_are_template_errors(
    tmp_path: Path, entry: dict[str, Any], complaint: str
) -> None:
    """The question and the part of it that fails are named."""
    with pytest.raises(TemplateError, match=complaint):
        read_matrix(ask_about(tmp_path, {"q": entry}))


def test_it_is_said_for_which_answers_a_question_fails(tmp_path: Path) -> None:
    """The author need not guess which combination it is."""
    questions = {"size": {"type": "int", "choices": [1, 0]}, "part": {"default": "{{ 1 / size }}"}}

    with pytest.raises(TemplateError, match=r"ZeroDivisionError.* \(where size=0\)"):
        read_matrix(ask_about(tmp_path, questions))


def test_there_is_no_template(tmp_path: Path) -> None:
    """A folder that is not there is told as such."""
    with pytest.raises(TemplateError, match="there is no template in"):
        read_matrix(tmp_path / "nowhere")


def test_extensions_need_trust(tmp_path: Path) -> None:
    """A template's own Python code runs only for those who trust it."""
    root = ask_about(tmp_path, {"_jinja_extensions": ["jinja2.ext.do"], "sure": True})

    with pytest.raises(UsageError, match="pass --trust"):
        read_matrix(root)
    assert 2 == read_matrix(root, trust=True).graph.count


def test_signs_and_filters_of_the_template(tmp_path: Path) -> None:
    """Its own signs for expressions, strict names, and the filters that Copier brings."""
    questions = {
        "_envops": {
            "variable_start_string": "[[",
            "variable_end_string": "]]",
            "undefined": "jinja2.StrictUndefined",
        },
        "name": {"type": "str", "default": "Some Name"},
        "slug": {"type": "str", "when": False, "default": "[[ name | regex_replace(' ', '-') ]]"},
        "sure": {
            "type": "bool",
            "when": "[[ slug == 'Some-Name' and pathjoin('a', 'b') == 'a/b' ]]",
        },
    }

    assert 2 == read_matrix(ask_about(tmp_path, questions)).graph.count


def test_questions_in_several_files(tmp_path: Path) -> None:
    """Included questions are asked where they are included."""
    files = {
        "copier.yml": "one: {type: bool}\n---\n!include more.yml\n",
        "more.yml": "two: {type: bool, when: '{{ one }}'}\n",
    }

    assert 3 == read_matrix(lay_out(tmp_path, files)).graph.count


def test_a_template_without_questions_has_one_combination(tmp_path: Path) -> None:
    """There is nothing to choose, and still something to try."""
    assert ["default"] == ids(read_matrix(tmp_path))


def test_more_combinations_than_anyone_could_list_are_counted(tmp_path: Path) -> None:
    """The count needs no list."""
    questions = {f"q{number}": {"type": "bool"} for number in range(80)}

    assert 2**80 == read_matrix(ask_about(tmp_path, questions)).graph.count


def test_questions_that_all_hang_together_are_refused(tmp_path: Path) -> None:
    """Where every answer matters to a later question there is no short cut."""
    questions: dict[str, Any] = {f"q{number}": {"type": "bool"} for number in range(17)}
    questions["all"] = {"type": "str", "default": "{{ _copier_answers }}"}

    with pytest.raises(UsageError, match="depend on one another in more than 50,000 ways"):
        read_matrix(ask_about(tmp_path, questions))


def test_answers_of_somebody_are_checked(tmp_path: Path) -> None:
    """Unknown and rejected answers are named, and those that are missing."""
    questionnaire = read_matrix(
        ask_about(tmp_path, {"size": {"type": "int", "choices": [1, 2]}})
    ).questionnaire

    assert {"size": 2} == questionnaire.ask({"size": "2"}).answers
    for given, complaint in [
        ({"sise": 1}, "no question 'sise': did you mean 'size'"),
        ({"size": 3}, "size: 3: not offered: choose from 1, 2"),
        ({}, "size: there is no answer, and no default"),
    ]:
        with pytest.raises(AnswerError, match=complaint):
            questionnaire.ask(given)
