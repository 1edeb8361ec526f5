"""`formfacts smoke --plan`: what it prints, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Formfacts


def test_plan_covers_every_pair_of_our_options(formfacts: Formfacts) -> None:
    """The page says so, and names each combination."""
    done = formfacts("smoke", "--plan")

    assert (0, "") == (done.code, done.err)
    assert "(100 %)" in done.out
    assert "rag-openai-minilm" in done.out


def test_plan_is_a_matrix_for_github_actions(formfacts: Formfacts) -> None:
    """One job for each combination, with the answers to generate it from."""
    done = formfacts("smoke", "--plan", "--json", "--only", "approach=prompt", "--shard", "*/2")

    jobs = json.loads(done.out)["include"]
    assert {"prompt"} == {job["answers"]["approach"] for job in jobs}
    assert {1, 2} == {job["shard"] for job in jobs}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "pass --plan"),
        (["--plan", "--cover", "most"], "choose from all, pairwise, each, examples"),
        (["--plan", "--only", "aproach=rag"], "approach"),
        (["--plan", "--shard", "5/4"], "1/4 to 4/4"),
        (["--plan", "--changed-since", "nowhere"], "no such commit"),
        (["--plan", "does/not/exist"], "exist"),
    ],
)
def test_what_is_wrong_is_said(formfacts: Formfacts, arguments: list[str], message: str) -> None:
    """One line, and exit code 2 or 1."""
    done = formfacts("smoke", *arguments)

    assert done.code in {1, 2}
    assert message in done.err
    assert 1 == done.err.count("\n")


def test_any_template_can_be_planned(formfacts: Formfacts, tmp_path: Path) -> None:
    """The options are read from its copier.yml."""
    (tmp_path / "copier.yml").write_text(
        "store: {type: str, choices: [a, b], default: a}\nfast: {type: bool, default: false}\n",
        encoding="utf-8",
    )

    done = formfacts("smoke", str(tmp_path), "--plan", "--cover", "all", "--json")

    assert 4 == len(json.loads(done.out)["include"])
