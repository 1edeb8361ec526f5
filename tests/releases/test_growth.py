"""How much generated repos have grown since the last release."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from releases.growth import Size, growth, main, measure_all, table
from releases.release import read_release, release
from tests.releases.roots import releasable
from tests.scaffold.tiny import tiny_template


def test_a_template_is_measured_by_what_it_renders(tmp_path: Path) -> None:
    """For each approach: files, lines of those that are text, and the bytes of all."""
    before = measure_all(tiny_template(tmp_path / "root"))
    (tmp_path / "root/template/blob").write_bytes(b"\0\n\n")
    (tmp_path / "root/template/latin").write_bytes(b"\xe9\n\n")
    (tmp_path / "root/template/more.md.jinja").write_text("{{ 'a\nb\n' if rag else 'a' }}\n")
    after = measure_all(tmp_path / "root")

    assert ["rag", "finetune"] == list(before) == list(after)
    assert [(3, 3, 11), (3, 1, 8)] == [
        (
            after[name].files - before[name].files,
            after[name].lines - before[name].lines,
            after[name].bytes - before[name].bytes,
        )
        for name in before
    ]


def test_the_table_shows_sizes_and_differences() -> None:
    """Aligned; also for an approach that only one of the two has."""
    before = {"rag": Size(10, 1200, 3000), "gone": Size(1, 2, 3)}
    after = {"rag": Size(12, 1200, 2900), "hybrid": Size(3, 4, 5)}

    assert """\
Generated repos against v1:
approach  files  +/-  lines  +/-  bytes   +/-
rag          12   +2  1,200    =  2,900  -100
hybrid        3   +3      4   +4      5    +5
gone          0   -1      0   -2      0    -3""" == table(before, after, "against v1")


def test_the_working_template_is_held_against_the_last_release(tmp_path: Path) -> None:
    """Not against an older one; and the name of the version is no growth."""
    bundle, root = tmp_path / "template.bundle", tmp_path / "root"
    for version, text in (("0.1.0", "1\n2\n"), ("0.2.0", "1\n"), ("0.10.0", "1\n")):
        releasable(root, version, **{"template/a.txt": text})
        if version != "0.10.0":
            release(read_release(root), bundle)

    same = growth(root, bundle)
    (root / "template/a.txt").write_text("1\n2\n3\n")

    first, _, rag, _ = same.splitlines()
    assert ("Generated repos against v0.2.0:", 3) == (first, rag.count("="))
    assert ["rag", "4", "=", "+2", "+4"] == [
        growth(root, bundle).splitlines()[2].split()[place] for place in (0, 1, 2, 4, 6)
    ]


def test_a_template_that_cannot_be_rendered_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And exits with 1."""
    bundle = tmp_path / "template.bundle"
    root = releasable(tmp_path / "root", "0.1.0")
    release(read_release(root), bundle)
    (root / "template/broken.txt.jinja").write_text("{% if %}")
    monkeypatch.setattr(sys, "argv", ["growth", "--root", str(root), "--bundle", str(bundle)])

    assert 1 == main()
    assert capsys.readouterr().err.startswith("growth: the template did not render: ")
