"""Merging the dependencies of a pyproject.toml, and then the whole file with git."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formfacts.scaffold.merge.pyproject import LARGEST, MOST_TABLES, align_dependencies
from formfacts.scaffold.merge.toml_array import read_array

BASE = """\
[project]
name = "support"
version = "0.1.0"
description = "Answers [project] questions"
requires-python = ">=3.11"
dependencies = [
    "jsonschema>=4.25",
    "numpy>=2.0",
    "openai>=3.0,<4",
    "pydantic>=2.11",
    "torch>=2.9",
    "transformers>=5.0,<6",
    "typer>=0.20",
]

[project.optional-dependencies]
dev = [
    "mypy>=1.18",
    "pytest>=8",
    "ruff>=0.12",
]

[project.scripts]
app = "app.cli:main"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
# https://packaging.python.org/en/latest/guides/writing-pyproject-toml/

[tool.hatch.build.targets.wheel]
packages = ["app"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--import-mode=importlib"
"""

THEIRS = """\
[project]
name = "support"
version = "0.1.0"
description = "Answers [project] questions"
requires-python = ">=3.11"
dependencies = [
    "beautifulsoup4>=4.14",
    "jsonschema>=4.25",
    "numpy>=2.1",
    "openai>=3.2,<4",
    "pydantic>=2.12",
    "pypdf>=6.0",  # reads the articles
    "torch>=2.10",
    "transformers>=5.3,<7",
    "typer>=0.20",
]

[project.optional-dependencies]
dev = [
    "mypy>=1.18",
    "pytest>=9",
    "ruff>=0.12",
    "types-PyYAML",
]

[project.scripts]
app = "app.cli:main"

[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
# https://packaging.python.org/en/latest/guides/writing-pyproject-toml/

[tool.hatch.build.targets.wheel]
packages = ["app"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--import-mode=importlib --strict-markers"
"""

OURS = """\
[project]
name = "support"
version = "1.4.0"
description = "Answers [project] questions"
requires-python = ">=3.11"
dependencies = [
    "jsonschema>=4.25",
    "numpy>=2.0",
    "openai[datalib]>=3.0,<4",
    "pydantic>=2.11",
    # our ticket system
    "zendesk-client==2.1",  # 2.2 loses attachments
    "transformers>=5.0",  # the new tokenizer
    "typer>=0.20",
]

[project.optional-dependencies]
dev = [
    "mypy>=1.18",
    "pytest>=8",
    "pytest-cov",
    "ruff>=0.12",
]

[project.scripts]
app = "app.cli:main"
sync = "app.sync:main"

[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
# https://packaging.python.org/en/latest/guides/writing-pyproject-toml/

[tool.hatch.build.targets.wheel]
packages = ["app", "sync"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--import-mode=importlib"
"""

MERGED = """\
[project]
name = "support"
version = "1.4.0"
description = "Answers [project] questions"
requires-python = ">=3.11"
dependencies = [
    "beautifulsoup4>=4.14",
    "jsonschema>=4.25",
    "numpy>=2.1",
    "openai[datalib]>=3.2,<4",
    "pydantic>=2.12",
    "pypdf>=6.0",  # reads the articles
    # our ticket system
    "zendesk-client==2.1",  # 2.2 loses attachments
    "transformers>=5.3",  # the new tokenizer
    "typer>=0.20",
]

[project.optional-dependencies]
dev = [
    "mypy>=1.18",
    "pytest>=9",
    "pytest-cov",
    "ruff>=0.12",
    "types-PyYAML",
]

[project.scripts]
app = "app.cli:main"
sync = "app.sync:main"

[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"
# https://packaging.python.org/en/latest/guides/writing-pyproject-toml/

[tool.hatch.build.targets.wheel]
packages = ["app", "sync"]

[tool.pytest.ini_options]
testpaths = ["tests"]
addopts = "--import-mode=importlib --strict-markers"
"""


def align(base: str, ours: str, theirs: str) -> tuple[str, str, str] | None:
    """Align three texts."""
    found = align_dependencies(base.encode(), ours.encode(), theirs.encode())
    if found is None:
        return None
    old, mine, new = found
    return old.decode(), mine.decode(), new.decode()


def merge_lines(folder: Path, base: str, ours: str, theirs: str) -> str:
    """Return what git makes of three texts; a conflict fails."""
    names = {"ours": ours, "base": base, "theirs": theirs}
    for name, text in names.items():
        (folder / name).write_bytes(text.encode())
    command = ["git", "merge-file", "-p", *names]
    return subprocess.run(command, cwd=folder, check=True, capture_output=True).stdout.decode()


def document(array: str, line_end: str = "\n") -> str:
    """Return a small document with this array, and another that looks the same."""
    text = f'[tool.x]\ndependencies = {array}\n[project]\nname = "x"\ndependencies = {array}\n'
    return text.replace("\r\n", "\n").replace("\n", line_end)


def array_of(text: str) -> str:
    """Return the text of the array of a small document."""
    return text.partition("\n[project]")[2].partition("dependencies = ")[2].rstrip("\r\n")


def test_a_users_file_takes_the_template_update(folder: Path) -> None:
    """Additions, extras, loosened pins and removals stay; bumps and new packages arrive."""
    aligned = align(BASE, OURS, THEIRS)

    assert aligned is not None
    assert MERGED == merge_lines(folder, *aligned)


def test_arrays_are_the_same_in_all_three_and_the_rest_is_untouched() -> None:
    """Only the text of the arrays is replaced."""
    aligned = align(BASE, OURS, THEIRS)

    merged = tomllib.loads(MERGED)
    assert aligned is not None
    for before, after in zip((BASE, OURS, THEIRS), aligned, strict=True):
        expected = tomllib.loads(before)
        expected["project"]["dependencies"] = merged["project"]["dependencies"]
        expected["project"]["optional-dependencies"] = merged["project"]["optional-dependencies"]
        expected["build-system"] = merged["build-system"]
        assert expected == tomllib.loads(after)


def test_an_array_in_conflict_is_left_while_others_are_merged() -> None:
    """Lines then show the conflict where it is, and nowhere else."""
    ours = OURS.replace("numpy>=2.0", "numpy>=2.3")

    aligned = align(BASE, ours, THEIRS)

    assert aligned is not None
    for before, after in zip((BASE, ours, THEIRS), aligned, strict=True):
        assert before.partition("[project.opt")[0] == after.partition("[project.opt")[0]
        assert dev_table(MERGED) == dev_table(after)


def dev_table(text: str) -> str:
    """Return the text of the table of optional dependencies."""
    return text.partition("[project.optional-dependencies]")[2].partition("[project.scripts]")[0]


def test_windows_line_ends_are_kept() -> None:
    """The user's file has CR LF, whatever the template's has."""
    base, ours, theirs = (
        document('[\n  "a>=1",\n]'),
        document('[\n  "a>=1",\n  "mine",\n]', "\r\n"),
        document('[\n  "a>=2",\n]'),
    )

    expected = '[\r\n  "a>=2",\r\n  "mine",\r\n]'
    assert [expected] * 3 == [array_of(text) for text in align(base, ours, theirs) or ()]
    assert document('[\r\n  "a>=1",\r\n]', "\r\n") == (align(base, base, base) or ("",))[0].replace(
        "\n", "\r\n"
    )


@pytest.mark.parametrize(
    "written",
    [
        "project.dependencies = ARRAY\n",
        "project = {name = 'x', dependencies = ARRAY}\n",
        "[project]\noptional-dependencies.dev = ARRAY\n",
        "[project]\noptional-dependencies = {docs = ['x'], dev = ARRAY} # end\n",
        "[project]\n'dependencies' = ARRAY # end\n[project.urls]\nSource = 'x'\n",
        "[project.urls]\nA = 'x'\n[tool]\n[project.optional-dependencies]\na=ARRAY\n[project]\n",
        "[dependency-groups]\ntest = ARRAY\n'odd name' = ['x']\n",
        "build-system.requires = ARRAY",
        "x = nan\ny = 1979-05-27 07:32:00\n[build-system]\nrequires=ARRAY\n[[tool.t]]\n",
    ],
)
def test_finds_the_array_however_the_document_is_written(written: str) -> None:
    """Dotted keys, inline tables and tables out of order."""
    sides = ('["a>=1"]', '["a>=1", "mine"]', '["a>=2"]')

    aligned = align(*(written.replace("ARRAY", side) for side in sides))

    merged = written.replace("ARRAY", '["a>=2", "mine"]')
    assert (merged, merged, merged) == aligned


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("", OURS, THEIRS),
        (BASE, "not TOML", THEIRS),
        (BASE, "\ufeff" + OURS, THEIRS),
        (BASE, OURS, "[project]\nname = 'x'\n"),
        ("project = 1", "project = 1", "project = 1"),
        ("[[project]]", "[[project]]", "[[project]]"),
        ("[project]\ndependencies = 'a'",) * 3,
        ("dependency-groups = ['a']",) * 3,
        (BASE, OURS + "#" * LARGEST, THEIRS),
        (BASE, OURS + "x = " + "[" * 20_000, THEIRS),
        (BASE, OURS + "a." * 20_000 + "a = 1", THEIRS),
        (BASE, OURS + "".join(f"[a.b{n}]\n" for n in range(MOST_TABLES)), THEIRS),
        (document("[]"), document('["a>=1"]'), document('["a>=2"]')),
    ],
)
def test_nothing_to_align_is_none(base: str, ours: str, theirs: str) -> None:
    """What is not TOML, too large, or has no array in all three is left to the merge by lines."""
    assert align(base, ours, theirs) is None


NAMES = ("alpha", "beta", "gamma-ray", "Delta", "eps.ilon", "zeta_one")
SPECIFIERS = ("", ">=1", ">=1.2", ">=1,<2", "<3", "~=1.2", "~=1.4", "==1.0", "!=1.3", "[x]>=1")
MARKERS = ("", "; os_name == 'nt'", "; python_version < '3.13'")
COMMENTS = ("", "  # why", '  # see https://example.org/[x], "quoted"')
requirements = st.builds(
    "{}{}{}".format,
    st.sampled_from(NAMES),
    st.sampled_from(SPECIFIERS),
    st.sampled_from(MARKERS),
) | st.sampled_from(("not a requirement!", "", "ä # ]"))
elements = st.builds(
    "{}{}".format,
    st.sampled_from(("", "    # above\n", "\n", "    # one\n\n    # two\n")),
    st.builds('    "{}",{}\n'.format, requirements, st.sampled_from(COMMENTS)),
) | st.just('    {include-group = "x"},\n')
lines = st.lists(elements, max_size=6).map("".join)
multi_line = st.builds(
    "[{}\n{}{}]".format, st.sampled_from(COMMENTS), lines, st.sampled_from(("", "    # end\n"))
)
one_line = st.lists(requirements.map(repr), max_size=5).map(lambda each: f"[{', '.join(each)}]")
arrays = multi_line | one_line
line_ends = st.sampled_from(("\n", "\r\n"))


@settings(deadline=None)  # the first example imports the parsers
@given(arrays, arrays, line_ends)
def test_without_edits_the_array_is_the_templates(base: str, theirs: str, line_end: str) -> None:
    """Byte for byte."""
    old, new = document(base, line_end), document(theirs, line_end)

    assert array_of(new) == array_of((align(old, old, new) or ("",) * 3)[1])


@settings(deadline=None)  # the first example imports the parsers
@given(arrays, arrays, line_ends, line_ends)
def test_without_template_changes_the_array_is_the_users(
    base: str, ours: str, line_end: str, other_end: str
) -> None:
    """Byte for byte, whichever line ends the template has."""
    old, mine = document(base, line_end), document(ours, other_end)

    assert array_of(mine) == array_of((align(old, mine, old) or ("",) * 3)[1])


@settings(deadline=None)  # the first example imports the parsers
@given(arrays, arrays, arrays, line_ends)
def test_what_a_side_added_is_there_after_merging(
    base: str, ours: str, theirs: str, line_end: str
) -> None:
    """Each package that either side added, and each comment of the user's."""
    sides = [document(text, line_end) for text in (base, ours, theirs)]

    if aligned := align(*sides):
        was, mine, new = map(names, sides)
        assert not (mine | new) - was - names(aligned[1])
        assert not comments(sides[1]) - comments(sides[0]) - comments(aligned[1])


def names(text: str) -> set[str]:
    """Return the names of all that a small document requires."""
    values = tomllib.loads(text)["project"]["dependencies"]
    return {re.split(r"[][;<>=!~]", str(value))[0] for value in values}


def comments(text: str) -> set[str]:
    """Return the comments in the array of a small document."""
    return read_array(array_of(text).replace("\r\n", "\n")).comments


@settings(deadline=None)  # the first example imports the parsers
@given(
    st.dictionaries(
        st.sampled_from(NAMES),
        st.tuples(versions := st.sampled_from((None, *SPECIFIERS)), versions, st.integers(1, 3)),
    )
)
def test_a_change_of_one_side_alone_is_taken(
    changes: dict[str, tuple[str | None, str | None, int]],
) -> None:
    """Whatever it is: added, changed or removed, by either side or both alike."""
    base, ours, theirs = (
        [
            name + version
            for name, (old, new, who) in changes.items()
            if (version := new if who & side else old) is not None
        ]
        for side in (0, 1, 2)
    )

    aligned = align(*(document(str(side)) for side in (base, ours, theirs)))

    assert aligned is not None
    merged = tomllib.loads(aligned[1])["project"]["dependencies"]
    assert sorted(n + new for n, (_, new, _) in changes.items() if new is not None) == sorted(
        merged
    )


@settings(deadline=None)  # the first example imports the parsers
@given(arrays, arrays, arrays, line_ends, line_ends)
def test_only_the_arrays_change(
    base: str, ours: str, theirs: str, line_end: str, other_end: str
) -> None:
    """All three documents parse, and are as they were around the array."""
    sides = [
        document(text, end)
        for text, end in ((base, line_end), (ours, other_end), (theirs, line_end))
    ]

    for before, after in zip(sides, align(*sides) or sides, strict=True):
        assert before.rpartition(array_of(before))[::2] == after.rpartition(array_of(after))[::2]
        assert {"project", "tool"} == set(tomllib.loads(after))


@settings(deadline=None)  # the first example imports the parsers
@given(arrays, arrays, arrays)
def test_aligned_documents_merge_without_conflict_in_the_array(
    base: str, ours: str, theirs: str
) -> None:
    """The array is the same text in all three; aligning once more changes nothing."""
    aligned = align(document(base), document(ours), document(theirs))

    if aligned:
        assert 1 == len({array_of(text) for text in aligned})
        assert aligned == align(*aligned)


@settings(deadline=None)  # the first example imports the parsers
@given(st.binary(max_size=200), st.integers(0, 2))
def test_garbage_is_never_an_error(garbage: bytes, side: int) -> None:
    """Bytes that are no TOML give nothing to align."""
    sides = [BASE.encode(), OURS.encode(), THEIRS.encode()]
    sides[side] = garbage + b"\xff"

    assert align_dependencies(*sides) is None


@settings(deadline=None)  # the first example imports the parsers
@given(st.integers(0, len(OURS)), st.integers(0, 60), st.text(max_size=12))
def test_a_damaged_file_is_never_an_error(start: int, length: int, text: str) -> None:
    """A file cut anywhere either aligns or does not."""
    damaged = OURS[:start] + text + OURS[start + length :]

    aligned = align(BASE, damaged.encode(errors="replace").decode(), THEIRS)

    assert aligned is None or all(map(tomllib.loads, aligned))
