"""Reports to show: one as runs leave them, and one whose every text is hostile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import combinations, product

from formfacts.smoke.result import CellResult, CheckResult, PairCovered, Report, Status

CHECKS = ("files", "format", "lint", "types", "deps", "secrets", "tests", "demo", "update")
OPTIONS: dict[str, tuple[str, ...]] = {
    "approach": ("prompt", "rag", "finetune", "hybrid"),
    "provider": ("offline", "openai"),
    "embedder": ("minilm", "openai", "none"),
}
# What a log or a folder's name may hold: markup, colours, what no file of text can.
EVIL = (
    "</script></style><img src=x onerror=alert(1)> & \" ' "
    "\x1b[31mred\x1b[0m \x00\x07\ud800\u202e]]>"
)
TRACEBACK = """\
$ python -m pytest -q
F                                                                        [100%]
=================================== FAILURES ===================================
____________________________ test_answer_cites_source __________________________

    def test_answer_cites_source() -> None:
>       assert "[1]" in answer("What is the notice period?")
E       AssertionError: assert '[1]' in 'Thirty days.'

tests/test_answer.py:14: AssertionError
=========================== short test summary info ============================
FAILED tests/test_answer.py::test_answer_cites_source - AssertionError
1 failed, 17 passed in 2.31s
"""


def check(name: str, status: Status = "passed", **more: str) -> CheckResult:
    """Return what one check found, after a second and a half."""
    log = more.pop("log", f"$ {name}\nAll fine.\n")
    return CheckResult(name, status, 1.5, log=log, **more)


def cell(name: str, answers: Mapping[str, object], *found: CheckResult) -> CellResult:
    """Return a repo whose checks all passed but for those found."""
    by_name = {one.check: one for one in found}
    checks = tuple(by_name.get(one) or check(one) for one in CHECKS)
    return CellResult(name, answers, checks)


def valid_ways(options: Mapping[str, Sequence[str]]) -> list[dict[str, str]]:
    """Return the combinations: only `rag` and `hybrid` ask for an embedder."""
    ways = []
    for values in product(*options.values()):
        way = dict(zip(options, values, strict=True))
        if way["approach"] in {"prompt", "finetune"}:
            way.pop("embedder", None)
        if way not in ways:
            ways.append(way)
    return ways


def pairs_of(ways: Mapping[str, Mapping[str, str]]) -> tuple[PairCovered, ...]:
    """Return the pairs that the ways have, each with the first that does."""
    found: dict[tuple[str, str], str] = {}
    for name, way in ways.items():
        values = [f"{option}={value}" for option, value in way.items()]
        for pair in combinations(values, 2):
            found.setdefault(pair, name)
    return tuple(PairCovered(first, second, by) for (first, second), by in found.items())


def make_report() -> Report:
    """Return a run of all combinations with a failure, a timeout, skipped and untried ones."""
    ways = {"-".join(way.values()): way for way in valid_ways(OPTIONS)}
    found: dict[str, list[CheckResult]] = {
        "rag-openai-minilm": [
            check(
                "tests",
                "failed",
                summary="exit code 1: 1 failed, 17 passed",
                log=TRACEBACK,
                kept="/tmp/smoke/kept/rag-openai-minilm",  # noqa: S108  a text
            ),
            check("demo", "skipped", summary="tests failed", log=""),
            check("update", "skipped", summary="tests failed", log=""),
        ],
        "hybrid-offline-openai": [
            check("lint", "failed", summary="exit code 1: 2 problems", log="E501\nF401\n"),
            check("demo", "timeout", summary="no end after 60 s", log="Loading index ...\n" * 40),
        ],
        "prompt-openai": [check("demo", "skipped", summary="there is no index", log="")],
    }
    cells = [cell(name, way, *found.get(name, [])) for name, way in ways.items()]
    pairs = list(pairs_of(ways))
    pairs[-1] = replace(pairs[-1], by="")
    return Report(
        formfacts="0.3.0",
        template="formfacts",
        version="v0.3.0-4-g2f1c9aa",
        environment="shared",
        cover="pairwise",
        shard="",
        options=OPTIONS,
        product=16,
        pairs=tuple(pairs),
        planned=tuple(ways),
        cells=tuple(cells[:-2]),
        started="2026-01-31T12:00:00+00:00",
        seconds=74.25,
    )


def all_green() -> Report:
    """Return the same run with nothing that failed, all of it tried."""
    report = make_report()
    cells = [cell(name, {"approach": "rag"}) for name in report.planned]
    return replace(report, cells=tuple(cells))


def evil_report() -> Report:
    """Return a run of which every text is hostile, with a log of a megabyte."""
    log = EVIL + "\n" + "a line of the log\n" * 60_000 + "::error::forged\n##[error]forged\n" + EVIL
    bad = CheckResult(EVIL, "failed", 1.0, summary=f"{EVIL}\n{EVIL}", log=log, kept=EVIL)
    good = CheckResult("good", "passed", 1.0, log=log)
    answers: dict[str, object] = {EVIL: EVIL, "list": [1, EVIL], "nan": float("nan"), "none": None}
    return Report(
        formfacts=EVIL,
        template=EVIL,
        version=EVIL,
        environment=EVIL,
        cover=EVIL,
        shard="",
        options={EVIL: (EVIL, "b"), "other": (EVIL,)},
        product=1,
        pairs=(PairCovered(f"{EVIL}={EVIL}", f"other={EVIL}", EVIL),),
        planned=(EVIL, f"never {EVIL}"),
        cells=(CellResult(EVIL, answers, (bad, good)),),
        started="2026-01-31T12:00:00+00:00",
        seconds=1.0,
        interrupted=True,
    )


def large_report(cells: int = 200, checks: int = 12) -> Report:
    """Return a run with many repos and checks, every tenth of which failed with a long log."""
    names = [f"check_{number}" for number in range(checks)]
    long = "a line of a log that is neither short nor long, but something in between\n" * 500
    found = [
        CellResult(
            f"rag-openai-minilm-{number}",
            {f"option_{place}": f"value {number}" for place in range(8)},
            tuple(
                CheckResult(name, "failed" if place == number % 10 else "passed", 1.0, "", long)
                for place, name in enumerate(names)
            ),
        )
        for number in range(cells)
    ]
    ids = tuple(one.id for one in found)
    return replace(make_report(), planned=ids, cells=tuple(found), product=4096)
