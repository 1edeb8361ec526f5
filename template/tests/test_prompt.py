"""The prompt: numbered sentences, worked examples, files of yours that may be bad."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import prompt
from app.errors import DataError, PromptTooLong
from app.settings import PromptSettings
from app.types import Message, Passage, Retrieval
from tests.small import write

LENDING = Passage("lending.md", "Loans", 10, 40, "Books are lent\nfor four weeks.")
SETTINGS = PromptSettings(system=["system.md"])


def test_sentences_are_numbered_with_their_place_in_the_document() -> None:
    """A number stands for a span of the document, wherever its passage begins."""
    sentences = prompt.number_sentences([Passage("a.md", "", 100, 114, "One is. Two is.")])

    assert [(1, 100, 107), (2, 108, 115)] == [(s.number, s.start, s.end) for s in sentences]


def test_a_sentence_in_two_passages_is_numbered_once() -> None:
    """Passages that overlap share sentences."""
    both, second = "One is. Two is.", "Two is."

    sentences = prompt.number_sentences(
        [Passage("a.md", "", 0, 15, both), Passage("a.md", "", 8, 15, second)]
    )

    assert ["One is.", "Two is."] == [sentence.text for sentence in sentences]


def test_line_breaks_in_a_sentence_become_spaces() -> None:
    """A numbered sentence is one line of the prompt."""
    sentences = prompt.number_sentences([Passage("a.md", "", 0, 12, "One\n  more.")])

    assert ["One more."] == [sentence.text for sentence in sentences]


def test_passages_without_support_are_no_evidence() -> None:
    """What does not bear on the question may not be cited."""
    assert () == prompt.evidence(Retrieval((LENDING,), support=0.1, supported=False))


def test_a_repo_without_documents_has_no_evidence_to_speak_of() -> None:
    """None is not the same as nothing found."""
    assert prompt.evidence(None) is None


def test_the_users_turn_shows_file_heading_and_numbers() -> None:
    """The model sees where a sentence stands and by which number to cite it."""
    seats = Passage("seats.txt", "", 0, 15, "There are many.")
    sentences = prompt.number_sentences([LENDING, seats])

    expected = (
        "Passages:\n## lending.md > Loans\n[1] Books are lent for four weeks.\n"
        "## seats.txt\n[2] There are many.\n\nQuestion: How long?"
    )
    assert expected == prompt.user_message("How long?", sentences)


def test_the_users_turn_says_when_there_are_no_passages() -> None:
    """The model learns that nothing was found."""
    assert "Passages:\n(none)\n\nQuestion: Why?" == prompt.user_message("Why?", ())


def test_without_documents_the_users_turn_is_the_question() -> None:
    """A repo without documents has nothing to show."""
    assert "Why?" == prompt.user_message("Why?", None)


def test_a_chat_is_system_examples_question(tmp_path: Path) -> None:
    """The system files are joined in order and each example is two turns."""
    write(tmp_path / "one.md", "One.\n")
    write(tmp_path / "two.md", "<!-- TODO(you): a note\nof two lines -->\nTwo.\n")
    write(tmp_path / "few.yaml", "- {question: Q, answer: A}\n")
    settings = PromptSettings(system=["one.md", "two.md"], examples="few.yaml")

    chat = prompt.build("Why?", None, settings, tmp_path)

    expected = [("system", "One.\n\nTwo."), ("user", "Q"), ("assistant", "A"), ("user", "Why?")]
    assert expected == [(message.role, message.content) for message in chat]


def test_a_prompt_that_does_not_fit_is_an_error_not_a_cut(tmp_path: Path) -> None:
    """The error says how long it is, how long it may be, and what can be done."""
    write(tmp_path / "system.md", "word " * 200)
    settings = PromptSettings(system=["system.md"], max_tokens=100)

    with pytest.raises(PromptTooLong, match=r"about 2\d\d tokens.*\(100\): shorten .* raise"):
        prompt.build("Why?", None, settings, tmp_path)


def test_a_prompt_file_that_is_missing_is_named(tmp_path: Path) -> None:
    """The error names the file and what to do."""
    with pytest.raises(DataError, match=r"system\.md does not exist: create it or change"):
        prompt.system_text(SETTINGS, tmp_path)


def test_a_prompt_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    """The error names the file and says how to save it."""
    write(tmp_path / "system.md", "caf\xe9".encode("latin-1"))

    with pytest.raises(DataError, match=r"system\.md is not UTF-8 .*: save it as UTF-8"):
        prompt.system_text(SETTINGS, tmp_path)


def test_a_folder_in_place_of_a_prompt_file_is_named(tmp_path: Path) -> None:
    """Whatever keeps a file from being read is an error in one line."""
    (tmp_path / "system.md").mkdir()

    with pytest.raises(DataError, match=r"system\.md cannot be read"):
        prompt.system_text(SETTINGS, tmp_path)


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    """Some editors begin UTF-8 files with one."""
    write(tmp_path / "system.md", b"\xef\xbb\xbfHello.")

    assert "Hello." == prompt.system_text(SETTINGS, tmp_path)


def test_an_empty_file_of_examples_holds_none(tmp_path: Path) -> None:
    """Examples may be commented out."""
    write(tmp_path / "few.yaml", "# none yet\n")
    settings = PromptSettings(system=["s"], examples="few.yaml")

    assert [] == prompt.worked_examples(settings, tmp_path)


@pytest.mark.parametrize(
    "text", ["- {question: Q}", "- Q", "Q", "{question: Q, answer: A}", "7", "- {a: [", "- \x07"]
)
def test_malformed_examples_are_named(tmp_path: Path, text: str) -> None:
    """The error is one line with the file and what it must hold."""
    write(tmp_path / "few.yaml", text)
    settings = PromptSettings(system=["s"], examples="few.yaml")

    with pytest.raises(DataError, match=r"^\S*few\.yaml: the examples must be a YAML list of .*$"):
        prompt.worked_examples(settings, tmp_path)


def test_examples_may_hold_numbers(tmp_path: Path) -> None:
    """YAML reads an unquoted 42 as a number; the chat holds text."""
    write(tmp_path / "few.yaml", "- {question: How many, answer: 42}\n")
    settings = PromptSettings(system=["s"], examples="few.yaml")

    assert prompt.worked_examples(settings, tmp_path)[1] == Message("assistant", "42")
