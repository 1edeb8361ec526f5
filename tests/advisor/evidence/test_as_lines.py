"""The verdict in the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from formfacts.advisor.evidence.as_lines import as_lines
from formfacts.advisor.evidence.interval import Score
from formfacts.advisor.evidence.training import Measure, Training
from formfacts.advisor.evidence.verdict import Verdict, judge_evidence
from tests.advisor.evidence.repos import arm, evidence


def verdict() -> Verdict:
    """Return one with an experiment and a command."""
    return judge_evidence(
        evidence("prompt", arm((44, 60), (60, 60)), gold=arm((57, 60), (60, 60), "some-model"))
    )


def test_the_page() -> None:
    """Word for word."""
    expected = """\
my-app: 60 cases, model: some-model
prompt, to become rag

Measured, with 95 % intervals
  facts  failing          44 of 60, 73.3 % (61.0 to 82.9 %)   |               ---o-- !  |
  form   fine             60 of 60, 100.0 % (94.0 to 100.0 %) |                      !-o|

Experiments
  gold             with the right passage: facts 57 of 60, 95.0 % (86.3 to 98.3 %); form 60 of 60,
                   100.0 % (94.0 to 100.0 %)

Next
  1. promote  from prompt to rag: facts 44 of 60, 73.3 % (61.0 to 82.9 %), target 90.0 %; with the
              right passage supplied the facts are right in 57 of 60, 95.0 % (86.3 to 98.3 %), +8.8
              to +34.4 points
     $ formfacts promote my-app --to rag \\
         --because 'facts 44 of 60, 73.3 % (61.0 to 82.9 %), target 90.0 %; with the right passage \
supplied the facts are right in 57 of 60, 95.0 % (86.3 to 98.3 %), +8.8 to +34.4 points'"""

    assert expected == "\n".join(as_lines(verdict(), 100))


@pytest.mark.parametrize("width", [10, 40, 80, 300])
def test_lines_fit(width: int) -> None:
    """All but the command, which is never broken."""
    lines = [line for line in as_lines(verdict(), width) if "$" not in line and "--bec" not in line]

    assert max(map(len, lines)) <= min(max(width, 40), 100)


def test_where_there_is_no_room_to_draw() -> None:
    """The target is written."""
    assert "%), target 90.0 %" in " ".join(" ".join(as_lines(verdict(), 60)).split())


def test_colour_is_asked_for() -> None:
    """And changes nothing else."""
    marked = "\n".join(as_lines(verdict(), 80, colour=True))
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[1;32m", "\x1b[0m"):
        marked = marked.replace(code, "")

    assert "\n".join(as_lines(verdict(), 80)) == marked


def test_training_and_conditions_and_notes() -> None:
    """Each under its title."""
    training = Training("tiny", (Measure("form met", Score(0, 60), Score(60, 60)),))
    found = replace(evidence("hybrid", arm((60, 60), (60, 60), "tiny + a")), training=training)
    page = "\n".join(as_lines(judge_evidence(found), 100))

    assert "form met         0.0 % to 100.0 % of 60, a change of +91.5 to +100.0 points" in page
    assert "Mind\n  - the tiny model" in page

    page = "\n".join(as_lines(judge_evidence(evidence("rag", arm((60, 60), (9, 60)))), 100))
    assert "     first: 200 checked rows show the wanted form" in page


def test_an_axis_without_cases() -> None:
    """Is not drawn."""
    page = as_lines(judge_evidence(evidence("finetune", arm(form=(60, 60), model=""))), 100)

    assert "  facts  cannot tell yet  no case scores it, target 90.0 %" in page
    assert "my-app: 60 cases, model: not named" == page[0]
