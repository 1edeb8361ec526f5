"""Commands and functions that misbehave are bounded, and nothing of them is left."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from formfacts.errors import UsageError
from formfacts.smoke.output import LONGEST_OUTPUT
from formfacts.smoke.process import Finished, background, run_command
from formfacts.smoke.remains import MARK
from tests.smoke.processes import (
    ENV,
    bystander,
    call,
    daemon,
    is_alive,
    marked,
    new_mark,
    shell,
    wait_until,
)

# Python 3.12 warns of forks beside the threads that run these tests in parallel.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def test_both_outputs_and_the_exit_code_come_back(tmp_path: Path) -> None:
    """In the order in which they were printed."""
    done = shell("echo one; echo two >&2; exit 3", tmp_path)

    assert (3, "one\ntwo\n", 0) == (done.code, done.output, done.left)


def test_there_is_nothing_to_read_and_no_other_variable(tmp_path: Path) -> None:
    """A command that waits for an answer gets the end of the input."""
    done = run_command(
        ["/bin/sh", "-c", "cat; env"], folder=tmp_path, env={"A": "b"}, timeout=30, mark="m"
    )

    names = {line.partition("=")[0] for line in done.output.splitlines()}
    assert {"A", MARK} == names - {"PWD", "SHLVL", "_", "OLDPWD"}


def test_signals_reach_commands_as_anywhere(tmp_path: Path) -> None:
    """What this process ignores would be ignored there too: tests of Ctrl-C would fail."""
    ask = "import signal; print([signal.getsignal(n) == signal.SIG_IGN for n in (2, 15, 1)])"

    def start() -> str:
        return shell(f'{sys.executable} -S -c "{ask}"', tmp_path).output

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        done, said = call(start)
    finally:
        signal.signal(signal.SIGINT, before)

    assert (0, "[False, False, False]\n") == (done.code, said)


def test_a_flood_is_bounded_and_ends_in_time(tmp_path: Path) -> None:
    """Neither memory nor the report grows with it."""
    done = shell("yes", tmp_path, timeout=0.5)

    assert done.code is None
    assert len(done.output) < LONGEST_OUTPUT + 100
    assert "bytes left out" in done.output
    assert done.seconds < 5


def test_what_was_printed_before_the_time_ran_out_is_there(tmp_path: Path) -> None:
    """And the process is gone, though it will not be asked to go."""
    mark = new_mark()
    done = shell("trap '' TERM INT HUP; echo begun; sleep 600", tmp_path, timeout=0.5, mark=mark)

    assert (None, "begun\n") == (done.code, done.output)
    assert [] == marked(mark)


def test_a_command_that_closes_its_output_runs_on(tmp_path: Path) -> None:
    """Until it ends, or its time does."""
    done = shell("echo heard; exec >&- 2>&-; sleep 0.3; exit 7", tmp_path)

    assert (7, "heard\n") == (done.code, done.output)
    assert 0.3 <= done.seconds < 5


@pytest.mark.parametrize("env", ["", "env -i"], ids=["marked", "without a mark"])
def test_daemons_are_found_and_killed(tmp_path: Path, env: str) -> None:
    """They left their parent, their session and their output; some have variables of their own."""
    told = tmp_path / "pid"

    def start() -> Finished:
        from formfacts.smoke.remains import adopt_orphans

        adopt_orphans()
        return shell(daemon(told, env=env), tmp_path)

    from formfacts.smoke.process import run_function

    done, found = run_function(lambda: start().left, timeout=30, mark=new_mark(), env=ENV)

    assert (0, 1) == (done.code, found)
    assert wait_until(lambda: not is_alive(int(told.read_text(encoding="ascii"))), 2)


def test_a_marked_daemon_is_found_without_adoption(tmp_path: Path) -> None:
    """By what is in its environment."""
    told = tmp_path / "pid"
    done = shell(daemon(told), tmp_path)

    assert (0, 1) == (done.code, done.left)
    assert wait_until(lambda: not is_alive(int(told.read_text(encoding="ascii"))), 2)


def test_what_holds_the_output_open_is_not_waited_for(tmp_path: Path) -> None:
    """The command has ended, and what it left in the background is killed."""
    done = shell("sleep 600 & echo started", tmp_path)

    assert (0, "started\n", 1) == (done.code, done.output, done.left)
    assert done.seconds < 5


def test_processes_that_beget_others_all_the_time_are_stopped(tmp_path: Path) -> None:
    """Each lives for a moment: they have to be killed at one stroke."""
    beget = "import os\nwhile True:\n    if os.fork(): os._exit(0)"
    (tmp_path / "beget.py").write_text(beget, encoding="utf-8")
    mark = new_mark()
    done = shell(f"{sys.executable} -S beget.py & sleep 0.3", tmp_path, mark=mark)

    assert (0, True) == (done.code, done.seconds < 5)
    assert wait_until(lambda: not marked(mark), 1)


def test_nobody_else_is_touched(tmp_path: Path) -> None:
    """Neither who has no mark nor who has another one, nor this process and its parent."""
    with bystander() as plain, bystander(**{MARK: "another"}) as other:
        shell("sleep 600 &", tmp_path)

        assert [None, None] == [plain.poll(), other.poll()]
    assert is_alive(os.getppid())


@pytest.mark.parametrize(
    ("command", "env", "error"),
    [
        (["/does/not/exist"], {}, FileNotFoundError),
        (["/bin/sh", "-c", "a\0b"], {}, ValueError),
        (["/bin/true"], {"A=B": "c"}, ValueError),
        (["/bin/sh", "-c", "#" * 10_000_000], {}, OSError),
    ],
)
def test_what_cannot_be_started_is_an_error(
    tmp_path: Path, command: list[str], env: dict[str, str], error: type[Exception]
) -> None:
    """And leaves no descriptor open."""
    before = len(list(Path("/proc/self/fd").iterdir()))
    with pytest.raises(error):
        run_command(command, folder=tmp_path, env=env, timeout=5, mark="m")

    assert before == len(list(Path("/proc/self/fd").iterdir()))


def test_a_function_gives_what_it_returns_and_prints() -> None:
    """Both through a process of its own, which the environment is that of."""

    def function() -> dict[str, object]:
        print("said")  # noqa: T201
        os.system("echo by a program")  # noqa: S605
        return {"big": "x" * 3_000_000, "env": sorted(os.environ), "path": Path("/tmp")}  # noqa: S108

    done, found = call(function)

    assert (0, "said\nby a program\n") == (done.code, done.output)
    assert 3_000_000 == len(found["big"])
    assert (sorted({*ENV, MARK}), "/tmp") == (found["env"], found["path"])  # noqa: S108


def refuse() -> None:
    """Raise an error of ours."""
    raise UsageError("one line, and no traceback")


def stumble() -> None:
    """Raise another one."""
    raise ValueError("what it was")


@pytest.mark.parametrize(
    ("function", "code", "last", "lines"),
    [
        (refuse, 1, "one line, and no traceback", 1),
        (stumble, 1, "ValueError: what it was", None),
        (lambda: sys.exit(4), 1, "SystemExit: 4", None),
        (lambda: os.kill(os.getpid(), signal.SIGKILL), -signal.SIGKILL, "", 0),
        (lambda: os._exit(9), 9, "", 0),
    ],
    ids=["refuse", "stumble", "exit", "killed", "vanish"],
)
def test_a_function_that_fails_says_why(
    function: object, code: int, last: str, lines: int | None
) -> None:
    """In the last line that it printed; there is no result."""
    done, found = call(function)

    said = done.output.splitlines()
    assert (code, None, last) == (done.code, found, said[-1] if said else "")
    assert lines is None or lines == len(said)


def test_a_function_is_stopped_in_time() -> None:
    """Whatever it does about signals."""

    def function() -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)
        print("begun")  # noqa: T201
        time.sleep(600)

    done, found = call(function, timeout=0.5)

    assert (None, "begun\n", None) == (done.code, done.output, found)


def test_a_function_that_forks_returns_once() -> None:
    """The other copy comes to the same end, and is not heard."""

    def function() -> str:
        if os.fork() == 0:
            return "the child"
        time.sleep(0.3)
        return "the parent"

    assert "the parent" == call(function)[1]


def test_a_function_may_close_what_it_prints_to() -> None:
    """There is no more to be read then, and that is all."""

    def function() -> str:
        sys.stdout.close()
        os.close(1)
        os.close(2)
        return "done"

    assert "done" == call(function)[1]


def test_a_function_ends_with_the_process_that_called_it(tmp_path: Path) -> None:
    """A worker that was killed leaves nobody who would stop it."""
    told = tmp_path / "pid"

    def inner() -> None:
        told.write_text(str(os.getpid()), encoding="ascii")
        time.sleep(600)

    if (worker := os.fork()) == 0:
        call(inner)
        os._exit(0)
    assert wait_until(lambda: told.exists() and told.read_text(encoding="ascii"))
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)

    assert wait_until(lambda: not is_alive(int(told.read_text(encoding="ascii"))), 2)


def test_what_runs_in_the_background_ends_with_the_block(tmp_path: Path) -> None:
    """Whether it would have or not."""
    with background(["sleep", "600"], folder=tmp_path, env=ENV) as process:
        assert process.poll() is None

    assert -signal.SIGKILL == process.poll()
