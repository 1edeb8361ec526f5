"""Base against tuned on the held-out rows: is the form met, is each field right?"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from app import answers
from app.errors import FormError
from app.finetune.base import chat_for
from app.finetune.lessons import as_object, is_number, statement
from app.finetune.tuned import Replies
from app.settings import FinetuneSettings
from app.types import Example

MAX_TOKENS = 200
FORM = "form met"
SAME = "same reply"
_NAME_WIDTH = 24


@dataclass(frozen=True, slots=True)
class Count:
    """Of `of` held-out rows, how many the base and the tuned model got right."""

    name: str
    base: int
    tuned: int
    of: int


@dataclass(frozen=True, slots=True)
class Report:
    """What training changed."""

    base: str
    heldout: int
    counts: tuple[Count, ...]
    seconds: float = 0.0

    def to_text(self) -> str:
        """Write a small table."""
        lines = [f"{'held-out rows: ' + str(self.heldout):{_NAME_WIDTH}}   base    tuned"]
        for count in self.counts:
            base, tuned = (100 * right / count.of for right in (count.base, count.tuned))
            lines.append(f"{count.name:{_NAME_WIDTH}}{base:5.1f} %  {tuned:5.1f} %  of {count.of}")
        return "\n".join([*lines, f"trained in {self.seconds:.0f} s"])

    def to_json(self) -> str:
        """Write it for programs and for the adapter's folder."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


def compare(
    settings: FinetuneSettings,
    heldout: Sequence[Example],
    models: Sequence[Replies],
    schema: Mapping[str, Any] | None,
    progress: Callable[[int, int], None],
) -> Report:
    """Let the base and the tuned model reply to every held-out row and judge the replies.

    Each reply is what the model says freely: nothing holds it to the schema while it writes.
    """
    verdicts: list[list[dict[str, bool]]] = [[] for _ in models]
    for done, example in enumerate(heldout, 1):
        chat = chat_for(settings, example.messages[:-1])
        for model, found in zip(models, verdicts, strict=True):
            reply, _, _ = model.reply(chat, MAX_TOKENS)
            found.append(judge(reply, example.messages[-1].content, schema))
        progress(done, len(heldout))
    return Report(settings.base, len(heldout), tuple(count(*verdicts)))


def count(base: Sequence[dict[str, bool]], tuned: Sequence[dict[str, bool]]) -> list[Count]:
    """Add up the verdicts of each measure."""
    names = dict.fromkeys(name for verdict in tuned for name in verdict)
    return [
        Count(
            name,
            sum(verdict.get(name, False) for verdict in base),
            sum(verdict.get(name, False) for verdict in tuned),
            sum(name in verdict for verdict in tuned),
        )
        for name in names
    ]


def judge(reply: str, wanted: str, schema: Mapping[str, Any] | None) -> dict[str, bool]:
    """Hold one reply against the schema and, field by field, against the wanted reply.

    A reply in prose has a field right when it states it in the words that the base was taught, so
    that what the base knows can be told from how it says it.
    """
    verdict = {} if schema is None else {FORM: meets(reply, schema)}
    fields = as_object(wanted)
    if fields is None:
        return {**verdict, SAME: reply.split() == wanted.split()}
    said = as_object(reply)
    for name, value in fields.items():
        right = statement(name, value) in reply if said is None else agrees(said.get(name), value)
        verdict[f"{name} right"] = right
    return verdict


def meets(reply: str, schema: Mapping[str, Any]) -> bool:
    """Say whether a reply meets the schema as it stands."""
    try:
        answers.parse(reply, schema)
    except FormError:
        return False
    return True


def agrees(said: Any, wanted: Any) -> bool:  # noqa: ANN401  whatever JSON holds
    """Say whether two values agree; lists of sentence numbers do when they share one."""
    if (
        isinstance(said, list)
        and isinstance(wanted, list)
        and wanted
        and all(map(is_number, wanted))
    ):
        return any(number in wanted for number in said)
    return bool(said == wanted)
