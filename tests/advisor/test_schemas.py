"""The published schemas: current, and true."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from formfacts.advisor.costing import CostFlags, costs_of
from formfacts.advisor.costs.data import to_data
from formfacts.advisor.document import to_dict
from formfacts.advisor.recommendation import advise
from formfacts.advisor.schemas import SCHEMAS, advice_schema, as_text, situation_schema
from formfacts.advisor.situation import make_situation
from tests.advisor.test_recommendation import situations
from tests.conftest import ROOT

SITUATION = Draft202012Validator(situation_schema())
ADVICE = Draft202012Validator(advice_schema())


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_file_is_current(name: str) -> None:
    """If this fails: python -m formfacts.advisor.schemas docs."""
    schema = SCHEMAS[name]()

    Draft202012Validator.check_schema(schema)
    assert as_text(schema) == (ROOT / "docs" / name).read_text("utf-8")


@pytest.mark.parametrize("file", sorted(ROOT.glob("examples/*/situation.yml")), ids=str)
def test_the_examples_are_situations(file: Path) -> None:
    """Every example that ships keeps to the schema."""
    SITUATION.validate(yaml.safe_load(file.read_text("utf-8")))


@settings(deadline=None)
@given(facts=situations)
def test_what_can_be_read_keeps_to_the_schema(facts: dict[str, str]) -> None:
    """Facts at the top and under `facts` are both situations."""
    SITUATION.validate({"title": "x", "facts": facts})
    SITUATION.validate(yaml.safe_load(yaml.safe_dump(facts)) or {})


@pytest.mark.parametrize(
    "wrong",
    [
        {"knowlege_gap": "yes"},
        {"behaviour_gap": "tome"},
        {"facts": {"hosting": "cloud"}},
        {"facts": {}, "hosting": "either"},
        {"corpus_size": [1]},
        {"requests_per_day": -1},
        ["knowledge_gap"],
    ],
)
def test_what_cannot_be_read_does_not(wrong: Any) -> None:  # noqa: ANN401  whatever a file holds
    """A wrong name or value is found by an editor, before formfacts is run."""
    assert not SITUATION.is_valid(wrong)


@pytest.mark.parametrize("text", ["knowledge_gap: yes", "prompting_tried: no", "corpus_size:"])
def test_what_yaml_makes_of_bare_words_is_allowed(text: str) -> None:
    """A bare yes is a truth value by the time that a schema sees it."""
    SITUATION.validate(yaml.safe_load(text))


@settings(deadline=None)
@given(facts=situations)
def test_any_advice_keeps_to_the_schema(facts: dict[str, str]) -> None:
    """What `--json` prints is what is published."""
    ADVICE.validate(json.loads(json.dumps(to_dict(advise(make_situation(facts))))))


def test_advice_with_costs_keeps_to_it_too() -> None:
    """The costs are a part of it, where asked for."""
    situation = make_situation({"knowledge_gap": "yes"})
    costs = to_data(costs_of(situation, CostFlags(costs=True)))

    ADVICE.validate(json.loads(json.dumps({**to_dict(advise(situation)), "costs": costs})))
