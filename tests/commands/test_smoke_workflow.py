"""`formfacts smoke workflow`: a file for .github/workflows on stdout."""

from __future__ import annotations

import pytest
import yaml

from formfacts.smoke.workflow import workflow
from tests.conftest import Formfacts


def test_it_prints_the_workflow(formfacts: Formfacts) -> None:
    """And nothing else; its first line is the command that makes it again."""
    done = formfacts("smoke", "workflow", "my template", "--shards", "2", "--install", "make it")

    assert (0, "") == (done.code, done.err)
    assert workflow("my template", shards=2, install="make it") == done.out
    assert "formfacts smoke workflow 'my template' --shards 2 --install 'make it'" in done.out
    assert {"plan", "smoke", "report"} == set(yaml.safe_load(done.out)["jobs"])


@pytest.mark.parametrize("arguments", [["--shards", "0"], ["a\nb"], ["--install", "a\nb"]])
def test_what_cannot_be_is_refused(formfacts: Formfacts, arguments: list[str]) -> None:
    """In one line."""
    done = formfacts("smoke", "workflow", *arguments)

    assert (2, "", 1) == (done.code, done.out, done.err.count("\n"))
