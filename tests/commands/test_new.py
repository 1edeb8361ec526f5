"""`formfacts new`, from the command line to the repo on the disk."""

from __future__ import annotations

import json
import os
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from formfacts.commands.new import next_commands
from formfacts.scaffold.source import working_origin
from tests.conftest import Formfacts, Result

SITUATION = "knowledge_gap: 'yes'\nknowledge_changes: weekly\nneeds_citations: 'yes'\n"


def entries(folder: Path) -> list[str]:
    """Return what is in the folder."""
    return sorted(path.name for path in folder.iterdir())


def complaints(result: Result) -> str:
    """Return what stderr has besides the warning that the template here is ahead of its release."""
    warning = "formfacts: warning: for development only: the template in this checkout is ahead "
    lines = result.err.splitlines()
    return "\n".join(line for line in lines if not line.startswith(warning))


def answers_of(project: Path) -> dict[str, str]:
    """Return the answers that the project keeps."""
    loaded: dict[str, str] = yaml.safe_load((project / ".copier-answers.yml").read_text("utf-8"))
    return loaded


def test_generates_with_defaults(folder: Path, formfacts: Formfacts) -> None:
    """--defaults asks nothing; the project is named like its folder and has one commit."""
    result = formfacts("new", "my-app", "--defaults")

    log = ["git", "-C", "my-app", "log", "--oneline"]
    commits = subprocess.run(log, check=True, capture_output=True, text=True).stdout
    answers = answers_of(folder / "my-app")
    assert (0, "") == (result.code, complaints(result))
    assert ["  cd my-app && make demo", "  make test"] == result.out.splitlines()[-2:]
    assert 1 == commits.count("\n")
    assert ("my-app", working_origin().version) == (answers["project_name"], answers["_commit"])
    assert ["my-app"] == entries(folder)


def test_json_says_what_was_made(folder: Path, formfacts: Formfacts) -> None:
    """--json prints one object, and the number of files is right."""
    result = formfacts("new", "a b/app", "--json", "--defaults", "-d", "approach=prompt")

    made = [path for path in (folder / "a b/app").rglob("*") if path.is_file()]
    files = [path for path in made if ".git" not in path.relative_to(folder / "a b/app").parts]
    assert {
        "path": str(folder / "a b/app"),
        "approach": "prompt",
        "version": working_origin().version,
        "files": len(files),
        "inside_repo": None,
        "next": ["cd 'a b/app' && make demo", "make test"],
    } == json.loads(result.out)


def test_stronger_answers_win(folder: Path, formfacts: Formfacts) -> None:
    """--data counts over --answers, which counts over --advice, which counts over defaults."""
    Path("situation.yml").write_text(SITUATION, encoding="utf-8")
    Path("answers.yml").write_text("provider: openai\nembedder: openai\n", encoding="utf-8")
    formfacts("advise", "--situation", "situation.yml", "--save", "advice.yml")
    arguments = ["--defaults", "--advice", "advice.yml", "--answers", "answers.yml"]

    result = formfacts("new", "app", *arguments, "--data", "embedder=none")

    answers = answers_of(folder / "app")
    assert (0, "") == (result.code, complaints(result))
    assert ("rag", "openai", "none") == tuple(
        answers[key] for key in ("approach", "provider", "embedder")
    )


def test_advice_becomes_the_decision_record(folder: Path, formfacts: Formfacts) -> None:
    """The record gives the reasons, and says so if the approach was chosen against them."""
    Path("situation.yml").write_text(SITUATION, encoding="utf-8")
    formfacts("advise", "--situation", "situation.yml", "--save", "advice.yml")
    record = "docs/decisions/0001-approach.md"

    formfacts("new", "app", "--defaults", "--advice", "advice.yml")
    formfacts("new", "other", "--defaults", "--advice", "advice.yml", "-d", "approach=prompt")

    advised = (folder / "app" / record).read_text(encoding="utf-8")
    against = (folder / "other" / record).read_text(encoding="utf-8")
    assert ("# 1. Approach: rag", True) == (advised.splitlines()[0], "knowledge_gap" in advised)
    assert "chosen against" not in advised
    assert "Generated as **prompt**, chosen against the advice that follows." in against


