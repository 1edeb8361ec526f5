"""In no situation does formfacts lose, mar or silently drop anything; the page says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.matrix.measure import Trial, try_copier, try_formfacts
from tests.matrix.page import cell, page, read_rows
from tests.matrix.situation import SAFE, Situation
from tests.matrix.situations import SITUATIONS
from tests.matrix.snapshot import Snapshot

PAGE = (ROOT / "docs/update-matrix.md").read_text(encoding="utf-8")
ROWS = read_rows(PAGE)
# Copier does not change from run to run as formfacts does, and takes twice the time.
SAMPLE = SITUATIONS[::6]


def named(situation: Situation) -> str:
    """Return the name of a test's situation."""
    return situation.name


@pytest.mark.parametrize("situation", SITUATIONS, ids=named)
def test_nothing_of_the_user_s_is_lost(situation: Situation, tmp_path: Path) -> None:
    """Formfacts does what is expected, and nothing is lost by it or by undoing it."""
    trial = try_formfacts(situation, tmp_path / "formfacts")

    assert (situation.expected, ()) == (trial.verdict.kind, trial.verdict.about), trial.run.output
    assert [] == [at for at in situation.there.items() if not holds(trial, *at)]
    assert trial.put_back is None or plain(trial.before) == plain(trial.put_back)
    assert ROWS[situation.name][0] == cell(trial.verdict)


@pytest.mark.parametrize("situation", SAMPLE, ids=named)
def test_copier_does_what_the_page_says(situation: Situation, tmp_path: Path) -> None:
    """What the page says of Copier is what it does."""
    trial = try_copier(situation, tmp_path / "copier")

    assert ROWS[situation.name][1] == cell(trial.verdict), trial.run.output


def test_formfacts_is_expected_to_be_safe() -> None:
    """No situation expects a class that is bad."""
    expected = {situation.expected for situation in SITUATIONS}

    assert set() == expected - SAFE


def test_the_page_has_every_situation() -> None:
    """The page is what its rows make it: the introduction, the counts, the order."""
    made = "\n".join(page(ROWS))

    assert PAGE == made
    assert [situation.name for situation in SITUATIONS] == list(ROWS)


def holds(trial: Trial, path: str, wanted: str | bytes) -> bool:
    """Whether a text is in a file after the run."""
    content = wanted if isinstance(wanted, bytes) else wanted.encode()
    return path in trial.after.tree and content in trial.after.tree[path].content


def plain(snapshot: Snapshot) -> object:
    """Return a snapshot without line endings, which git may convert whenever it writes a file."""
    files = {path: (f.kind, f.content.replace(b"\r", b"")) for path, f in snapshot.tree.items()}
    return files, snapshot.index, snapshot.head, snapshot.staged
