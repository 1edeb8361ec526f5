"""A run over the cases, and its report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.errors import AppError, DataError, ModelError, PromptTooLong
from app.evaluation.run import KEPT, Report, evaluate_all, keep
from tests.fakes import QueuedModel
from tests.small import ask_for_form, make_assistant, write

RIGHT = "Four weeks [1]."
REFUSAL = "That is not in the documents."


def run(root: Path, *replies: str | Exception, limit: int = 0) -> Report:
    """Evaluate the small repo with these replies."""
    return evaluate_all(make_assistant(root, QueuedModel(list(replies))), limit, lambda *_: None)


def test_counts_tell_the_axes_apart(repo: Path) -> None:
    """Right facts in a wrong form are still right facts."""
    counts = run(repo, RIGHT, "Surely.").counts()

    assert {
        "facts": (1, 2),
        "form": (1, 2),
        "right file cited": (1, 1),
        "unanswerable refused": (0, 1),
    } == counts


def test_prose_is_not_asked_to_hand_over(repo: Path) -> None:
    """Handing over is a field of the form, and prose has none."""
    assert ["weeks", "pool"] == [result.case.id for result in run(repo, RIGHT, REFUSAL).results]


def test_a_form_is_asked_to_hand_over(repo: Path) -> None:
    """Every case counts."""
    ask_for_form(repo)
    replies = [
        '{"action": "answer", "sentences": [1]}',
        '{"action": "refuse", "sentences": []}',
        '{"action": "escalate", "sentences": []}',
    ]

    report = run(repo, *replies)

    assert {"facts": (2, 2), "form": (3, 3)} == {
        name: report.counts()[name] for name in ("facts", "form")
    }


def test_a_reply_that_misses_the_form_does_not_end_the_run(repo: Path) -> None:
    """It is a result like any other."""
    ask_for_form(repo)

    report = run(repo, "Hm.", "Still hm.", '{"action": "refuse", "sentences": []}', limit=2)

    assert [False, True] == [result.facts for result in report.results]
    assert "in two tries" in report.results[0].faults[0]


def test_a_model_that_fails_once_does_not_end_the_run(repo: Path) -> None:
    """The case counts as wrong, with the reason, and the report says on how many that was."""
    report = run(repo, ModelError("down for once"), REFUSAL)

    assert [(False, False), (True, True)] == [(one.facts, one.form) for one in report.results]
    assert 0 == report.exit_code
    assert "the model failed on 1 of them: they count as wrong" == report.to_text().splitlines()[1]
    assert report.to_text().endswith("\n\nweeks: down for once")


def test_a_model_that_always_fails_is_a_failed_run(repo: Path) -> None:
    """Scores of an endpoint that is down mean nothing; no cases at all are no failure."""
    report = run(repo, ModelError("down"), ModelError("still down"))

    assert (2, 1) == (json.loads(report.to_json())["unreached"], report.exit_code)
    assert 0 == Report("queued", ()).exit_code


@pytest.mark.parametrize("error", [DataError("no prompt"), PromptTooLong("long")])
def test_what_is_yours_to_change_ends_the_run(repo: Path, error: AppError) -> None:
    """It would be the same for every case."""
    with pytest.raises(type(error)):
        run(repo, error)


def test_the_first_cases_can_be_run_alone(repo: Path) -> None:
    """For a quick look."""
    assert 1 == len(run(repo, RIGHT, limit=1).results)


def test_progress_is_told(repo: Path) -> None:
    """After each case, with how many there are."""
    told: list[tuple[int, int, str]] = []
    assistant = make_assistant(repo, QueuedModel([RIGHT, REFUSAL]))

    evaluate_all(assistant, 0, lambda *step: told.append(step))

    assert [(1, 2, "cases"), (2, 2, "cases")] == told


def test_the_report_is_a_table_and_the_failures(repo: Path) -> None:
    """Each failure with its reason."""
    expected = (
        "2 cases, model: queued\n\n"
        "facts                    1 of 2     50.0 %\n"
        "form                     2 of 2    100.0 %\n"
        "right file cited         1 of 1    100.0 %\n"
        "unanswerable refused     0 of 1      0.0 %\n\n"
        "pool: answered although the documents hold no answer"
    )

    assert expected == run(repo, RIGHT, "Yes [1].").to_text()


def test_measures_without_cases_are_left_out(repo: Path) -> None:
    """A repo that only labels has no facts to count."""
    write(repo / "evals/cases.yaml", "- {id: a, question: A ticket}\n")

    text = run(repo, "x [1].").to_text()

    assert "1 cases, model: queued\n\nform                     1 of 1    100.0 %" == text


def test_json_holds_counts_and_results(repo: Path) -> None:
    """For programs."""
    report = json.loads(run(repo, RIGHT, limit=1).to_json())

    assert {"right": 1, "of": 1} == report["counts"]["facts"]
    assert [
        {
            "id": "weeks",
            "facts": True,
            "form": True,
            "cited": True,
            "cites": True,
            "reached": True,
            "faults": [],
            "answer": RIGHT,
        }
    ] == report["results"]


def test_the_report_on_all_cases_is_kept(repo: Path) -> None:
    """With the halves that were switched on, for whoever reads it later."""
    report = run(repo, RIGHT, REFUSAL)

    assert report.to_json() == (repo / KEPT).read_text(encoding="utf-8")
    assert ["training"] == json.loads(report.to_json())["halves"]
    assert [KEPT] == [path.relative_to(repo).as_posix() for path in (repo / ".cache").iterdir()]


def test_a_quick_look_is_not_kept(repo: Path) -> None:
    """The report on all cases stays."""
    whole = run(repo, RIGHT, REFUSAL)

    run(repo, REFUSAL, limit=1)

    assert whole.to_json() == (repo / KEPT).read_text(encoding="utf-8")


def test_a_report_that_cannot_be_kept_is_not_lost(repo: Path) -> None:
    """It is printed all the same."""
    (repo / ".cache").write_text("in the way", encoding="utf-8")

    assert (1, 2) == run(repo, RIGHT, "Yes [1].").counts()["facts"]


def test_a_report_is_kept_whole_or_not_at_all(repo: Path) -> None:
    """Where its place is taken, nothing is left behind."""
    (repo / KEPT / "taken").mkdir(parents=True)

    keep(Report("queued", ()), repo / KEPT)

    assert [KEPT.rpartition("/")[2]] == [path.name for path in (repo / ".cache").iterdir()]


def test_an_escape_sequence_in_a_reply_stays_out_of_the_report(repo: Path) -> None:
    """Neither as text nor as JSON."""
    write(repo / "evals/cases.yaml", "- {id: a, question: A ticket, form: {topic: x}}\n")
    report = run(repo, "\x9b31m [1].")

    assert "\x9b" not in report.to_text() + report.to_json()
