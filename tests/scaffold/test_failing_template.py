"""Templates that fail: as they are rendered, old version or new, and on their way here."""

from __future__ import annotations

import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from formfacts.scaffold import clone
from tests.conftest import Formfacts, Result
from tests.matrix.texts import Content
from tests.scaffold.apply.nursery import Nursery
from tests.scaffold.apply.template import put_all, state
from tests.scaffold.repos import run_git
from tests.scaffold.test_hostile import QUESTIONS, TAME, make_project, make_template

FAULTS: dict[str, tuple[str, dict[str, Content]]] = {
    "a syntax error": ("a.txt.jinja:1: Expected an expression", {"a.txt.jinja": "{{ }}\n"}),
    "a block without an end": ("Unexpected end of template", {"a.txt.jinja": "{% if name %}\n"}),
    "a filter that there is not": (
        "a.txt.jinja:1: No filter named 'louder'",
        {"a.txt.jinja": "{{ 1|louder }}"},
    ),
    "a name without a value": (
        "a.txt.jinja:1: 'nobody' is undefined",
        {"a.txt.jinja": "{{ nobody.name }}\n"},
    ),
    "a division by zero": ("a.txt.jinja:2: division by zero", {"a.txt.jinja": "\n{{ 1 / 0 }}\n"}),
    "an include that is missing": (
        "a.txt.jinja:1: 'none.txt' not found",
        {"a.txt.jinja": "{% include 'none.txt' %}\n"},
    ),
    "an error in the name of a file": ("{{ }}.txt: Expected an expression", {"{{ }}.txt": "x\n"}),
    "a range without an end": (
        "[Rr]ange too big",
        {"a.txt.jinja": "{% for x in range(10**9) %}{% endfor %}"},
    ),
    "an include of itself": ("recursion", {"a.txt.jinja": "{% include 'a.txt.jinja' %}"}),
    "a text that is no text": ("decode", {"a.txt.jinja": b"{{ name }}\xff"}),
    "a link that leads nowhere": (
        "No such file",
        {
            "copier.yml": QUESTIONS.replace("_preserve_symlinks: true\n", ""),
        },
    ),
    "a validator that refuses what is recorded": (
        "name: 'Ann': Not you",
        {
            "copier.yml": QUESTIONS.replace("default: Ann", "default: Bob, validator: Not you"),
        },
    ),
    "a default that fails": (
        "division by zero",
        {
            "copier.yml": f'{QUESTIONS}new: {{type: str, default: "{{{{ 1 / 0 }}}}"}}\n',
        },
    ),
    "a type that there is not": (
        "did not render",
        {
            "copier.yml": f"{QUESTIONS}new: {{type: number, default: 1}}\n",
        },
    ),
    "a Copier of the future": ("99", {"copier.yml": f'{QUESTIONS}_min_copier_version: "99"\n'}),
    "two files of questions": ("did not render", {"copier.yaml": QUESTIONS}),
}


def faulty(name: str) -> dict[str, Content]:
    """Return the files of a version with the fault."""
    return {**TAME, **FAULTS[name][1]}


def require_told(result: Result, reason: str) -> None:
    """Fail unless one line tells the reason, and no path of a temporary folder."""
    assert result.code in {1, 2}, result
    assert re.fullmatch(rf"formfacts: .*(?:{reason}).*\n", result.err), result
    assert "formfacts-template-" not in result.err


def add_link(template: Path, name: str) -> None:
    """Add what can only be added behind git's back, if the fault is of that kind."""
    if "nowhere" in name:
        (template / "link").symlink_to("nowhere")
        run_git(template, "add", "link")
        run_git(template, "commit", "--quiet", "--amend", "--no-edit")
        run_git(template, "tag", "--force", run_git(template, "tag").split()[-1])


@pytest.mark.parametrize("command", ["status", "update --defaults", "update --defaults --in-place"])
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_new_version_changes_nothing(
    tmp_path: Path, formfacts: Formfacts, name: str, command: str
) -> None:
    """One line says what is wrong with the template."""
    template = make_template(tmp_path, TAME, faulty(name))
    add_link(template, name)
    project = make_project(tmp_path, template)
    before = state(project)
    result = formfacts(*command.split(), str(project))

    require_told(result, FAULTS[name][0])
    assert before == state(project)


