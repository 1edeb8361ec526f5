"""What a check's commands see of the caller: what they need, and no key."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.smoke.run.smoked import FILES, Bench, make_bench

KEY = "sk-test-0123456789"
PROXY = "http://user:word-of-the-proxy@proxy.invalid:1"


def everything(folder: Path) -> str:
    """Return all that a run has written anywhere."""
    return "\n".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    )


def test_a_key_of_the_caller_is_nowhere(bench: Bench) -> None:
    """Neither do commands see it, nor is it in a log, a report or a script."""
    bench.write("checks: {mine: {run: 'env; exit 1'}}")
    pages = ("--html", str(bench.folder / "p.html"), "--junit", str(bench.folder / "p.xml"))
    options = ("--only", "store=a", "--check", "mine", "--keep-failed")
    done = bench.smoke(*options, *pages, OPENAI_API_KEY=KEY, HTTPS_PROXY=PROXY)

    log = done.check("a", "mine")["log"]
    assert "OPENAI_API_KEY" not in log
    assert KEY not in everything(bench.folder) + done.out + done.err
    kept = Path(done.check("a", "mine")["kept"])
    assert "HTTPS_PROXY=$HTTPS_PROXY" in log
    assert "word-of" not in everything(bench.folder) + done.out + done.err
    assert (kept / "reproduce.sh").exists()


def test_what_smoke_yml_lets_pass_is_in_no_script(bench: Bench) -> None:
    """There it is taken from whoever runs it; a name that is not set stays so."""
    said = "${OPENAI_API_KEY-unset} ${OTHER-unset}"
    bench.write(f"pass: OPENAI_API_KEY OTHER\nchecks: {{mine: {{run: 'echo {said}; exit 1'}}}}")
    options = ("--only", "store=a", "--check", "mine", "--keep-failed")
    done = bench.smoke(*options, OPENAI_API_KEY=KEY)
    script = Path(done.check("a", "mine")["kept"], "reproduce.sh")

    assert "$OPENAI_API_KEY unset\n" == done.check("a", "mine")["log"]
    assert KEY not in everything(bench.folder) + done.out + done.err
    again = subprocess.run(
        [script],
        env=bench.env(OPENAI_API_KEY="theirs"),
        text=True,
        capture_output=True,
        check=False,
    )
    assert (1, "theirs unset\n") == (again.returncode, again.stdout)


def test_the_tasks_of_a_trusted_template_see_no_key_either(tmp_path: Path) -> None:
    """They are commands of the author's as well."""
    tasks = "_tasks: ['env > env.txt']\n"
    bench = make_bench(tmp_path, {**FILES, "copier.yml": FILES["copier.yml"] + tasks})
    bench.write("checks: {mine: {run: 'cat env.txt'}}")
    options = ("--only", "store=a", "--check", "mine")
    done = bench.smoke(*options, "--trust", OPENAI_API_KEY=KEY)

    assert (0, 1) == (done.code, bench.smoke(*options, OPENAI_API_KEY=KEY).code)
    assert "PATH=" in done.check("a", "mine")["log"]
    assert "OPENAI" not in done.check("a", "mine")["log"]
