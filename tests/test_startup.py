"""What a command does not need is not imported: how fast it starts is measured in benchmarks/."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from formfacts.cli import COMMANDS
from tests.conftest import ROOT
from tests.docs.help_page import command_paths
from tests.docs.scenes import generate_oldest

RENDERING = {"copier", "jinja2", "pydantic"}
NETWORK = {"aiohttp", "http.client", "httpx", "requests", "urllib.request", "urllib3"}
MODELS = {"numpy", "torch", "transformers"}
HEAVY = {*RENDERING, *NETWORK, *MODELS, "rich", "yaml"}

SITUATION = str(ROOT / "examples/support-assistant/situation.yml")


def imported(program: list[str], *arguments: str) -> set[str]:
    """Return the modules that a process of its own has imported at its end; it must succeed."""
    look = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
    command = [program[0], "-c", look + program[2], *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == done.returncode, done.stderr
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("path", command_paths(), ids=" ".join)
def test_help_needs_neither_libraries_nor_what_does_the_work(
    program: list[str], path: tuple[str, ...]
) -> None:
    """Every command's page is made from its options alone, the commands below it included."""
    found = imported(program, *path, "--help")
    work = {name for name in found if name.startswith(("formfacts.scaffold.", "formfacts.smoke."))}

    assert (set(), set()) == (HEAVY & found, work)


def test_the_help_of_one_command_imports_no_other(program: list[str]) -> None:
    """Nor does the version, though it belongs to none."""
    found = imported(program, "status", "--help")
    commands = {f"formfacts.commands.{name}" for name in COMMANDS}

    assert {"formfacts.commands.status"} == commands & found
    assert set() == HEAVY & imported(program, "--version")


@pytest.mark.parametrize(
    ("arguments", "needed"),
    [
        (["advise", "--knowledge-gap", "yes"], set()),
        (["advise", "--situation", SITUATION], {"yaml"}),
        (["advise", "--situation", SITUATION, "--json"], {"yaml"}),
        # A template's conditions are Jinja expressions; which repos there are needs no more.
        (["smoke", "--plan"], {"yaml", "jinja2"}),
    ],
    ids=lambda value: " ".join(Path(word).name for word in sorted(value)),
)
def test_what_answers_without_rendering_loads_no_renderer(
    program: list[str], arguments: list[str], needed: set[str]
) -> None:
    """Facts from a file are YAML, and that is all that advice loads."""
    assert needed == HEAVY & imported(program, *arguments)


def test_the_second_look_at_a_project_renders_nothing(program: list[str], tmp_path: Path) -> None:
    """It finds what the first one rendered, which shows that this guard sees Copier where it is."""
    project = tmp_path / "project"
    generate_oldest(project)
    first, second = (imported(program, "status", str(project)) for _ in range(2))

    assert (RENDERING, {"yaml"}) == (RENDERING & first, HEAVY & second)
