"""The wheel, built and installed away from the checkout."""

from __future__ import annotations

import email
import os
import re
import subprocess
import sys
import tarfile
import venv
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

from formfacts import __version__
from formfacts.scaffold.refuse import rendered
from formfacts.scaffold.render import Job, render_new
from formfacts.scaffold.snapshot import LEFT_BY_TOOLS, files_below, template_files
from formfacts.scaffold.source import PUBLIC_SOURCE, bundle_path
from formfacts.scaffold.template import open_template
from tests.conftest import ROOT

# What the package may hold besides code: the marker of its types, and the pieces of pages.
PACKAGED = {".py", ".typed", ".css", ".html", ".js", ".yml"}
# 0.71 and 1.58 MB at 0.2.0, of which 0.36 are the releases and 0.68 the examples' rows.
WHEEL_BYTES, UNPACKED_BYTES = 1_000_000, 2_500_000
FOR_KEYS = re.compile(r"(^|[/:])(\.env|\.netrc|\.pypirc|id_[a-z0-9]+|[^/]*\.(pem|key|p12))$")
# A key that is made up for a test says so.
KEY = re.compile(
    rb"sk-(?!test)[\w-]{16}|gh[opsu]_\w{20}|hf_\w{20}|AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY-"
)

# One worker builds and installs for all of them.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the sdist and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def installed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `formfacts` of a new environment that holds the wheel and what it requires."""
    folder = tmp_path_factory.mktemp("venv")
    venv.create(folder, with_pip=True)
    python = str(folder / "bin/python")
    wheel = str(next(built.glob("*.whl")))
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    return folder / "bin/formfacts"


@pytest.fixture(scope="session")
def wheel(built: Path) -> dict[str, bytes]:
    """The files of the wheel."""
    with zipfile.ZipFile(next(built.glob("*.whl"))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packaged_files() -> set[str]:
    """Return what a wheel has: the package, the examples and the releases, as they are here."""
    package = files_below(ROOT / "generator/formfacts", "formfacts")
    examples = files_below(ROOT / "examples", "formfacts/_template/examples")
    about = f"formfacts-{__version__}.dist-info"
    return {
        *(file.path for file in (*package, *examples)),
        "formfacts/_template/template.bundle",
        *(f"{about}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")),
        f"{about}/licenses/LICENSE",
    }


def content(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return mode and bytes of every file below the folder, git's own left out."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in rendered(folder)
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def test_wheel_holds_the_package_and_nothing_else(wheel: dict[str, bytes]) -> None:
    """Every file of the package, the examples, the releases: no working template, no tests."""
    assert packaged_files() == set(wheel)
    assert bundle_path().read_bytes() == wheel["formfacts/_template/template.bundle"]


def test_the_package_holds_code_and_what_pages_are_made_of(wheel: dict[str, bytes]) -> None:
    """A log, a cache or a backup that lies about in it would be shipped: it has another ending."""
    package = [name for name in wheel if not re.match(r"formfacts(/_template/|-)", name)]

    assert [] == [name for name in package if Path(name).suffix not in PACKAGED]
    assert {"formfacts/py.typed", "formfacts/cli.py"} <= set(package)


def test_wheel_holds_nothing_private(wheel: dict[str, bytes]) -> None:
    """No key, no file that is for keys, no path of the machine; nor do the releases in it."""
    shipped = list(wheel.items())
    with open_template(PUBLIC_SOURCE) as template:
        for version in template.versions():
            files = template_files(template.checkout(template.resolve(version)))
            shipped += [(f"{version}:{file.path}", file.content) for file in files]
    here = [str(path).encode() for path in (ROOT, Path(sys.prefix))]

    assert [] == [name for name, _ in shipped if FOR_KEYS.search(name)]
    assert [] == [name for name, text in shipped if KEY.search(text)]
    assert [] == [name for name, text in shipped if any(path in text for path in here)]


def test_wheel_keeps_to_its_size(built: Path, wheel: dict[str, bytes]) -> None:
    """Half of it are the releases, which grow with each: raise the budget for these alone."""
    sizes = next(built.glob("*.whl")).stat().st_size, sum(map(len, wheel.values()))

    assert (True, True) == (sizes[0] < WHEEL_BYTES, sizes[1] < UNPACKED_BYTES), sizes


def test_wheel_says_what_it_is(wheel: dict[str, bytes]) -> None:
    """One command, the licence's file, and no tool of ours among what everybody must install."""
    about = f"formfacts-{__version__}.dist-info"
    metadata = email.message_from_bytes(wheel[f"{about}/METADATA"])
    required = [text for text in metadata.get_all("Requires-Dist", []) if "extra ==" not in text]
    names = {re.split(r"[^A-Za-z0-9_-]", text)[0] for text in required}

    entry_points = wheel[f"{about}/entry_points.txt"].decode()
    assert "[console_scripts]\nformfacts = formfacts.cli:main\n" == entry_points
    assert ("Apache-2.0", ["LICENSE"]) == (
        metadata["License-Expression"],
        metadata.get_all("License-File"),
    )
    assert set() == names & {"build", "hatchling", "hypothesis", "mypy", "pytest", "ruff", "torch"}


def test_sdist_holds_what_the_tests_need(built: Path) -> None:
    """The sdist is the whole project: it can be tested, built and released again."""
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}

    wanted = {"LICENSE", "README.md", "pyproject.toml", "tests/test_wheel.py", "CHANGELOG.md"}
    wanted |= {"releases/release.py", "releases/template.bundle"}
    wanted |= {file.path for file in template_files(ROOT)}
    assert set() == wanted - names
    left = (*LEFT_BY_TOOLS, ".git", ".env", "dist", "*.egg-info")
    parts = [(name, part) for name in names for part in Path(name).parts]
    assert [] == [name for name, part in parts if any(fnmatch(part, pattern) for pattern in left)]


def test_installed_formfacts_generates_without_network(installed: Path, tmp_path: Path) -> None:
    """Away from the checkout, offline, it makes what the newest release renders to."""
    nowhere = "http://127.0.0.1:9"
    environment = {
        **{key: text for key, text in os.environ.items() if not key.startswith("PYTHON")},
        **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), nowhere),
        "GIT_ALLOW_PROTOCOL": "none",
    }
    answers = {"project_name": "app", "approach": "rag", "embedder": "none"}
    data = [f"--data={name}={value}" for name, value in answers.items()]
    with open_template(PUBLIC_SOURCE) as template:
        origin = template.resolve(template.latest() or "")
        folder = tmp_path / "release/app"
        root = template.checkout(origin)
        render_new(Job(root, origin, data=answers), folder)

    command = [str(installed), "new", "wheel/app", "--defaults", *data]
    done = subprocess.run(
        command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )

    assert (0, "") == (done.returncode, done.stderr)
    assert content(folder) == content(tmp_path / "wheel/app")


def test_installed_formfacts_has_the_examples(installed: Path, tmp_path: Path) -> None:
    """They are laid over the newest release."""
    command = [str(installed), "new", "app", "--defaults", "--example", "docs-chat"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)

    example = ROOT / "examples/docs-chat/content/data/docs"
    assert content(example) == content(tmp_path / "app/data/docs")
