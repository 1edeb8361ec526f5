"""What UPGRADES.yaml says, and what it does to answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from formfacts.errors import TemplateError
from formfacts.scaffold.upgrades import Upgrade, load_upgrades, migrate_answers

WHOLE = """\
0.3.0:
  notes: ["Three."]
0.2.0:
  notes: [Two., Two again.]
  renames: {old: new}
  choices: {store: {flat: sqlite, "on": true}}
  removed: {gone: Nobody used it., store=none: It did nothing.}
  breaking: [It breaks.]
  manual: [Do it.]
v0.10.0:
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A template whose UPGRADES.yaml has three versions."""
    (tmp_path / "UPGRADES.yaml").write_text(WHOLE, encoding="utf-8")
    return tmp_path


def test_every_part_is_read(root: Path) -> None:
    """With the types that it is used in."""
    (upgrade,) = load_upgrades(root, "v0.1.0", "v0.2.0")

    assert upgrade == Upgrade(
        "0.2.0",
        notes=("Two.", "Two again."),
        renames={"old": "new"},
        choices={"store": {"flat": "sqlite", "on": True}},
        removed={"gone": "Nobody used it.", "store=none": "It did nothing."},
        breaking=("It breaks.",),
        manual=("Do it.",),
    )


@pytest.mark.parametrize(
    ("after", "upto", "versions"),
    [
        ("v0.1.0", "v0.10.0", ["0.2.0", "0.3.0", "v0.10.0"]),
        ("v0.2.0", "v0.3.0", ["0.3.0"]),
        ("v0.3.0", "v0.3.0", []),
        ("v0.3.0", "v0.2.0", []),
        ("abc1234", "v0.2.0", ["0.2.0"]),
        # A state between versions has all that its file names.
        ("v0.2.0-4-gabc1234", "v0.3.0rc1", ["0.3.0", "v0.10.0"]),
        ("v0.2.0", "v0.2.0-4-gabc1234", ["0.3.0", "v0.10.0"]),
        ("v0.2.0", "v0.2.0+untagged.1a2b3c4d", ["0.3.0", "v0.10.0"]),
        ("v0.2.0", "abc1234", ["0.3.0", "v0.10.0"]),
    ],
)
def test_versions_between_two_come_oldest_first(
    root: Path, after: str, upto: str, versions: list[str]
) -> None:
    """Whatever the order in the file, and only those."""
    assert versions == [upgrade.version for upgrade in load_upgrades(root, after, upto)]


def test_no_file_says_nothing(tmp_path: Path) -> None:
    """Most templates have none."""
    assert () == load_upgrades(tmp_path, "v1", "v2")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [", "is not plain YAML: "),
        ("- a", "holds a list, no mapping"),
        ("1.10: {}", '1.1 is no version; write it in quotes, such as "1.10"'),
        ("next: {}", "'next' is no version; "),
        ("1.2.0: soon", "'1.2.0' holds 'soon'; write `notes: [...]` below it"),
        (
            "1.2.0: {note: [x]}",
            "'1.2.0' has 'note'; it may have notes, breaking, manual, renames, ",
        ),
        ("1.2.0: {notes: x}", "'1.2.0' has notes: 'x'; write a list of sentences"),
        ("1.2.0: {notes: [1]}", "'1.2.0' has notes: [1]; write a list of sentences"),
        ("1.2.0: {renames: [x]}", "'1.2.0' has renames: ['x']; write one `old: new` on each line"),
        ("1.2.0: {renames: {x: 1}}", "'1.2.0' has x: 1; write text"),
        ("1.2.0: {choices: {x: y}}", "'1.2.0' has x: 'y'; write one `old: new` on each line"),
        ("1.2.0: {removed: {x: }}", "'1.2.0' has x: None; write text"),
        (
            '1.2.0: {notes: ["\\e[31m"]}',
            "holds terminal escapes or control characters: '\\x1b[31m'",
        ),
        ("a: &a {notes: []}\nb: *a", "is an alias; write the value there"),
    ],
)
def test_malformed_file_is_named(tmp_path: Path, text: str, message: str) -> None:
    """It is the template's fault, and one line says where."""
    (tmp_path / "UPGRADES.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(TemplateError) as caught:
        load_upgrades(tmp_path, "v0", "v9")

    assert message in str(caught.value)
    assert "UPGRADES.yaml" in str(caught.value)


UPGRADES = (
    Upgrade("1", renames={"engine": "provider"}, choices={"provider": {"gpt": "openai"}}),
    Upgrade("2", removed={"colour": "It was ugly.", "store=flat": "Too slow.", "x": "Unused."}),
    Upgrade(
        "3", renames={"a": "b", "b": "a"}, choices={"sizes": {"s": "small"}, "flag": {"True": 1}}
    ),
)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ({"name": "n"}, {"name": "n"}, ()),
        (
            {"engine": "gpt"},
            {"provider": "openai"},
            ("engine is now called provider", "provider: gpt is now called openai"),
        ),
        ({"engine": "x", "provider": "y"}, {"provider": "y"}, ("engine is now called provider",)),
        ({"colour": "red"}, {}, ("colour was removed: It was ugly.",)),
        ({"store": "flat"}, {}, ("store=flat was removed: Too slow.",)),
        ({"store": "sqlite"}, {"store": "sqlite"}, ()),
        ({"a": 1, "b": 2}, {"b": 1, "a": 2}, ("a is now called b", "b is now called a")),
        ({"sizes": ["s", "m"]}, {"sizes": ["small", "m"]}, ("sizes: s is now called small",)),
        ({"flag": True}, {"flag": 1}, ("flag: True is now called 1",)),
        ({"store": {"deep": [1]}}, {"store": {"deep": [1]}}, ()),
    ],
)
def test_answers_are_carried_over(
    before: dict[str, object], after: dict[str, object], said: tuple[str, ...]
) -> None:
    """Renamed, dropped or left alone, with a sentence for each that was there."""
    given = dict(before)

    assert (after, said) == migrate_answers(before, UPGRADES)
    assert given == before
