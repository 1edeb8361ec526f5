"""`formfacts smoke merge`: the reports of all shards become one, or it is said why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from formfacts.smoke.report.as_json import dumps
from formfacts.smoke.result import CellResult, CheckResult, Report, Status
from tests.conftest import Formfacts


def shard(number: int, name: str, status: Status) -> Report:
    """Return the report of a shard with one repo."""
    return Report(
        formfacts="1",
        template="t",
        version="v1",
        environment="shared",
        cover="all",
        shard=f"{number}/2",
        options={"store": ("a", "b")},
        product=2,
        pairs=(),
        planned=(name,),
        cells=(CellResult(name, {"store": name}, (CheckResult("tests", status, 1.5),)),),
        started="2026-01-01T00:00:00Z",
        seconds=2.0,
    )


def shards(folder: Path, *, red: bool = False) -> list[str]:
    """Write the reports of two shards and return their files."""
    files = []
    for number, name in enumerate(("a", "b"), start=1):
        found = shard(number, name, "failed" if red and name == "b" else "passed")
        path = folder / f"{number}.json"
        path.write_text(dumps(found), encoding="utf-8")
        files.append(str(path))
    return files


@pytest.mark.parametrize("red", [False, True])
def test_the_whole_is_as_red_as_its_reddest_part(
    formfacts: Formfacts,
    tmp_path: Path,
    red: bool,  # noqa: FBT001
) -> None:
    """Every output is of the whole, and the seconds are added to those that are known."""
    timings, whole = tmp_path / "timings.json", tmp_path / "whole.json"
    timings.write_text('{"c": 3.0}', encoding="utf-8")
    files = shards(tmp_path, red=red)
    done = formfacts(
        "smoke", "merge", *files, "--timings", str(timings), "--report", str(whole), "--json"
    )

    assert (int(red), "") == (done.code, done.err)
    assert ["a", "b"] == [cell["id"] for cell in json.loads(done.out)["cells"]]
    assert json.loads(done.out) == json.loads(whole.read_text(encoding="utf-8"))
    assert {"a", "b", "c"} == set(json.loads(timings.read_text(encoding="utf-8")))


def test_what_cannot_be_merged_is_said(formfacts: Formfacts, tmp_path: Path) -> None:
    """One line and exit code 2: a shard is missing or there twice, or a file is none."""
    first, second = shards(tmp_path)
    odd = tmp_path / "odd.json"
    odd.write_text("{", encoding="utf-8")
    timings = ("--timings", str(tmp_path / "no" / "timings.json"))
    for arguments in (
        [first],
        [first, first, second],
        [str(odd)],
        [str(tmp_path / "none.json")],
        [first, second, "--html", str(tmp_path / "no" / "page.html")],
        [first, second, *timings],
        [first, second, "--timings", str(odd)],
    ):
        done = formfacts("smoke", "merge", *arguments)

        assert (2, 1) == (done.code, done.err.count("\n")), arguments
