"""What is kept of what a process prints."""

from __future__ import annotations

from formfacts.smoke.output import LONGEST_OUTPUT, Output


def test_all_is_kept_of_what_is_not_long() -> None:
    """And `on_output` is told of each part."""
    heard: list[bytes] = []
    output = Output(heard.append)
    for part in (b"one\n", b"", b"two\n"):
        output.add(part)

    assert "one\ntwo\n" == output.text()
    assert [b"one\n", b"two\n"] == heard


def test_the_middle_of_a_flood_is_left_out() -> None:
    """What is left out is counted: with it, it is all that came."""
    output = Output()
    output.add(b"first\n")
    for _ in range(100):
        output.add(b"x" * 50_000)
    output.add(b"last\n")

    text = output.text()
    dropped = 6 + 100 * 50_000 + 5 - LONGEST_OUTPUT
    assert text.startswith("first\n")
    assert text.endswith("last\n")
    assert f"\n[... {dropped:,} bytes left out ...]\n" in text
    assert len(text) < LONGEST_OUTPUT + 100


def test_what_is_no_text_is_shown_as_such() -> None:
    """Also where a letter is cut in two."""
    output = Output()
    output.add(b"\xff\xfe caf\xc3")

    assert "\ufffd\ufffd caf\ufffd" == output.text()
