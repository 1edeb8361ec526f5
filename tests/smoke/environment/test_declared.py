"""What generated repos declare, in each way that is read, and the refusal of what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.smoke.environment.declared import Declared, Wanted, read_declared

PYPROJECT = """
[project]
name = "My_App"
requires-python = ">=3.11"
dependencies = ["PyYAML>=6 ; python_version > '3'", "typer"]

[project.optional-dependencies]
cli = ["rich"]
gpu = ["torch>=2"]
all = ["my.app[cli,GPU]", "my-app[all]", "my-app[none]; sys_platform == 'nowhere'"]

[dependency-groups]
Test = ["pytest", {include-group = "lint"}]
lint = ["ruff", "my-app[cli]"]
"""


def declare(repo: Path, files: dict[str, str], wanted: Wanted | None = None) -> Declared:
    """Write the files into a repo and read it."""
    for name, text in files.items():
        path = repo / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read_declared(repo, wanted or Wanted())


def test_project(folder: Path) -> None:
    """Of a pyproject.toml, the dependencies of the project and its Python."""
    declared = declare(folder, {"pyproject.toml": PYPROJECT})

    assert Declared(('PyYAML>=6; python_version > "3"', "typer"), (), ">=3.11") == declared


def test_extras_that_name_others(folder: Path) -> None:
    """An extra that names the project's own extras stands for what those require."""
    declared = declare(folder, {"pyproject.toml": PYPROJECT}, Wanted(extras=("ALL",)))

    assert ('PyYAML>=6; python_version > "3"', "rich", "torch>=2", "typer") == declared.requirements


def test_groups(folder: Path) -> None:
    """Groups include others."""
    declared = declare(folder, {"pyproject.toml": PYPROJECT}, Wanted(groups=("test",)))

    assert {"pytest", "rich", "ruff"} < set(declared.requirements)


def test_absent_extras_and_groups_are_told(folder: Path) -> None:
    """A combination may lack what another has; whether all lack it is for the union to see."""
    wanted = Wanted(extras=("cli", "dve"), groups=("docs",))

    declared = declare(folder, {"pyproject.toml": PYPROJECT}, wanted)

    assert ("extra dve", "group docs") == declared.missing


def test_a_repo_without_any_file(folder: Path) -> None:
    """It needs nothing."""
    assert Declared(()) == declare(folder, {}, Wanted(constraints="constraints.txt"))


REQUIREMENTS = """\
# what it needs
tiny==1.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb  # two builds
other>=1 ; \\
    python_version > '3' # a marker
-r deeper/more.txt
--constraint=deeper/pins.txt

far @ https://example.com/far.zip#sha256=cc
"""


def test_requirements_file(folder: Path) -> None:
    """Comments, continued lines, hashes and included files, named from where they stand."""
    declared = declare(
        folder,
        {
            "requirements.txt": REQUIREMENTS,
            "deeper/more.txt": "-rmost.txt\nmore",
            "deeper/most.txt": "most",
            "deeper/pins.txt": "more==3\n",
            "constraints.txt": "tiny<2",
        },
        Wanted(constraints="constraints.txt"),
    )

    assert (
        "far@ https://example.com/far.zip#sha256=cc",
        "more",
        "most",
        'other>=1; python_version > "3"',
        "tiny==1.0",
    ) == tuple(text.replace("far @", "far@") for text in declared.requirements)
    assert ("more==3", "tiny<2") == declared.constraints


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-e .", "'-e .' is refused"),
        ("--index-url https://evil.example", "is refused"),
        ("tiny --config-settings=a=b", "'--config-settings=a=b' is refused"),
        ("./local", "is no requirement"),
        ("tiny @ file:///etc", "is a path"),
        ("tiny @ git+file:///etc", "is a path"),
        ("tiny @ ../tiny", "is a path"),
        ("tiny @ https://example.com/${TOKEN}", "variables and control characters are refused"),
        ("-r https://example.com/r.txt", "is an address"),
        ("-r gone.txt", "requirements.txt includes gone.txt, which is missing"),
        ("-r ./requirements.txt", "requirements.txt includes itself"),
        ("-r ../outside.txt", "leads out of the repo"),
        ("-c /etc/passwd", "leads out of the repo"),
        ("-r link.txt", "leads out of the repo"),
    ],
)
def test_refused_lines(folder: Path, line: str, expected: str) -> None:
    """Options, paths, variables and what leads out of the repo, each told by file and line."""
    (folder / "outside.txt").write_text("outside")
    repo = folder / "repo"
    repo.mkdir()
    (repo / "link.txt").symlink_to(folder / "outside.txt")

    with pytest.raises(TemplateError) as error:
        declare(repo, {"requirements.txt": f"tiny\n{line}\n"})

    assert expected in str(error.value)
    assert "\n" not in str(error.value)
    if "out of" not in expected and "includes gone" not in expected:
        assert str(error.value).startswith("requirements.txt:2: ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[project", "pyproject.toml is no TOML"),
        ("project = 1", "project is 1: make it a table"),
        ("[project]\ndependencies = 'tiny'", "[project] dependencies is 'tiny'"),
        ("[project]\ndependencies = [1]", "make it a list of texts"),
        ("[project]\ndependencies = ['a b']", "'a b' is no requirement"),
        ('[project]\ndependencies = ["a @ https://x/y\\n--pre"]', "control characters"),
        ("[project]\nrequires-python = '3.11 or so'", "requires-python"),
        ("[project.optional-dependencies]\ndev = {}", "extra dev is {}"),
        ("[project]\nname = 'a'\ndependencies = ['a[b]']", "there is no extra 'b'"),
        ("[dependency-groups]\ntest = [{include-group = 'gone'}]", "'gone' not found"),
        ("[dependency-groups]\ntest = [{include-group = 'test'}]", "[dependency-groups]: "),
        ("[dependency-groups]\ntest = 1", "[dependency-groups]: "),
    ],
)
def test_malformed_project(folder: Path, text: str, expected: str) -> None:
    """Each fault is one line that names the file."""
    with pytest.raises(TemplateError) as error:
        declare(folder, {"pyproject.toml": text}, Wanted(extras=("dev",), groups=("test",)))

    assert expected in str(error.value)
    assert str(error.value).startswith("pyproject.toml")
    assert "\n" not in str(error.value)


def test_links_and_binary_files(folder: Path) -> None:
    """Neither a link out of the repo nor a file that is no text is read."""
    repo = folder / "repo"
    repo.mkdir()
    (repo / "pyproject.toml").symlink_to("/dev/zero")
    (repo / "requirements.txt").write_bytes(b"\xff")

    with pytest.raises(TemplateError, match=r"pyproject.toml' leads out of the repo"):
        read_declared(repo, Wanted())
    with pytest.raises(TemplateError, match=r"requirements.txt cannot be read as UTF-8"):
        read_declared(repo, Wanted(("requirements.txt",)))