@pytest.mark.parametrize("command", ["status", "update --defaults", "promote --set name=Bob"])
@pytest.mark.parametrize("name", [name for name in FAULTS if "recorded" not in name])
def test_a_fault_in_the_old_version_changes_nothing(
    tmp_path: Path, formfacts: Formfacts, name: str, command: str
) -> None:
    """There is nothing to merge from."""
    template = make_template(tmp_path, faulty(name))
    add_link(template, name)
    put_all(template, {"a.txt.jinja": "mended\n"})
    run_git(template, "commit", "--quiet", "--all", "--allow-empty", "--message=2")
    run_git(template, "tag", "v2")
    project = make_project(tmp_path, template)
    before = state(project)
    result = formfacts(*command.split(), str(project))

    require_told(result, FAULTS[name][0])
    assert before == state(project)


def test_a_template_that_never_ends_can_be_interrupted(tmp_path: Path) -> None:
    """Nobody can tell it from a slow one; Ctrl-C leaves everything as it was."""
    loop = "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    template = make_template(tmp_path, TAME, {**TAME, "a.txt.jinja": loop})
    project = make_project(tmp_path, template)
    before = state(project)
    nursery = Nursery(tmp_path)
    pid = nursery.start("update", "--defaults", str(project))
    time.sleep(1.5)
    os.killpg(pid, signal.SIGINT)
    ended = nursery.wait()
    nursery.close()

    assert (130, "formfacts: interrupted\n") == (ended.code, ended.output)
    assert before == state(project)
    assert [] == list(tmp_path.glob("formfacts-*"))


def test_a_repo_that_has_vanished(tmp_path: Path, formfacts: Formfacts) -> None:
    """Whether it is named as a folder or by its address."""
    template = make_template(tmp_path, TAME, {**TAME, "README.md": "new\n"})
    project = make_project(tmp_path, template, _src_path=f"file://{template}")
    shutil.rmtree(template)
    before = state(project)
    for command in ("status", "update --defaults", "promote --set name=Bob"):
        require_told(formfacts(*command.split(), str(project)), "cannot read the template file://")
    assert before == state(project)


def test_a_repo_that_lacks_an_object(tmp_path: Path, formfacts: Formfacts) -> None:
    """Its copying was interrupted, or its disk is going."""
    template = make_template(tmp_path, TAME, {**TAME, "README.md": "only in the second\n"})
    blob = run_git(template, "rev-parse", "v2:README.md")
    (template / ".git/objects" / blob[:2] / blob[2:]).unlink()
    project = make_project(tmp_path, template)
    before = state(project)
    result = formfacts("update", "--defaults", str(project))

    require_told(result, "cannot read the template")
    assert before == state(project)


class Halting(BaseHTTPRequestHandler):
    """Serves files of a folder: whole up to `limit` bytes, of the others the first half.

    Then it says no more, and with `hang` does not even end the call.
    """

    folder: Path
    limit: int
    hang: bool
    over: threading.Event

    def do_GET(self) -> None:
        """Answer a call."""
        path = self.folder / self.path.lstrip("/").partition("?")[0]
        if not path.is_file():
            self.send_error(404)
            return
        content = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        whole = len(content) <= self.limit
        self.wfile.write(content if whole else content[: len(content) // 2])
        self.wfile.flush()
        if not whole and self.hang:
            self.over.wait(20)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


@pytest.fixture(params=[False, True], ids=["breaks off", "falls silent"])
def server(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Iterator[str]:
    """The address of a server that comes to half of the template."""
    template = make_template(tmp_path, TAME, {**TAME, "big.bin": os.urandom(100_000)})
    run_git(template, "repack", "-a", "-d", "--quiet")
    run_git(template, "update-server-info")
    over = threading.Event()
    members = {"folder": template / ".git", "limit": 10_000, "hang": request.param, "over": over}
    calls = ThreadingHTTPServer(("127.0.0.1", 0), type("Calls", (Halting,), members))
    threading.Thread(target=calls.serve_forever, daemon=True).start()
    monkeypatch.setattr(clone, "LONGEST_WAIT_S", 2.0)
    yield f"http://127.0.0.1:{calls.server_port}"
    over.set()
    calls.shutdown()
    calls.server_close()


def test_a_download_that_is_interrupted(tmp_path: Path, formfacts: Formfacts, server: str) -> None:
    """The versions can be listed, but the files do not come: nothing is waited for longer."""
    project = make_project(tmp_path, Path("unused"), _src_path=server)
    before = state(project)
    started = time.monotonic()
    result = formfacts("update", "--defaults", str(project))

    require_told(result, f"cannot read the template {server}: git clone")
    assert before == state(project)
    assert time.monotonic() - started < 15
