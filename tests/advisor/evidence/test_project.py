"""What a repo shows, and every way in which it may not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formfacts.advisor.approach import Approach
from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.project import read_evidence
from formfacts.errors import FormfactsError, InputFileError, UsageError
from tests.advisor.evidence.repos import EVALUATION, counts, report, write, write_repo

GOOD = report(facts=(40, 60), form=(60, 60))


def wrong(repo: Path) -> str:
    """Return the one line with which a repo is refused."""
    with pytest.raises(FormfactsError) as caught:
        read_evidence(repo)
    assert isinstance(caught.value, UsageError)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_a_repo_that_was_evaluated(tmp_path: Path) -> None:
    """Its approach and its scores."""
    found = read_evidence(write_repo(tmp_path, "rag", GOOD))

    assert (Approach.RAG, Score(40, 60), 60) == (found.approach, found.as_is.facts, found.cases)
    assert (None, None, {}) == (found.training, found.rows, found.arms)


def test_a_repo_that_was_trained(tmp_path: Path) -> None:
    """The comparison on held-out rows, and how many rows there are."""
    repo = write_repo(tmp_path, "hybrid", report("hybrid", form=(5, 9)))
    rows = [{"name": "form met", "base": 0, "tuned": 9, "of": 9}]
    write(repo / ".cache/adapter/report.json", json.dumps({"base": "tiny", "counts": rows}))
    write(repo / "data/grounded/train.jsonl", "{}\n{}\n\n{}\n")

    found = read_evidence(repo)

    assert found.training is not None
    assert (True, 3) == (found.training.helped, found.rows)


def test_a_diagnosis_adds_its_arms(tmp_path: Path) -> None:
    """The repo as it is stays what `make evaluate` said last."""
    repo = write_repo(tmp_path, "rag", GOOD)
    arms = {"gold": {"counts": counts(facts=(58, 60), form=(60, 60))}}
    write(repo / ".cache/diagnosis.json", json.dumps(report(facts=(1, 60)) | {"arms": arms}))

    found = read_evidence(repo)

    assert (Score(40, 60), {"gold"}) == (found.as_is.facts, set(found.arms))


def test_a_diagnosis_alone_does(tmp_path: Path) -> None:
    """The arm that is what the repo does stands for it."""
    repo = write_repo(tmp_path, "rag")
    arms = {"retrieved": {"counts": counts(facts=(30, 60), form=(60, 60))}}
    write(repo / ".cache/diagnosis.json", json.dumps({"arms": arms}))

    assert Score(30, 60) == read_evidence(repo).as_is.facts


def test_a_diagnosis_without_the_repo_as_it_is(tmp_path: Path) -> None:
    """What the model does alone says nothing of a repo that retrieves."""
    repo = write_repo(tmp_path, "rag")
    arms = {"plain": {"counts": counts(form=(6, 60))}}
    write(repo / ".cache/diagnosis.json", json.dumps({"arms": arms}))

    assert "does not say how the repo does; run `make evaluate` in it" in wrong(repo)


def test_a_report_from_elsewhere(tmp_path: Path) -> None:
    """What an older template printed and did not keep; it does not name the halves."""
    repo = write_repo(tmp_path / "repo", "rag")
    old = {key: value for key, value in GOOD.items() if key != "halves"}
    path = write(tmp_path / "printed.json", json.dumps(old))

    assert Score(40, 60) == read_evidence(repo, path).as_is.facts


def test_a_report_from_before_a_promotion(tmp_path: Path) -> None:
    """Says nothing about the repo as it is."""
    repo = write_repo(tmp_path, "hybrid", GOOD)

    assert wrong(repo).endswith(
        "evaluation.json was measured with retrieval on, and the repo is hybrid;"
        " run `make evaluate`"
    )
    assert "with neither half on" in wrong(write_repo(tmp_path, "rag", report("prompt")))


def test_not_evaluated_yet(tmp_path: Path) -> None:
    """What to run, also in a repo that keeps no report."""
    assert "run `make evaluate` in it, or" in wrong(write_repo(tmp_path))


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (None, "has no .copier-answers.yml; pass a project that `formfacts new` made"),
        ("approach: agents\n", "says approach 'agents', which is none of prompt, rag, "),
        ("approach: [rag]\n", "says approach ['rag'], which is none of"),
        ("other: 1\n", "says approach None"),
        ("- 1\n", "holds a list, no mapping"),
        ("a: *b\n", "is not plain YAML"),
    ],
)
def test_no_generated_repo(tmp_path: Path, answers: str | None, says: str) -> None:
    """Another template's project, or none."""
    if answers is not None:
        write(tmp_path / ".copier-answers.yml", answers)

    assert says in wrong(tmp_path)


def test_no_folder(tmp_path: Path) -> None:
    """A file, or nothing at all."""
    assert "is no folder; pass the folder of a generated project" in wrong(tmp_path / "none")
    assert "is no folder" in wrong(write(tmp_path / "file", ""))


def test_links_out_of_the_repo(tmp_path: Path) -> None:
    """Each of the files is held to stay inside."""
    secret = write(tmp_path / "secret.json", json.dumps(GOOD))
    repo = write_repo(tmp_path / "repo", "finetune", report("finetune", form=(5, 9)))
    rows = repo / "data" / "rows"
    rows.mkdir(parents=True)
    (rows / "train.jsonl").symlink_to(secret)

    assert "leads out of the project" in wrong(repo)

    (rows / "train.jsonl").unlink()
    (repo / EVALUATION).unlink()
    (repo / EVALUATION).symlink_to(secret)

    assert "leads out of the project" in wrong(repo)


def test_a_malformed_report_of_training(tmp_path: Path) -> None:
    """Names the command that writes it."""
    repo = write_repo(tmp_path, "finetune", report("finetune", form=(5, 9)))
    write(repo / ".cache/adapter/report.json", '{"base": "tiny", "counts": [{}]}')

    with pytest.raises(InputFileError, match=r"run `make train`$"):
        read_evidence(repo)
