"""Plain text: where sentences begin and end, which words carry meaning, how many tokens it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

# How a line can begin: with the mark of a list item or a quotation, and then with what makes it a
# heading, a fence or a table row.
_MARK = r"(?:(?:[-*+\u2022>]|\d{1,3}[.)])[^\S\n]+)"
# Marks can be nested. Without a bound, a line of nothing but marks would cost its length squared.
_DEEPEST_ITEM, _DEEPEST = "{1,20}", "{0,20}"
_ITEM = re.compile(r"[^\S\n]*" + _MARK + _DEEPEST_ITEM)
_SILENT = re.compile(
    r"[^\S\n]*" + _MARK + _DEEPEST + r"(?:#{1,6}[^\S\n]|```|~~~|[-=*_~|:+>\u2022\s]*$)"
)
_ROW = re.compile(r"[^\S\n]*" + _MARK + _DEEPEST + r"\|")
# A sentence ends at . ! ? and its closing quotes, followed by space and something that can begin
# one: not a number with a full stop, which would read as a list item.
_END = re.compile(
    r"(?:(?<=[.!?])[\"'\u201d\u2019\u00bb)\]*_]*\s+|(?<=[\u3002\uff01\uff1f])\s*)"
    r"(?=[\"'\u201c\u2018\u00ab(\[*_`]*(?!\d{1,3}[.)](?:\s|$))(?P<first>[^\W_]))"
)
_ABBREVIATION = re.compile(
    r"(?:^|[\s(\[\"'\u201c])(?:[A-Z]|e\.g|i\.e|No|Mr|Mrs|Ms|Dr|Prof|St|Fig|approx|ca|cf|vs|v)\.$"
)
_LONGEST_ABBREVIATION = 10
# A line of data without a full stop would otherwise be one endless sentence.
_LONGEST_SENTENCE = 1000
_SPACE = re.compile(r"\s*")
_CUT = re.compile(r"\s+(?=\w)(?!\s*\d{1,3}[.)](?:\s|$))")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.][^\W_]+)*")
_CHARACTERS_PER_TOKEN = 4


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each sentence in `text`, without the white space around it.

    A list item and a table row end a sentence, and the mark of a list item is not part of it. A
    heading, a rule or a fence is none. Splitting the text between two sentences' ends again gives
    the same sentences, so that a citation means the same span in a passage and in its document.
    """
    return [
        (start + left, start + right)
        for start, end in _blocks(text)
        for left, right in _in_block(text[start:end])
    ]


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Yield the paragraphs, list items and table rows."""
    start = end = offset = 0
    for line in text.split("\n"):
        silent = _SILENT.match(line)
        row = _ROW.match(line)
        item = _ITEM.match(line)
        if silent or row or item:
            yield start, end
            start = offset + (item.end() if item else 0)
        end = offset + len(line)
        if row and not silent:
            yield start, end
        if row or silent:
            start = end
        offset += len(line) + 1
    yield start, end


def _in_block(block: str) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one block."""
    start = 0
    is_row = block.lstrip().startswith("|")
    for match in [] if is_row else _END.finditer(block):
        before = block[max(start, match.start() - _LONGEST_ABBREVIATION) : match.start()]
        if match["first"].islower() or _ABBREVIATION.search(before):
            continue
        # The closing quote or bracket that _END consumed belongs to the sentence before it.
        yield from _bounded(block, start, match.end())
        start = match.end()
    yield from _bounded(block, start, len(block))


def _bounded(block: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the span without the white space around it, cut where it is too long."""
    end = start + len(block[start:end].rstrip())
    start = _end_of_space(block, start)
    while end - start > _LONGEST_SENTENCE:
        limit = start + _LONGEST_SENTENCE
        cuts = [match.start() for match in _CUT.finditer(block, start, limit)]
        cut = cuts[-1] if cuts else limit
        if any(map(str.isalnum, block[start:cut])):
            yield start, cut
        start = _end_of_space(block, cut)
    if any(map(str.isalnum, block[start:end])):
        yield start, end


def _end_of_space(text: str, start: int) -> int:
    """Return where the white space from `start` on ends."""
    match = _SPACE.match(text, start)
    return match.end() if match else start


def words(text: str) -> list[str]:
    """Return the words of `text` in lower case."""
    return [word.lower() for word in _WORD.findall(text)]


def estimate_tokens(text: str) -> int:
    """Estimate how many tokens a model will count in `text`.

    Every provider has a tokenizer of its own, most of them not available offline. Four characters a
    token is the rule of thumb that OpenAI's help pages give for English; words are a lower bound.
    """
    return max(len(text) // _CHARACTERS_PER_TOKEN, len(_WORD.findall(text)))


# English words that carry no subject of their own.
_STOP_WORDS = (
    "a about am an and any are as at be been but by can could did do does doing for from get "
    "got had has have how i if in into is it its just me my of on or our out so some than that "
    "the their them then there they this to up us was we were what when where which who whom "
    "whose why will with would you your"
)
_STOP = frozenset(_STOP_WORDS.split())
_ENDINGS = ("ations", "ation", "ingly", "ments", "ment", "ings", "ies", "ing", "ed", "es", "s")
_SHORTEST_STEM = 3


def telling(text: str) -> list[str]:
    """Return the words that carry the subject, each once, in reading order."""
    return [word for word in dict.fromkeys(words(text)) if word not in _STOP]


def stems(text: str) -> set[str]:
    """Return the words that carry the subject, with their common endings cut off."""
    return {stem(word) for word in telling(text)}


def stem(word: str) -> str:
    """Cut the longest common English ending that leaves a stem of three letters."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            return word[: -len(ending)]
    return word
