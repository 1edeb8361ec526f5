"""The prompt: the system text, worked examples, numbered sentences of the passages, the question.

Every sentence gets a number, and an answer cites numbers. So a citation is a span of a document
whatever model is asked, and a reader can check it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import yaml

from app.errors import DataError, PromptTooLong
from app.settings import PromptSettings, one_line
from app.text import estimate_tokens, sentence_spans
from app.types import Message, Passage, Retrieval, Sentence

PASSAGES = "Passages:"
NO_PASSAGES = "(none)"
QUESTION = "Question: "

# Notes to whoever edits a prompt file; the model never sees them.
_COMMENT = re.compile(r"<!--.*?-->\s*", re.DOTALL)


def number_sentences(passages: Sequence[Passage]) -> tuple[Sentence, ...]:
    """Number the sentences of the passages from 1, in reading order, each span once.

    Passages that overlap share sentences; a sentence keeps the number it got first.
    """
    seen: dict[tuple[str, int, int], Sentence] = {}
    for passage in passages:
        for start, end in sentence_spans(passage.text):
            key = (passage.path, passage.start + start, passage.start + end)
            if key not in seen:
                seen[key] = Sentence(
                    number=len(seen) + 1,
                    path=passage.path,
                    heading=passage.heading,
                    start=key[1],
                    end=key[2],
                    text=" ".join(passage.text[start:end].split()),
                    page=passage.page,
                )
    return tuple(seen.values())


def evidence(retrieval: Retrieval | None) -> tuple[Sentence, ...] | None:
    """Number what may be cited: nothing when the passages do not support an answer.

    None stands for a repo without documents, where there is nothing to cite in the first place.
    """
    if retrieval is None:
        return None
    return number_sentences(retrieval.passages) if retrieval.supported else ()


def user_message(question: str, sentences: Sequence[Sentence] | None) -> str:
    """Write the user's turn: the numbered sentences under their file and heading, the question.

    Without documents (None) it is the question alone.
    """
    if sentences is None:
        return question
    lines = [PASSAGES] if sentences else [PASSAGES, NO_PASSAGES]
    place = None
    for sentence in sentences:
        if (sentence.path, sentence.heading) != place:
            place = (sentence.path, sentence.heading)
            lines.append(f"## {' > '.join(part for part in place if part)}")
        lines.append(f"[{sentence.number}] {sentence.text}")
    return "\n".join([*lines, "", f"{QUESTION}{question}"])


def build(
    question: str, sentences: Sequence[Sentence] | None, settings: PromptSettings, root: Path
) -> list[Message]:
    """Build the chat for one question.

    Raises DataError for a prompt file that is missing or malformed, PromptTooLong when the whole
    does not fit into `prompt.max_tokens`.
    """
    messages = [
        Message("system", system_text(settings, root)),
        *worked_examples(settings, root),
        Message("user", user_message(question, sentences)),
    ]
    tokens = sum(estimate_tokens(message.content) for message in messages)
    if tokens > settings.max_tokens:
        raise PromptTooLong(
            f"the prompt needs about {tokens} tokens, more than prompt.max_tokens "
            f"({settings.max_tokens}): "
            "shorten the reference text, raise prompt.max_tokens in settings.yaml if your model's "
            "context allows, or search the texts instead (formfacts promote --to rag or hybrid)"
        )
    return messages


def system_text(settings: PromptSettings, root: Path) -> str:
    """Join the files of `prompt.system`, in order."""
    return "\n\n".join(_COMMENT.sub("", read(root / name)).strip() for name in settings.system)


def worked_examples(settings: PromptSettings, root: Path) -> list[Message]:
    """Read the few-shot examples: a YAML list of {question, answer}, each two turns of the chat."""
    if settings.examples is None:
        return []
    path = root / settings.examples
    try:
        rows = yaml.safe_load(read(path)) or []
        pairs = [(str(row["question"]), str(row["answer"])) for row in rows]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise DataError(
            f"{path}: the examples must be a YAML list of question and answer "
            f"({type(error).__name__}: {one_line(error)})"
        ) from None
    return [
        message
        for question, answer in pairs
        for message in (Message("user", question), Message("assistant", answer))
    ]


def read(path: Path) -> str:
    """Read a text file of the repo. Raises DataError when it is missing or not UTF-8."""
    try:
        # "sig": some editors begin a file with a byte order mark, which is not part of its text.
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise DataError(f"{path} does not exist: create it or change settings.yaml") from None
    except OSError as error:
        raise DataError(f"{path} cannot be read ({error.strerror}): change settings.yaml") from None
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8 ({error.reason}): save it as UTF-8") from None
