"""Sentences, words and tokens of plain text."""

from __future__ import annotations

import random
import time

import pytest

from app.text import estimate_tokens, sentence_spans, stems, telling, words


def sentences(text: str) -> list[str]:
    """Return the sentences themselves."""
    return [text[start:end] for start, end in sentence_spans(text)]


def test_sentences_end_at_full_stops_and_not_at_abbreviations() -> None:
    """A full stop ends a sentence unless it belongs to a short form or an initial."""
    text = "Ask Dr. Lee, e.g. Tuesday. See No. 5 of J. Smith. It costs 3.50 today! Why? OK."

    assert sentences(text) == [
        "Ask Dr. Lee, e.g. Tuesday.",
        "See No. 5 of J. Smith.",
        "It costs 3.50 today!",
        "Why?",
        "OK.",
    ]


def test_closing_marks_belong_to_the_sentence_before() -> None:
    """Quotes, brackets and emphasis close the sentence that they belong to."""
    assert sentences('He said "Stop." (Then he left.) **Done.** *Next* one.') == [
        'He said "Stop."',
        "(Then he left.)",
        "**Done.**",
        "*Next* one.",
    ]


def test_list_items_are_sentences_without_their_marks() -> None:
    """Each item is a sentence of its own; its number or dash is not part of it."""
    text = "Do this:\n\n1. Open the door. Then wait.\n2. Push\n   hard\n- last one"

    assert sentences(text) == [
        "Do this:",
        "Open the door.",
        "Then wait.",
        "Push\n   hard",
        "last one",
    ]


def test_headings_rules_and_fences_are_no_sentences() -> None:
    """What only structures the text cannot be cited."""
    text = "# Title\nText here.\n\n---\n\n```bash\nmake demo\n```\n"

    assert sentences(text) == ["Text here.", "make demo"]


def test_table_rows_are_one_sentence_each() -> None:
    """A row is cited whole, and the rule under the header is none."""
    text = "| Size | Price |\n|------|:-----:|\n| No. 1. Small | 4.00 |\nAfter it."

    assert sentences(text) == ["| Size | Price |", "| No. 1. Small | 4.00 |", "After it."]


@pytest.mark.parametrize("text", ["", " \n\n ", "...", "---\n***"])
def test_text_without_words_has_no_sentence(text: str) -> None:
    """White space and punctuation alone are nothing to cite."""
    assert sentences(text) == []


def test_other_alphabets_have_sentences_and_words() -> None:
    """Capitals with accents begin a sentence, and full-width stops end one."""
    assert sentences("C'est fini. Écoute. 它很小。它很快。") == [
        "C'est fini.",
        "Écoute.",
        "它很小。",
        "它很快。",
    ]
    assert words("Größe: Été") == ["größe", "été"]


def test_a_line_without_a_full_stop_is_cut() -> None:
    """No sentence is longer than 1,000 characters, and huge input takes no time to speak of."""
    started = time.process_time()
    longest = max(len(s) for s in sentences("word " * 200_000 + "x" * 200_000))

    assert longest <= 1000
    assert time.process_time() - started < 5


def test_splitting_a_passage_gives_the_sentences_of_its_document() -> None:
    """From any sentence's start to any sentence's end, splitting again changes nothing."""
    pieces = ["Foo", "bar", " ", "\n", "\n\n", ". ", "! ", "1. ", "- ", "| a |", "# ", "e.g. "]
    pieces += ['"', ")", "**", "x" * 400, "\u3002", "> ", "---", "```\n", "\t", "\r"]
    chance = random.Random(1)  # noqa: S311  the same texts every time
    for _ in range(1500):
        text = "".join(chance.choices(pieces, k=25))
        spans = sentence_spans(text)
        if not spans:
            continue
        first, last = sorted(chance.choices(range(len(spans)), k=2))
        begin, end = spans[first][0], spans[last][1]
        again = [(begin + a, begin + b) for a, b in sentence_spans(text[begin:end])]

        assert again == spans[first : last + 1], text


def test_telling_words_are_those_with_a_subject() -> None:
    """Function words are left out, and each word is named once."""
    assert telling("How do I open the locker, the other locker?") == ["open", "locker", "other"]


def test_stems_bring_forms_of_a_word_together() -> None:
    """Plural and gerund share a stem."""
    assert stems("parking parked parks") == {"park"}


def test_tokens_are_estimated_from_characters_or_words() -> None:
    """Four characters a token, and never fewer tokens than words."""
    assert (estimate_tokens("x" * 400), estimate_tokens("a b c d")) == (100, 4)


def test_a_line_made_of_marks_costs_no_more_than_its_length() -> None:
    """A document made to be slow to cut is cut."""
    started = time.process_time()
    spans = sentence_spans("- " * 100_000 + "end")

    assert spans
    assert time.process_time() - started < 5
