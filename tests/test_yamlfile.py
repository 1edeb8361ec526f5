"""Files that are more than they look are refused before they do harm."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from formfacts.errors import InputFileError
from formfacts.yamlfile import DEEPEST, LARGEST, load_mapping


def refusal(path: Path) -> str:
    """Return why a file is refused, without its path."""
    with pytest.raises(InputFileError) as caught:
        load_mapping(path)
    return str(caught.value).removeprefix(f"{path} ")


def written(folder: Path, content: bytes) -> Path:
    """Return a file with this content."""
    path = folder / "a.yml"
    path.write_bytes(content)
    return path


def billion_values() -> bytes:
    """Return a few lines of YAML that stand for nine to the twelfth values."""
    lines = [b"a: &a [x, x, x, x, x, x, x, x, x]"]
    names = b"abcdefghijklm"
    for known, new in pairwise(names):
        lines.append(b"%c: &%c [%s]" % (new, new, b", ".join([b"*%c" % known] * 9)))
    return b"\n".join(lines)


def test_a_plain_mapping_is_read(tmp_path: Path) -> None:
    """Values have YAML's types; a byte order mark is no part of the first key."""
    path = written(tmp_path, "\ufeffa: 1\nb: {c: [yes, ü]}\n".encode())

    assert {"a": 1, "b": {"c": [True, "ü"]}} == load_mapping(path)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (billion_values(), "is not plain YAML: *a in line 2 is an alias; write the value there"),
        (b"a: &a [*a]", "is not plain YAML: *a in line 1 is an alias; write the value there"),
        (b"a: 1\nb: 2\na: 3", "is not plain YAML: 'a' stands there twice, again in line 3"),
        (b"b: [{a: 1, a: 2}]", "is not plain YAML: 'a' stands there twice, again in line 1"),
        (
            b"a: !!python/object/apply:os.getcwd []",
            (
                "is not plain YAML: could not determine a constructor for the tag "
                "'tag:yaml.org,2002:python/object/apply:os.getcwd' in line 1"
            ),
        ),
        (b"a: 1\n---\nb: 2", "is not plain YAML: but found another document in line 2"),
        (b"? [a]\n: 1", "is not plain YAML: found unhashable key in line 1"),
        (b"a", "holds a str, no mapping; write one `name: value` on each line"),
    ],
)
def test_tricks_are_refused_by_name(tmp_path: Path, content: bytes, said: str) -> None:
    """The error says what the file has that a plain one has not."""
    assert said == refusal(written(tmp_path, content))


@pytest.mark.parametrize("opened", [b"a: " + b"[" * 100_000, b"- " * 100_000])
def test_deep_nesting_does_not_overflow_the_stack(tmp_path: Path, opened: bytes) -> None:
    """A loader would recurse until the process dies."""
    said = f"is not plain YAML: more than {DEEPEST} levels of nesting in line 1"

    assert said == refusal(written(tmp_path, opened))


def test_a_file_without_end_is_not_read_to_its_end() -> None:
    """A device, or a model picked by mistake, does not fill the memory."""
    said = f"is larger than {LARGEST:,} bytes; is it the right file?"

    assert said == refusal(Path("/dev/zero"))
