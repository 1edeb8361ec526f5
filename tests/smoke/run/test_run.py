"""A run from its start to its report: what it tries, what it tells, what it exits with."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from tests.smoke.processes import is_alive
from tests.smoke.run.smoked import FILES, Bench, make_bench

OURS = ("render", "braces", "parse", "paths", "secrets")


def test_a_green_run_exits_with_0(bench: Bench) -> None:
    """Every check of ours is run on every repo, and what the author wrote after them."""
    bench.write("checks: {mine: {run: 'grep -x {{ store }} store.txt'}}")
    done = bench.smoke()

    expected = {**dict.fromkeys(OURS, "passed"), "mine": "passed", "update": "skipped"}
    assert (0, {"a": expected, "b": expected}) == (done.code, done.statuses)
    assert [*OURS, "mine", "update"] == list(done.statuses["a"])
    assert "2 passed" in done.out


def test_a_red_run_exits_with_1(bench: Bench) -> None:
    """The others go on; the last line that was printed says why."""
    bench.write("checks: {mine: {run: 'echo too bad; test {{ store }} = a'}}")
    done = bench.smoke()

    assert 1 == done.code
    assert ("passed", "failed") == tuple(done.statuses[cell]["mine"] for cell in "ab")
    assert "exit code 1: too bad" == done.check("b", "mine")["summary"]


def test_a_check_that_hangs_is_stopped_and_the_next_one_run(bench: Bench) -> None:
    """What it printed is in its log."""
    bench.write("checks: {one: {run: echo begun; sleep 600, timeout: 0.5}, two: {run: 'true'}}")
    done = bench.smoke("--only", "store=a")

    assert (1, "timeout", "passed") == (
        done.code,
        done.statuses["a"]["one"],
        done.statuses["a"]["two"],
    )
    assert "begun\n" == done.check("a", "one")["log"]


def test_no_check_sees_what_another_left(bench: Bench) -> None:
    """Each has a copy of the repo, clean for git; a folder made read-only is no hindrance."""
    dirty = "mkdir d; touch d/f; chmod 500 d; echo > store.txt; test -d .git"
    bench.write(f"checks: {{one: {{run: '{dirty}'}}, two: {{run: test -z \"$(git status -s)\"}}}}")
    done = bench.smoke("--only", "store=a", "--check", "one", "--check", "two")

    assert (0, {"render": "passed", "one": "passed", "two": "passed"}) == (
        done.code,
        done.statuses["a"],
    )


def test_one_repo_that_does_not_render_is_one_failure(tmp_path: Path) -> None:
    """The others are checked, and one at a time is enough."""
    text = "{% if store == 'b' %}{{ 1 // 0 }}{% endif %}"
    bench = make_bench(tmp_path, {**FILES, "template/other.txt.jinja": text})
    done = bench.smoke("--jobs", "1")

    assert (1, {"render": "failed"}) == (done.code, done.statuses["b"])
    assert set(OURS) < set(done.statuses["a"])
    assert "division" in done.check("b", "render")["summary"]


def test_an_expression_that_fails_is_a_failing_check(bench: Bench) -> None:
    """Not the end of the run, and not a matter of memory."""
    bench.write("checks: {one: {run: 'true', when: '{{ 1 // 0 }}'}, two: {run: 'true'}}")
    done = bench.smoke("--only", "store=a")

    assert (1, "failed", "passed") == (
        done.code,
        done.statuses["a"]["one"],
        done.statuses["a"]["two"],
    )
    assert "1 // 0" in done.check("a", "one")["summary"]


def test_a_worker_that_is_killed_is_a_failure_of_its_repo(bench: Bench) -> None:
    """As when memory runs out; what it had started goes with it."""
    worker = "$(ps -o ppid= -p $$)"
    kill = f"sleep 600 & echo $! > {bench.folder}/pid; test {{{{ store }}}} = a || kill -9 {worker}"
    bench.write(f"checks: {{mine: {{run: '{kill}; sleep 1'}}}}")
    done = bench.smoke("--jobs", "1")

    assert (1, "passed", "failed") == (
        done.code,
        done.statuses["a"]["mine"],
        done.statuses["b"]["died"],
    )
    assert "killed by SIGKILL: is there enough memory?" in done.check("b", "died")["summary"]
    pid = int((bench.folder / "pid").read_text(encoding="ascii"))
    assert not is_alive(pid)


def test_checks_can_be_chosen(bench: Bench) -> None:
    """By name; one that there is not is refused before anything is run."""
    bench.write("checks: {mine: {run: 'false'}}")

    assert {"render": "passed", "parse": "passed"} == bench.smoke("--check", "parse").statuses["a"]
    assert {"render": "passed"} == bench.smoke("--check", "render").statuses["b"]
    refused = bench.smoke("--check", "mime")
    assert 2 == refused.code
    assert "--check 'mime': there is no such check: did you mean 'mine'?" in refused.err


def test_nothing_to_run_is_green_and_says_so(bench: Bench) -> None:
    """A change that reaches no repo; another shard may still have some."""
    bench.write("unrelated: '*.md'\nchecks: {mine: {run: 'true'}}")
    git(bench.template, "init", "-q")
    commit(bench.template)
    bench.write(**{"README.md": "of the template\n"})
    done = bench.smoke("--changed-since", "HEAD")

    assert (0, [], "nothing to run: no combination is called for") == (
        done.code,
        done.report["planned"],
        done.err.splitlines()[-1],
    )
    empty = bench.smoke("--shard", "3/3")
    assert (0, "3/3", []) == (empty.code, empty.report["shard"], empty.report["cells"])


def test_a_change_of_what_to_check_runs_everything(bench: Bench) -> None:
    """Also where the file is another one than smoke.yml."""
    other = ("--config", str(bench.template / "ci" / "smoke.yml"))
    bench.write("unrelated: '*'", **{"ci/smoke.yml": "unrelated: '*'"})
    git(bench.template, "init", "-q")
    commit(bench.template)
    bench.write("unrelated: '*'\nchecks: {paths: off}")

    assert ["a", "b"] == sorted(bench.smoke("--changed-since", "HEAD").report["planned"])
    assert [] == bench.smoke("--changed-since", "HEAD", *other).report["planned"]
    bench.write(**{"ci/smoke.yml": "unrelated: '*'\nchecks: {paths: off}"})
    assert ["a", "b"] == sorted(bench.smoke("--changed-since", "HEAD", *other).report["planned"])


def test_two_runs_at_once_are_refused(bench: Bench) -> None:
    """The second says which folder the first one works in, and leaves what that one kept."""
    ready, go = bench.folder / "ready", bench.folder / "go"
    wait = f"touch {ready}; while ! test -e {go}; do sleep 0.05; done"
    bench.write(f"checks: {{mine: {{run: '{wait}; false'}}}}")
    options = ("--only", "store=a", "--keep-failed")
    command = bench.command(*options, "--report", str(bench.folder / "first.json"))
    with subprocess.Popen(command, env=bench.env(), start_new_session=True) as first:
        try:
            while not ready.exists() and first.poll() is None:
                pass
            second = subprocess.run(
                bench.command(*options),
                env=bench.env(),
                capture_output=True,
                text=True,
                check=False,
            )
        finally:
            go.touch()
        code = first.wait(60)

    assert (2, 1) == (second.returncode, code)
    assert "another smoke run works in" in second.stderr
    report = json.loads((bench.folder / "first.json").read_text(encoding="utf-8"))
    assert Path(report["cells"][0]["checks"][-2]["kept"], "reproduce.sh").exists()


def test_a_template_that_renders_its_root_is_told_to_leave_out_its_smoke_yml(
    tmp_path: Path,
) -> None:
    """Each repo would have it."""
    files = {"copier.yml": "store: {type: str, choices: [a, b], default: a}\n", "smoke.yml": "{}"}
    bench = make_bench(tmp_path, files)
    done = bench.smoke("--only", "store=a")

    told = "smoke.yml became a file of the repo: add it to _exclude in copier.yml"
    assert (1, told) == (done.code, done.check("a", "render")["summary"])

    bench.write(**{"copier.yml": f"_exclude: [smoke.yml]\n{files['copier.yml']}"})
    assert 0 == bench.smoke("--only", "store=a").code


def test_promotions_are_checked_and_fail_by_themselves(tmp_path: Path) -> None:
    """A value that this combination may not have is no fault of the repo that is there."""
    validator = "{% if kind == 'c' and store == 'b' %}not with b{% endif %}"
    questions = (
        "store: {type: str, choices: [a, b], default: a}\n"
        f'kind: {{type: str, choices: [b, c], default: b, validator: "{validator}"}}\n'
    )
    answers = "{{ _copier_answers | to_nice_yaml }}"
    files = {
        "copier.yml": f"_subdirectory: template\n{questions}",
        "template/kind.txt.jinja": "{{ kind }}\n",
        "template/{{ _copier_conf.answers_file }}.jinja": answers,
    }
    bench = make_bench(tmp_path, files)
    bench.write(
        "checks:\n"
        "  late: {run: grep -x c kind.txt, when: \"{{ kind == 'c' }}\"}\n"
        "  promote: {question: kind, to: {b: [c]}, again: [late]}\n"
    )
    done = bench.smoke("--only", "kind=b", "--check", "promote-to-c")

    assert {"a-b": "passed", "b-b": "failed"} == {
        cell: checks["promote-to-c"] for cell, checks in done.statuses.items()
    }
    assert "not with b" in done.check("b-b", "promote-to-c")["summary"]
    assert "passed" == done.statuses["b-b"]["render"]
    assert "== late\nc\n" in done.check("a-b", "promote-to-c")["log"]


def test_timings_are_kept_for_the_next_plan(bench: Bench) -> None:
    """Of whole runs: those of a single check would mislead."""
    bench.write("checks: {mine: {run: 'test {{ store }} = a || sleep 1'}}")
    bench.smoke("--check", "parse")
    state = next((bench.cache / "templates").iterdir())
    assert not (state / "timings.json").exists()

    bench.smoke()
    assert ["b", "a"] == bench.smoke("--check", "parse").report["planned"]


def git(folder: Path, *arguments: str) -> None:
    """Run git."""
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def commit(folder: Path) -> None:
    """Commit all there is."""
    who = ("-c", "user.name=t", "-c", "user.email=t@localhost")
    git(folder, "add", "-A")
    git(folder, *who, "commit", "-q", "-m", "all")
