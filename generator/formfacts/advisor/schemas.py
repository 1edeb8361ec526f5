"""The published JSON Schemas: `python -m formfacts.advisor.schemas docs` writes both.

docs/situation.schema.json is what a situation file may hold, docs/advice.schema.json what `--json`
prints and `--save` writes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from formfacts.advisor.approach import Approach
from formfacts.advisor.document import STAGES, VERSION
from formfacts.advisor.questions import QUESTIONS, Question
from formfacts.advisor.scales import SCALES
from formfacts.advisor.situation import FACTS, Level, values_of

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
PROSE: Schema = {"type": ["string", "number", "null"]}
# What YAML makes of a bare yes and a bare no.
BARE = {"yes": True, "no": False}
APPROACH: Schema = {"enum": [approach.value for approach in Approach]}


def situation_schema() -> Schema:
    """Return the schema of a situation file: facts at the top, or under `facts:`."""
    about = {
        "title": {**PROSE, "description": "What the project is called; for people."},
        "description": {**PROSE, "description": "What it is to do; for people."},
        "id": {"description": "Yours to use; nothing reads it."},
        "notes": {"description": "Yours to use; nothing reads it."},
    }
    facts: Schema = {q.fact: {"$ref": f"#/$defs/{q.fact}"} for q in QUESTIONS}
    under = closed({**about, "facts": closed(facts, [])}, ["facts"])
    return {
        "$schema": DIALECT,
        "title": "A situation, for `formfacts advise --situation FILE`",
        "description": "A fact that is not there is unknown.",
        "anyOf": [under, closed({**about, **facts}, [])],
        "$defs": {question.fact: fact_schema(question) for question in QUESTIONS},
    }


def fact_schema(question: Question) -> Schema:
    """Return what a situation file may say about one fact."""
    told: Schema = {"title": question.ask, "description": f"{question.why} {meaning(question)}"}
    if question.fact in SCALES:
        examples = [300, *question.answers]
        return {
            **told,
            "anyOf": [{"type": "number", "minimum": 0}, {"type": ["string", "boolean", "null"]}],
            "examples": examples,
        }
    words = values_of(question.fact)
    bare = [BARE[word] for word in words if word in BARE]
    return {**told, "enum": [*words, *bare, None]}


def meaning(question: Question) -> str:
    """Return what each answer means, on one line."""
    if question.fact in SCALES:
        return f"Write {SCALES[question.fact].example}, or unknown."
    return "; ".join(f"{word}: {said}" for word, said in question.answers.items()) + "."


def advice_schema() -> Schema:
    """Return the schema of advice."""
    return {
        "$schema": DIALECT,
        "title": "Advice, as `formfacts advise --json` prints it and `--save` writes it",
        **closed(
            {
                "formfacts_advice": {"const": VERSION},
                "approach": APPROACH,
                "confidence": closed(
                    {"level": {"enum": [w for w in Level if w != "unknown"]}, "because": TEXT}
                ),
                "path": rows(
                    closed({"approach": APPROACH, "stage": {"enum": list(STAGES)}, "when": TEXT})
                ),
                "reasons": rows({"$ref": "#/$defs/reason"}),
                "additions": rows(closed({"name": TEXT, "what": TEXT})),
                "anti_patterns": rows({"$ref": "#/$defs/anti_pattern"}),
                "to_do": rows(
                    closed(
                        {
                            "fact": {"enum": list(FACTS)},
                            "do": TEXT,
                            "command": TEXT,
                            "could_become": rows(APPROACH),
                        }
                    )
                ),
                "runner_up": closed(
                    {"approach": APPROACH, "because": TEXT, "changes": rows(ref("change"))}
                ),
                "would_change": rows(ref("change")),
                "situation": closed({"title": TEXT, "description": TEXT, "facts": known_facts()}),
                "costs": {
                    "type": "object",
                    "description": "With --costs: the bills, break-evens, prices and quantities.",
                },
                "evidence": {
                    "type": "object",
                    "description": "With --from: what the repo's own evaluation has shown.",
                },
            },
            optional=("costs", "evidence"),
        ),
        "$defs": parts(),
    }


def parts() -> dict[str, Schema]:
    """Return the parts of advice that are named more than once, or are long."""
    source = closed({"name": TEXT, "place": TEXT, "url": TEXT})
    said = {"claim": TEXT, "reason": TEXT}
    return {
        "reason": closed(
            {
                "rule": {"type": "string", "pattern": "^[A-Z][0-9]{2}$"},
                **said,
                "supports": {**FLAG, "description": "Whether it speaks for the approach."},
                "strength": {"type": "integer"},
                "veto": FLAG,
                "sources": rows(source),
            }
        ),
        "anti_pattern": closed({"id": TEXT, "name": TEXT, **said, "sources": rows(source)}),
        "change": closed(
            {
                "fact": {"enum": list(FACTS)},
                "value": {**TEXT, "description": "The nearest such value, for a situation file."},
                "words": {**TEXT, "description": "All such values that lie together with it."},
                "approach": APPROACH,
            }
        ),
    }


def known_facts() -> Schema:
    """Return the facts as advice repeats them: words, and only those that are known."""
    words = {
        fact: {"enum": [w for w in values_of(fact) if w != "unknown"]} if values_of(fact) else TEXT
        for fact in FACTS
    }
    return closed(words, [])


def closed(
    properties: dict[str, Schema],
    required: list[str] | None = None,
    optional: tuple[str, ...] = (),
) -> Schema:
    """Return an object that has these properties and no other; all are required unless told."""
    needed = [name for name in properties if name not in optional] if required is None else required
    return {
        "type": "object",
        "properties": properties,
        **({"required": needed} if needed else {}),
        "additionalProperties": False,
    }


def rows(item: Schema) -> Schema:
    """Return a list of items."""
    return {"type": "array", "items": item}


def ref(name: str) -> Schema:
    """Return a reference to a named part."""
    return {"$ref": f"#/$defs/{name}"}


SCHEMAS = {"situation.schema.json": situation_schema, "advice.schema.json": advice_schema}


def as_text(schema: Schema) -> str:
    """Return a schema as its file holds it."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    for name, make in SCHEMAS.items():
        Path(sys.argv[1], name).write_text(as_text(make()), encoding="utf-8")
