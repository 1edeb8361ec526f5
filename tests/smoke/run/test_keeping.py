"""`--keep-failed`: each script does to the repo just what failed, wherever it is started."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.smoke.run.smoked import FILES, Bench, make_bench

SERVER = (
    "import http.server as h\n"
    "class Broken(h.BaseHTTPRequestHandler):\n"
    "    def do_GET(self): self.send_error(500)\n"
    "h.HTTPServer(('127.0.0.1', {{ smoke.port }}), Broken).serve_forever()\n"
)


def again(bench: Bench, kept: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a script from another folder; the template is where it was."""
    return subprocess.run(
        [kept / "reproduce.sh"],
        cwd=bench.folder,
        env=bench.env(**variables),
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_each_script_fails_in_the_same_way(tmp_path: Path) -> None:
    """A command, one that waits for an answer, one that hangs, a server, a check of our own."""
    bench = make_bench(tmp_path, {**FILES, "template/left.txt": "{{ store }}\n"})
    one_line = SERVER.encode("unicode_escape").decode()
    bench.write(
        "env: {PRICE: '$5 `touch /tmp/never` \"', QUOTED: it's}\n"
        "checks:\n"
        "  plain: {run: 'echo \"$PRICE $QUOTED\"; cat store.txt; exit 7'}\n"
        "  asks: {run: read answer}\n"
        "  hangs: {run: echo begun; sleep 600, timeout: 0.5}\n"
        f'  server: {{serve: "python -c \\"{one_line}\\"", get: /}}\n',
    )
    done = bench.smoke("--only", "store=a", "--keep-failed")
    checks: Mapping[str, Any] = {name: done.check("a", name) for name in done.statuses["a"]}
    scripts = {name: Path(check["kept"]) for name, check in checks.items() if check["kept"]}

    assert {"braces", "plain", "asks", "hangs", "server"} == set(scripts)
    runs = {name: again(bench, folder) for name, folder in scripts.items()}
    plain = runs["plain"]
    assert (7, checks["plain"]["log"]) == (plain.returncode, plain.stdout + plain.stderr)
    assert "$5 `touch /tmp/never` \" it's\na\n" == plain.stdout
    assert 1 == runs["asks"].returncode
    assert (124, "begun\n") == (runs["hangs"].returncode, runs["hangs"].stdout)
    assert "GET / was answered with 500" == runs["server"].stderr.splitlines()[-1]
    assert 1 == runs["braces"].returncode
    assert checks["braces"]["summary"] in runs["braces"].stdout


def test_what_failed_after_a_move_is_kept_as_it_was_moved(tmp_path: Path) -> None:
    """The check that was run again gets the repo that came of it."""
    answers = {"template/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_yaml }}"}
    bench = make_bench(tmp_path, {**FILES, **answers})
    bench.write(
        "checks:\n"
        "  mine: {run: cat store.txt; grep -x a store.txt}\n"
        "  promote: {question: store, to: {a: [b]}, again: mine}\n"
    )
    done = bench.smoke("--only", "store=a", "--check", "promote", "--keep-failed")
    kept = Path(done.check("a", "promote-to-b")["kept"])

    assert "b\n" == (kept / "repo" / "store.txt").read_text(encoding="utf-8")
    assert (1, "b\n") == (again(bench, kept).returncode, again(bench, kept).stdout)


def test_failing_repos_of_the_run_before_are_gone(bench: Bench) -> None:
    """What is kept is of one run."""
    bench.write("checks: {one: {run: 'false'}}")
    first = bench.smoke("--only", "store=a", "--check", "one", "--keep-failed")
    bench.write("checks: {two: {run: 'false'}}")
    bench.smoke("--only", "store=a", "--check", "two", "--keep-failed")

    kept = Path(first.check("a", "one")["kept"]).parent
    assert ["a--two"] == [path.name for path in kept.iterdir()]
