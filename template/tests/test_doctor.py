"""The doctor: what is in place, what is missing, and never what the key is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.doctor import Examination, Finding, State, examine
from app.settings import load_settings
from tests.small import write


def look(repo: Path) -> dict[str, Finding]:
    """Examine the repo, offline, and return the findings by what was looked at."""
    found = examine(load_settings(offline=True), repo).findings
    return {finding.what: finding for finding in found}


def add(repo: Path, text: str) -> None:
    """Append to settings.yaml."""
    with (repo / "settings.yaml").open("a", encoding="utf-8") as file:
        file.write(text)


def test_a_repo_in_order_has_nothing_missing(repo: Path) -> None:
    """Each part is counted or named."""
    examination = examine(load_settings(offline=True), repo)

    details = {finding.what: finding.detail for finding in examination.findings}
    assert 0 == examination.exit_code
    assert "prompts/system.md; 1 worked examples" == details["prompt"]
    assert "prose" == details["answer form"]
    assert "3 cases in evals/cases.yaml" == details["evaluation"]
    assert "2 texts with 3 sections" == details["reference texts"]
    assert "on, in logs/interactions.jsonl" == details["interaction log"]


def test_offline_needs_no_key(repo: Path) -> None:
    """And sends nothing."""
    found = look(repo)

    assert "note" == found["OPENAI_API_KEY"].state
    assert "nothing is sent anywhere" in found["model"].detail


def test_the_key_is_never_shown(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only that there is one."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")

    examination = examine(load_settings(offline=True), repo)

    assert Finding("OPENAI_API_KEY", "ok", "set") in examination.findings
    assert "sk-secret" not in examination.to_text() + examination.to_json()


def test_everything_wrong_is_seen_at_once(repo: Path) -> None:
    """One error does not hide the next."""
    (repo / "prompts/system.md").unlink()
    write(repo / "evals/cases.yaml", "- nothing")
    (repo / "rows.jsonl").unlink()
    add(repo, "answer: {schema: none.json}\n")
    for path in (repo / "docs").iterdir():
        path.unlink()

    found = look(repo)

    wrong = {what for what, finding in found.items() if finding.state == "wrong"}
    assert {"prompt", "evaluation", "answer form", "reference texts"} == wrong
    assert "system.md does not exist" in found["prompt"].detail
    assert "missing" == found["training rows"].state


def test_an_index_that_is_missing_is_to_be_made(repo: Path) -> None:
    """The finding says how, and documents are counted."""
    add(repo, "retrieval: {documents: docs}\n")

    found = look(repo)

    assert Finding("documents", "ok", "2 files in docs") == found["documents"]
    assert Finding("index", "missing", "run `make ingest`") == found["index"]


def test_documents_that_are_missing_are_seen(repo: Path) -> None:
    """An index of nothing would answer nothing."""
    add(repo, "retrieval: {documents: papers}\n")

    assert Finding("documents", "missing", "0 files in papers") == look(repo)["documents"]


def test_an_adapter_that_is_missing_is_to_be_trained(repo: Path) -> None:
    """Training rows are yours to write."""
    (repo / "adapter").rename(repo / "elsewhere")

    found = look(repo)

    assert Finding("adapter", "missing", "run `make train`") == found["adapter"]
    assert Finding("training rows", "ok", "rows.jsonl") == found["training rows"]


def test_a_log_that_is_off_is_said(repo: Path) -> None:
    """So that nobody waits for lines."""
    add(repo, "log: {enabled: false}\n")

    assert "off" == look(repo)["interaction log"].detail


@pytest.mark.parametrize(("state", "code"), [("ok", 0), ("note", 0), ("missing", 1), ("wrong", 1)])
def test_the_exit_code_says_whether_all_is_in_place(state: State, code: int) -> None:
    """For scripts and CI."""
    finding = Finding("index", state, "")

    assert code == Examination((Finding("python", "ok", ""), finding)).exit_code


def test_the_findings_are_lines_of_a_table() -> None:
    """State, what, detail."""
    findings = (Finding("python", "ok", "3.11"), Finding("index", "missing", "run `make ingest`"))

    text = Examination(findings).to_text()

    assert "ok      python  3.11\nmissing index   run `make ingest`" == text


def test_json_holds_the_findings() -> None:
    """For programs."""
    examination = Examination((Finding("python", "ok", "3.11"),))

    expected = [{"what": "python", "state": "ok", "detail": "3.11"}]
    assert expected == json.loads(examination.to_json())