def test_odd_but_right_names_are_written_safely(folder: Path, formfacts: Formfacts) -> None:
    """Quotes, braces and accents in a name or a description break no file."""
    name, description = 'Zoë\'s "bot" {{ 7 }}', 'It\'s "so": {% x %} #1 \\ é'
    given = [f"project_name={name}", f"project_description={description}"]

    result = formfacts("new", "app", "--defaults", *(f"--data={pair}" for pair in given))

    project = tomllib.loads((folder / "app/pyproject.toml").read_text("utf-8"))["project"]
    answers = answers_of(folder / "app")
    assert (0, "") == (result.code, complaints(result))
    assert (name, description) == (answers["project_name"], answers["project_description"])
    assert description == project["description"]


def test_example_brings_its_own_content(folder: Path, formfacts: Formfacts) -> None:
    """--example takes the answers, the documents and the decision from the example."""
    example = Path(__file__).parents[2] / "examples/docs-chat"

    result = formfacts("new", "app", "--example", "docs-chat", "--defaults")

    documents = entries(example / "content/data/docs")
    record = (folder / "app/docs/decisions/0001-approach.md").read_text(encoding="utf-8")
    assert (0, "") == (result.code, complaints(result))
    assert documents == entries(folder / "app/data/docs")
    assert yaml.safe_load((example / "situation.yml").read_text("utf-8"))["title"] in record


@pytest.mark.parametrize(
    ("path", "typed"),
    [("a b", "cd 'a b'"), ("-x", "cd ./-x"), ("~/app", "cd {home}/app"), ("a/b", "cd a/b")],
)
def test_the_next_command_can_be_pasted(path: str, typed: str) -> None:
    """The shell understands the path, whatever it looks like."""
    expected = typed.replace("{home}", os.environ["HOME"])

    assert f"{expected} && make demo" == next_commands(Path(path))[0]


