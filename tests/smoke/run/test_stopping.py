"""However a run is stopped, nothing of it is left: no process, no folder; and it can be resumed."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from formfacts.smoke.remains import MARK
from tests.smoke.processes import DAEMON, bystander, is_alive, wait_until
from tests.smoke.run.smoked import FILES, Bench

# Seconds that the brief gives to whatever cleans up.
CLEAN_WITHIN = 2.0
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}


def start(bench: Bench, *arguments: str) -> subprocess.Popen[str]:
    """Start a run."""
    return subprocess.Popen(
        bench.command(*arguments),
        env=bench.env(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def slow(bench: Bench) -> tuple[Path, Path]:
    """Write a check that starts a daemon and takes for ever; return where both tell their number.

    It comes to the second repo alone.
    """
    daemon, shell = bench.folder / "daemon", bench.folder / "shell"
    (bench.folder / "daemon.py").write_text(DAEMON, encoding="utf-8")
    start_it = f"env -i {sys.executable} -S {bench.folder}/daemon.py {daemon}"
    bench.write(
        "checks:\n"
        "  quick: {run: echo done}\n"
        f'  slow: {{run: "{start_it}; echo $$ > {shell}; sleep 600",'
        " when: \"{{ store == 'b' }}\"}\n"
    )
    return daemon, shell


def number_in(path: Path) -> int:
    """Return the number in a file, 0 where there is none yet."""
    return int(path.read_text(encoding="ascii") or 0) if path.exists() else 0


def all_gone(bench: Bench, run: int, files: tuple[Path, ...]) -> bool:
    """Whether there is neither a process nor a folder of the run any more."""
    pids = [run, *filter(None, map(number_in, files))]
    return not any(map(is_alive, pids)) and not list(bench.temporary.iterdir())


@pytest.mark.parametrize("number", list(CODES))
def test_a_run_that_is_told_to_stop_reports_what_it_has(
    bench: Bench, number: signal.Signals
) -> None:
    """With the exit code that goes with it, and nothing left."""
    files = slow(bench)
    with start(bench) as run, bystander(**{MARK: "smoke-"}) as other:
        assert wait_until(lambda: all(map(number_in, files)))
        assert wait_until(lambda: journal(bench).count("\n") >= 10)
        run.send_signal(number)
        output, _ = run.communicate(timeout=20)

        assert CODES[number] == run.returncode
        assert all_gone(bench, run.pid, files)
        assert other.poll() is None
    report = json.loads(bench.report.read_text(encoding="utf-8"))
    statuses = {c["id"]: [check["status"] for check in c["checks"]] for c in report["cells"]}
    assert (True, ["a", "b"]) == (report["interrupted"], sorted(report["planned"]))
    assert {"passed"} == set(statuses["b"])
    assert "before its end" in output
    assert ("formfacts: interrupted" in output) == (number == signal.SIGINT)


def test_a_run_that_is_killed_leaves_nothing(bench: Bench) -> None:
    """Nobody but another process can clean up then."""
    files = slow(bench)
    with start(bench) as run:
        assert wait_until(lambda: all(map(number_in, files)))
        run.kill()
        run.wait(10)

        assert wait_until(lambda: all_gone(bench, run.pid, files), CLEAN_WITHIN)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("seed", range(2))
def test_at_any_moment(bench: Bench, number: signal.Signals, seed: int) -> None:
    """Also while repos are made and before anything is checked."""
    files = slow(bench)
    delay = random.Random(f"{number} {seed}").uniform(0.05, 1.3)  # noqa: S311
    with start(bench) as run:
        time.sleep(delay)
        run.send_signal(number)
        output, _ = run.communicate(timeout=20)

        assert wait_until(lambda: all_gone(bench, run.pid, files), CLEAN_WITHIN), delay
    assert "Traceback" not in output or number == signal.SIGKILL or delay < 0.3


def test_an_impatient_second_ctrl_c_changes_nothing(bench: Bench) -> None:
    """Cleaning up is not interrupted."""
    files = slow(bench)
    with start(bench) as run:
        assert wait_until(lambda: all(map(number_in, files)))
        for _ in range(20):
            run.send_signal(signal.SIGINT)
            time.sleep(0.01)
        run.communicate(timeout=20)

        assert wait_until(lambda: all_gone(bench, run.pid, files), CLEAN_WITHIN)


def test_resume_takes_over_what_passed(bench: Bench) -> None:
    """After a kill; what failed or was not reached is run, and its log is there as before."""
    files = slow(bench)
    with start(bench) as run:
        assert wait_until(lambda: all(map(number_in, files)))
        assert wait_until(lambda: journal(bench).count("\n") >= 10)
        run.kill()
        run.wait(10)
        assert wait_until(lambda: all_gone(bench, run.pid, files), CLEAN_WITHIN)
    bench.write(f"checks: {{quick: {{run: echo done}}, slow: {{run: touch {bench.folder}/again}}}}")
    done = bench.smoke("--resume")

    assert 0 == done.code
    assert "done\n" == done.check("b", "quick")["log"]
    assert (bench.folder / "again").exists()


COUNTED = 'checks: {{mine: {{run: "echo >> {folder}/runs"}}}}'


def runs(bench: Bench, *arguments: str, **variables: Any) -> int:  # noqa: ANN401
    """Return how often the check was run in a run."""
    path = bench.folder / "runs"
    path.write_text("", encoding="utf-8")
    done = bench.smoke("--only", "store=a", "--check", "mine", *arguments, **variables)
    assert 0 == done.code
    return path.read_text(encoding="utf-8").count("\n")


def counted(bench: Bench, more: str = "") -> None:
    """Write a check that counts how often it is run."""
    bench.write(f"{COUNTED.format(folder=bench.folder)}\n{more}")


def test_nothing_is_taken_over_without_being_asked_for(bench: Bench) -> None:
    """And a run that does not resume starts anew."""
    counted(bench)

    assert [1, 1, 0, 0] == [
        runs(bench),
        runs(bench),
        runs(bench, "--resume"),
        runs(bench, "--resume"),
    ]


def test_what_was_changed_is_run_again(bench: Bench) -> None:
    """Its outcome may be another."""
    bench.write(**{"copier.yml": f"{FILES['copier.yml']}unused: ''\n"})
    counted(bench)
    found = [runs(bench)]
    for more in (
        "timeout: 77",
        "env: {A: b}",
        "answers: {unused: '1'}",
        "environment: {requirements: other.txt}",
    ):
        counted(bench, more)
        found.append(runs(bench, "--resume"))
    bench.write(**{"template/new.txt": "new\n"})

    assert [1] * 5 == found
    assert [1, 0] == [runs(bench, "--resume"), runs(bench, "--resume")]


def test_variables_that_are_passed_count(bench: Bench) -> None:
    """By their value, which is nowhere to be read."""
    counted(bench, "pass: VALUE\n")

    assert [1, 1, 0] == [
        runs(bench, VALUE="one-secret"),
        runs(bench, "--resume", VALUE="another-secret"),
        runs(bench, "--resume", VALUE="another-secret"),
    ]
    assert "-secret" not in journal(bench)


def test_another_environment_counts(bench: Bench, tmp_path: Path) -> None:
    """Also one of the same name, with something else in it."""
    import venv

    place = tmp_path / "venv"
    venv.EnvBuilder(with_pip=False, symlinks=True).create(place)
    site = next(place.glob("lib/*/site-packages"))
    counted(bench)
    options: tuple[Any, ...] = ("--env", str(place))
    runs(bench, *options)
    before = runs(bench, "--resume", *options)
    (site / "other-1.0.dist-info").mkdir()
    (site / "other-1.0.dist-info" / "METADATA").write_text("Name: other\nVersion: 1.0\n")

    assert (0, 1) == (before, runs(bench, "--resume", *options))


def test_a_torn_journal_is_no_hindrance(bench: Bench) -> None:
    """A kill may have torn its last line."""
    counted(bench)
    runs(bench)
    path = next(bench.cache.glob("templates/*/results.jsonl"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f'{text[:-30]}\n[]\n"x"\n{{"key": 1}}\n\0\n', encoding="utf-8")

    assert runs(bench, "--resume") in {0, 1}


def journal(bench: Bench) -> str:
    """Return what was written down so far of checks that passed."""
    return "".join(
        path.read_text(encoding="utf-8") for path in bench.cache.glob("templates/*/results.jsonl")
    )
