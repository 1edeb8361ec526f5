"""Question, passages, prompt, model, answer with citations: the same in all four approaches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from app import answers, prompt
from app.errors import FormError
from app.interfaces import Model, Retriever
from app.settings import Settings
from app.types import Answer, Completion, Message, Retrieval, Sentence


@dataclass(frozen=True, slots=True)
class Assistant:
    """Answers questions with the parts that `wiring.py` gave it."""

    model: Model
    retriever: Retriever
    form: answers.Form
    settings: Settings
    root: Path

    def ask(self, question: str) -> Answer:
        """Answer one question.

        Raises ModelError when the model fails, FormError when its reply does not meet the schema
        even after one repair round, PromptTooLong when the prompt does not fit.
        """
        started = time.perf_counter()
        retrieval = self.retriever.retrieve(question)
        sentences = prompt.evidence(retrieval)
        # Nothing to answer from and no form to fill: refusing needs no model.
        if sentences == () and self.form.schema is None:
            answer, completion = Answer(text=self.form.refusal, refused=True), Completion("")
        else:
            chat = prompt.build(question, sentences, self.settings.prompt, self.root)
            answer, completion = self.reply(chat, sentences or ())
        return replace(
            answer,
            passages=retrieval.passages if retrieval else (),
            support=support_of(retrieval),
            model=self.model.name,
            usage=replace(completion.usage, seconds=round(time.perf_counter() - started, 3)),
        )

    def reply(
        self, chat: Sequence[Message], sentences: Sequence[Sentence]
    ) -> tuple[Answer, Completion]:
        """Call the model and read its reply; with a schema, give it one chance to mend a fault."""
        schema = self.form.schema
        completion = self.model.complete(chat, schema)
        if schema is None:
            return answers.from_prose(completion.text, sentences, self.form), completion
        try:
            data = answers.parse(completion.text, schema)
        except FormError as fault:
            first, chat = completion, repair_chat(chat, completion, fault)
            completion = self.model.complete(chat, schema)
            completion = replace(completion, usage=first.usage + completion.usage)
            data = self.parse_again(completion, schema)
        return answers.from_data(data, sentences, self.form), completion

    def parse_again(self, completion: Completion, schema: Any) -> dict[str, Any]:  # noqa: ANN401
        """Parse the reply of the repair round, and say who failed when it fails."""
        try:
            return answers.parse(completion.text, schema)
        except FormError as fault:
            raise FormError(
                f"{self.model.name} did not meet {self.settings.answer.schema_file} in two tries: "
                f"{fault}; loosen the schema, show an example in the prompt, or use another model"
            ) from None


def repair_chat(chat: Sequence[Message], completion: Completion, fault: FormError) -> list[Message]:
    """Show the model its own reply and what is wrong with it."""
    return [
        *chat,
        Message("assistant", completion.text),
        Message("user", f"{fault}. Reply again with only the corrected JSON object."),
    ]


def support_of(retrieval: Retrieval | None) -> float | None:
    """Return how well the passages bear on the question, None without documents."""
    return None if retrieval is None else round(retrieval.support, 3)
