"""From what was asked for to what is run."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.smoke.config import read_config
from formfacts.smoke.order import Wish, only_checks, order_for, prepare, repeated
from tests.smoke.run.smoked import FILES
from tests.smoke.templates import lay_out

SMOKE = """
trust: true
checks:
    mine: {run: make}
    update: {again: mine}
    promote: {question: store, to: {a: b}}
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """A template with a smoke.yml."""
    return lay_out(tmp_path / "template", {**FILES, "smoke.yml": SMOKE})


@pytest.mark.parametrize(
    ("names", "run"),
    [
        ((), ["braces", "parse", "paths", "secrets", "mine", "update", "promote"]),
        (("update", "parse"), ["parse", "update"]),
        (("promote-to-b",), ["promote"]),
        (("render",), []),
    ],
)
def test_checks_are_chosen_by_name(template: Path, names: tuple[str, ...], run: list[str]) -> None:
    """In their order; what an update runs again stays known."""
    config = only_checks(read_config(template / "smoke.yml"), names)

    assert run == [check.name for check in config.run]
    assert "mine" in [check.name for check in config.checks]


@pytest.mark.parametrize("name", ["promote-to-c", "mine-to-b", "install", "", "min"])
def test_checks_that_there_are_not_are_refused(template: Path, name: str) -> None:
    """Nothing would be run for them."""
    with pytest.raises(UsageError, match="there is no such check"):
        only_checks(read_config(template / "smoke.yml"), [name])


def test_only_a_run_trusts_a_template_because_it_says_so(template: Path, tmp_path: Path) -> None:
    """A plan is made of templates that nobody has looked at yet."""
    wish = Wish(template, cache=tmp_path / "cache")

    assert (True, False) == (
        prepare(wish).config.trust,
        prepare(wish, for_plan=True).config.trust,
    )


def test_an_order_needs_a_job(template: Path, tmp_path: Path) -> None:
    """There would be nobody to do it."""
    with pytest.raises(UsageError, match="--jobs 0"):
        order_for(prepare(Wish(template, cache=tmp_path, jobs=0)))


def test_a_repetition_gets_what_led_there(template: Path, tmp_path: Path) -> None:
    """Folders by their whole path: it may be started anywhere."""
    config = tmp_path / "other.yml"
    config.write_text("{}", encoding="utf-8")
    wish = Wish(template, cache=tmp_path, environment="venv", config=config, trust=True)
    cache = ("--cache", str(tmp_path))

    expected = ("--env", str(Path.cwd() / "venv"), *cache, "--config", str(config), "--trust")
    assert expected == repeated(prepare(wish))
    assert ("--env", "shared", *cache, "--trust") == repeated(
        prepare(Wish(template, cache=tmp_path))
    )
