"""Templates for these tests: written from a mapping of files, or made at random."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from hypothesis import strategies as st

NAMES = ("alpha", "beta", "gamma", "delta", "epsilon")
VALUES = ("one", "two", "three")

Questions = dict[str, dict[str, Any]]


def lay_out(root: Path, files: Mapping[str, str]) -> Path:
    """Write the files below `root`, by path, and return it."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def ask_about(root: Path, questions: Mapping[str, Any]) -> Path:
    """Write a template that has these entries in copier.yml, and return its root."""
    text = yaml.safe_dump(dict(questions), sort_keys=False, allow_unicode=True)
    return lay_out(root, {"copier.yml": text})


@st.composite
def questionnaires(draw: st.DrawFn, most: int = 4) -> Questions:
    """Draw a few questions of every kind, each with conditions on those before it."""
    questions: Questions = {}
    for name in NAMES[: draw(st.integers(1, most))]:
        before = list(questions)
        kind = draw(st.sampled_from(KINDS if before else INDEPENDENT))
        entry = kind(draw)
        if before and draw(st.sampled_from([True, False])):
            part = draw(st.sampled_from(["when", "ask"]))
            entry[part] = f"{{{{ {draw(conditions(before))} }}}}"
        if before and draw(st.integers(0, 3)) == 0:
            against = draw(conditions([*before, name]))
            entry["validator"] = f"{{% if {against} %}}not with that{{% endif %}}"
        questions[name] = entry
    return questions


@st.composite
def conditions(draw: st.DrawFn, names: list[str]) -> str:
    """Draw an expression about one or two answers."""
    name, other = draw(st.sampled_from(names)), draw(st.sampled_from(names))
    value = draw(st.sampled_from(VALUES))
    return draw(
        st.sampled_from(
            [
                f"{name} == '{value}'",
                f"{name} != '{value}'",
                f"{name} == '{value}' and {other} == 'one'",
                f"'{value}' in ({name} | string)",
                f"{name} is defined and {name}",
            ]
        )
    )


def choice(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question with choices, plain or named."""
    values = list(VALUES[: draw(st.integers(1, 3))])
    forms = [values, {f"The {value}": value for value in values}, [[v.upper(), v] for v in values]]
    return {"type": "str", "choices": draw(st.sampled_from(forms)), "default": values[0]}


def guarded_choice(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question one of whose choices is off at times."""
    guard = "{% if alpha == 'two' %}not with two{% endif %}"
    second = {"value": "two", "validator": guard}
    return {"type": "str", "choices": {"First": "one", "Second": second}, "default": "one"}


def computed_choice(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question whose choices follow from another answer."""
    text = "{{ ['one', 'two'] if alpha == 'one' else ['two', 'three'] }}"
    return {"type": "str", "choices": text, "default": "two"}


def several(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question to which several choices can be the answer."""
    values = list(VALUES[: draw(st.integers(1, 3))])
    return {"type": "str", "multiselect": True, "choices": values, "default": values[:1]}


def switch(draw: st.DrawFn) -> dict[str, Any]:
    """Return a yes or no."""
    return {"type": "bool", "default": draw(st.booleans())}


def derived_switch(draw: st.DrawFn) -> dict[str, Any]:
    """Return a yes or no whose default follows from another answer."""
    return {"type": "bool", "default": "{{ alpha == 'one' }}"}


def number(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question whose choices are numbers."""
    return {"type": draw(st.sampled_from(["int", "yaml"])), "choices": [1, 2], "default": 2}


def text(draw: st.DrawFn) -> dict[str, Any]:
    """Return an open question."""
    return {"type": "str", "default": draw(st.sampled_from(["one", "four"]))}


def derived_text(draw: st.DrawFn) -> dict[str, Any]:
    """Return an open question whose default follows from another answer."""
    return {"type": "str", "default": "{{ alpha }}"}


def computed(draw: st.DrawFn) -> dict[str, Any]:
    """Return a question that is never asked."""
    return {"type": "str", "when": False, "default": "{{ alpha }}"}


INDEPENDENT = (choice, several, switch, number, text)
KINDS = (*INDEPENDENT, guarded_choice, computed_choice, derived_switch, derived_text, computed)