def test_a_quoted_tilde_is_the_home(
    folder: Path, formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder called ~ is made, which would be dangerous to remove."""
    monkeypatch.setenv("HOME", str(folder))

    result = formfacts("new", "~/app", "--defaults", "--json")

    assert str(folder / "app") == json.loads(result.out)["path"]
    assert ["app"] == entries(folder)


def test_without_terminal_open_questions_are_an_error(folder: Path, formfacts: Formfacts) -> None:
    """With nobody to ask, what is missing is named, and nothing is made."""
    result = formfacts("new", "app", "--data", "approach=rag", "--data", "provider=offline")

    assert (2, "", []) == (result.code, result.out, entries(folder))
    assert result.err.startswith(
        "formfacts: no terminal to ask on, and no answer for project_name, project_description, "
        "embedder: pass --defaults to take the defaults, or --data KEY=VALUE for each"
    )


def test_inside_a_repo_no_second_one_is_made(folder: Path, formfacts: Formfacts) -> None:
    """In a monorepo the project belongs to the repo around it, and that is said."""
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)

    result = formfacts("new", "app", "--defaults")

    assert f"git: part of the repo {folder}; nothing committed" == result.out.splitlines()[1]
    assert not (folder / "app/.git").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["app", "-d", "approach=hibrid"], 2, "approach: 'hibrid' is not offered: did you mean"),
        (["app", "-d", "aproach=rag"], 2, "there is no question 'aproach': did you mean 'app"),
        (["app", "-d", "approach"], 2, "--data 'approach' is not key=value: write --data "),
        (["app", "-d", "project_name="], 2, "project_name: '' is empty: pass --data "),
        (["app", "-d", "project_name=a/b"], 2, "project_name: 'a/b' has a slash: pass --data "),
        (["app", "-d", "project_name=a\nb"], 2, "project_name: 'a\\nb' has line breaks or con"),
        (["app", "-d", "project_name=日本"], 2, "project_name: '日本' has no letter a-z or digit"),
        (["app", "-d", f"project_description={'x' * 201}"], 2, "project_description: 'xxxxxxxx"),
        (["日本"], 2, "project_name: '日本', the folder's name, has no letter a-z or digit"),
        (["app", "--answers", "none.yml"], 2, "none.yml cannot be read: no such file or directory"),
        (["app", "--answers", "broken.yml"], 2, "broken.yml is not plain YAML: "),
        (["app", "--advice", "none.yml"], 2, "none.yml cannot be read: "),
        (["app", "--advice", "broken.yml"], 2, "broken.yml is not plain YAML: "),
        (["app", "--example", "doc-chat"], 2, "there is no example 'doc-chat': did you mean 'do"),
        (
            ["app", "--example", "docs-chat", "-d", "approach=finetune"],
            2,
            "the example 'docs-chat' has content for 'rag', not for 'finetune': leave ",
        ),
        ([""], 2, "Invalid value for 'PATH': the path is empty: write one"),
        (["b\udcff"], 1, "'{folder}/b\\udcff' is not UTF-8: choose a path that is"),
        (["full"], 1, "{folder}/full is not empty: choose a new folder, or empty this one"),
        (["broken.yml"], 1, "{folder}/broken.yml is a file: choose the path of a new folder"),
        (["broken.yml/app"], 1, "{folder}/broken.yml/app: {folder}/broken.yml is a file: choose"),
        (["/proc/app"], 1, "cannot write /proc/app: No such file or directory: choose another"),
        (["/dev/null/app"], 1, "/dev/null/app: /dev/null is a file: choose a path below a fold"),
        (["x" * 250], 2, f"project_name: '{'x' * 39} ... {'x' * 39}', the folder's name, is "),
        (["x" * 250, "-d", "project_name=x"], 1, "cannot write {folder}/xxxxxxxxx"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(
    folder: Path, formfacts: Formfacts, arguments: list[str], code: int, message: str
) -> None:
    """What is wrong, which value, what to do; the right exit code; nothing written."""
    (folder / "full").mkdir()
    (folder / "full/mine.txt").write_text("mine", encoding="utf-8")
    (folder / "broken.yml").write_text("a: [", encoding="utf-8")

    result = formfacts("new", "--defaults", *arguments)

    expected = f"formfacts: {message.replace('{folder}', str(folder))}"
    assert (code, "", 1) == (result.code, result.out, result.err.count("\n"))
    assert expected == result.err[: len(expected)]
    assert (["broken.yml", "full"], ["mine.txt"]) == (entries(folder), entries(folder / "full"))


def test_no_git_is_said_before_anything_is_written(
    folder: Path, formfacts: Formfacts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A machine without git gets one line."""
    monkeypatch.setenv("PATH", str(folder))

    result = formfacts("new", "app", "--defaults")

    assert (1, "", []) == (result.code, result.out, entries(folder))
    assert "formfacts: git is not on PATH: install it" == result.err.split(" (")[0]


def test_error_with_json_is_data(folder: Path, formfacts: Formfacts) -> None:
    """With --json the error is an object on stdout too."""
    result = formfacts("new", "app", "--defaults", "--json", "-d", "approach=x")

    error = json.loads(result.out)["error"]
    assert (2, "AnswerError", []) == (error["exit_code"], error["type"], entries(folder))


def test_next_commands_can_be_pasted() -> None:
    """A path with spaces is quoted for the shell."""
    assert ["cd 'my app' && make demo", "make test"] == next_commands(Path("my app"))


def test_current_folder_may_be_the_target(tmp_path: Path, program: list[str]) -> None:
    """`new .` fills the empty current folder, and the command that it prints works from there."""
    target = tmp_path / "app"
    target.mkdir()
    arguments = [*program, "new", ".", "--defaults", "--json"]
    script = 'set -e; out=$("$@"); cd . && ls && pwd'

    done = subprocess.run(
        ["bash", "-c", script, "-", *arguments],
        cwd=target,
        env={**os.environ, "PWD": str(target)},
        check=True,
        capture_output=True,
        text=True,
    )

    assert (str(target), True) == (done.stdout.splitlines()[-1], "Makefile" in done.stdout)
