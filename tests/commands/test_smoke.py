"""`formfacts smoke`: what it prints, what it refuses, and with which exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Formfacts
from tests.smoke.run.smoked import Bench, make_bench


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


@pytest.mark.parametrize("plan", [["--plan"], []], ids=["plan", "run"])
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--cover", "most"], "choose from all, pairwise, each, examples"),
        (["--only", "aproach=rag"], "approach"),
        (["--shard", "5/4"], "1/4 to 4/4"),
        (["--changed-since", "nowhere"], "no such commit"),
        (["--check", "test"], "tests"),
        (["--config", "does/not/exist"], "cannot be read"),
        (["does/not/exist"], "exist"),
    ],
)
def test_what_is_wrong_is_said(
    formfacts: Formfacts, tmp_path: Path, plan: list[str], arguments: list[str], message: str
) -> None:
    """One line, and the exit code for what could not be run."""
    done = formfacts("smoke", "--cache", str(tmp_path), *plan, *arguments)

    assert (2, "", 1) == (done.code, done.out, done.err.count("\n"))
    assert message in done.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--jobs", "0"], "it takes one at least"),
        (["--on", "moon"], "there is only ray"),
        (["--env", "does/not/exist"], "name the folder of an environment"),
        (["--html", "does/not/exist.html"], "name a file in a folder that is there"),
        (["--junit", "."], "name a file in a folder that is there"),
    ],
)
def test_what_a_run_cannot_do_is_said(tmp_path: Path, arguments: list[str], message: str) -> None:
    """In a run alone; with what could be done until then on the lines before."""
    bench = make_bench(tmp_path)
    bench.write("checks: {mine: {run: 'true'}}")
    done = bench.smoke(*arguments)

    assert (2, {}) == (done.code, done.report)
    assert message in done.err.splitlines()[-1]
    assert "Traceback" not in done.err


def test_any_template_can_be_planned(formfacts: Formfacts, tmp_path: Path) -> None:
    """The options are read from its copier.yml; nothing is written anywhere."""
    (tmp_path / "copier.yml").write_text(
        "store: {type: str, choices: [a, b], default: a}\nfast: {type: bool, default: false}\n",
        encoding="utf-8",
    )
    cache = tmp_path / "cache"
    options = ("--plan", "--cover", "all", "--json", "--cache", str(cache))
    done = formfacts("smoke", str(tmp_path), *options)

    assert 4 == len(json.loads(done.out)["include"])
    assert not cache.exists()


def test_results_come_in_four_forms(tmp_path: Path) -> None:
    """A table, JSON, JUnit and a page, of the same results."""
    bench: Bench = make_bench(tmp_path)
    bench.write("checks: {mine: {run: grep -x a store.txt}}")
    page, junit = tmp_path / "page.html", tmp_path / "junit.xml"
    done = bench.smoke("--json", "--html", str(page), "--junit", str(junit), "--check", "mine")

    assert (1, done.report) == (done.code, json.loads(done.out))
    assert '<testsuites name="formfacts smoke template' in junit.read_text(encoding="utf-8")
    assert "<html" in page.read_text(encoding="utf-8")


def test_names_that_are_no_text_are_no_hindrance(tmp_path: Path) -> None:
    """Neither in a log nor in a report."""
    bench = make_bench(tmp_path)
    bench.write("checks: {mine: {run: \"printf '\\\\377\\\\033[31m<\\\\000'; exit 1\"}}")
    page, junit = tmp_path / "page.html", tmp_path / "junit.xml"
    options = ("--only", "store=a", "--html", str(page), "--junit", str(junit))
    done = bench.smoke(*options, "--keep-failed")

    assert (1, "failed") == (done.code, done.statuses["a"]["mine"])
    assert "Traceback" not in done.err
