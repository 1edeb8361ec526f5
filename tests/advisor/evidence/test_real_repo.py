"""A repo that was generated and evaluated for real, from its report to the advice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from formfacts.advisor.evidence import advise_from, as_lines, facts_from, to_data
from tests.advisor.evidence.repos import EVALUATION
from tests.conftest import ROOT
from tests.template.projects import app, project

pytestmark = pytest.mark.slow
SCHEMA = json.loads((ROOT / "docs" / "evaluation.schema.json").read_text(encoding="utf-8"))


def test_a_repo_is_evaluated_and_advised(tmp_path: Path) -> None:
    """What `evaluate` keeps meets the published schema, and says what to do."""
    repo = project(tmp_path / "project", {"approach": "prompt"})
    printed = app(repo, "evaluate", "--json").stdout

    found = advise_from(repo)

    Draft202012Validator(SCHEMA).validate(json.loads(printed))
    assert json.loads(printed) == json.loads((repo / EVALUATION).read_text(encoding="utf-8"))
    assert "offline (quotes only)" == to_data(found)["model"]
    assert found.evidence.as_is.cited.of > 0
    assert {"test_set": "yes"} == facts_from(found)
    assert as_lines(found, 100)
