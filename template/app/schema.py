"""The JSON schema of an answer: read once, checked before a model is asked.

A schema stands in one file. Nothing else is read for it: no other file, and nothing from outside.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from app.errors import DataError
from app.prompt import read

# Both may point at another part of the schema.
REFERENCES = frozenset({"$ref", "$dynamicRef"})


def load_schema(path: Path) -> Mapping[str, Any]:
    """Read a JSON schema and check that it is one.

    Raises DataError, naming the file and what is wrong, also for a reference that leads nowhere.
    """
    import jsonschema

    try:
        schema = json.loads(read(path))
        jsonschema.Draft202012Validator.check_schema(schema)
    except json.JSONDecodeError as error:
        raise DataError(f"{path}:{error.lineno} is not JSON: {error.msg}") from None
    except jsonschema.SchemaError as error:
        raise DataError(f"{path} is not a JSON schema: {error.message}") from None
    if not isinstance(schema, dict):
        raise DataError(f"{path} must hold a JSON object that describes an object")
    for key, target in dead_references(schema):
        raise DataError(
            f"{path}: {key} {target!r} leads nowhere: define it under $defs in this file "
            "and point at it as #/$defs/NAME"
        )
    return schema


def dead_references(schema: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the references that cannot be resolved: the keyword, then where it points."""
    from referencing import Registry
    from referencing.exceptions import Unresolvable
    from referencing.jsonschema import DRAFT202012

    root = DRAFT202012.create_resource(schema)
    queue = [(Registry().resolver_with_root(root), root)]
    seen = set()
    while queue:
        resolver, part = queue.pop()
        if id(part.contents) in seen or not isinstance(part.contents, Mapping):
            continue
        seen.add(id(part.contents))
        queue += [(resolver.in_subresource(one), one) for one in part.subresources()]
        for key in REFERENCES & part.contents.keys():
            try:
                found = resolver.lookup(part.contents[key])
            except (Unresolvable, ValueError, TypeError, AttributeError):
                yield key, str(part.contents[key])
            else:
                queue.append((found.resolver, DRAFT202012.create_resource(found.contents)))


def faults(data: object, schema: Mapping[str, Any]) -> list[str]:
    """Say what in `data` does not meet the schema: where, then why.

    Raises RecursionError for a schema that refers to itself without end.
    """
    import jsonschema
    from referencing import Registry

    # With an empty registry the validator looks nothing up outside.
    validator = jsonschema.Draft202012Validator(schema, registry=Registry())
    return [
        f"{'.'.join(str(part) for part in one.absolute_path) or 'the object'}: {one.message}"
        for one in sorted(validator.iter_errors(data), key=str)
    ]
