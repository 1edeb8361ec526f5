"""The schema of an answer: one file, whole, and checked before a model is asked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.errors import DataError
from app.schema import faults, load_schema
from tests.small import write


def test_a_schema_that_is_not_json_is_named_with_its_line(tmp_path: Path) -> None:
    """The error leads to the place in the file."""
    path = write(tmp_path / "s.json", '{\n  "type": object\n}')

    with pytest.raises(DataError, match=r"s\.json:2 is not JSON"):
        load_schema(path)


@pytest.mark.parametrize("text", ['{"type": "objekt"}', "[]", '{"required": "action"}'])
def test_json_that_is_no_schema_is_named(tmp_path: Path, text: str) -> None:
    """A schema is checked before a model is asked."""
    path = write(tmp_path / "s.json", text)

    with pytest.raises(DataError, match=r"s\.json is not a JSON schema"):
        load_schema(path)


def test_a_schema_must_describe_an_object(tmp_path: Path) -> None:
    """`true` is a schema, but none to fill in."""
    path = write(tmp_path / "s.json", "true")

    with pytest.raises(DataError, match=r"s\.json must hold a JSON object"):
        load_schema(path)


@pytest.mark.parametrize(
    ("schema", "target"),
    [
        ({"$ref": "#/$defs/topic"}, "$ref '#/$defs/topic'"),
        ({"properties": {"a": {"items": {"$ref": "#topic"}}}}, "$ref '#topic'"),
        ({"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "b.json"}}}, "$ref 'b.json'"),
        ({"$ref": "#/mine/a", "mine": {"a": {"$ref": "#/mine/b"}}}, "$ref '#/mine/b'"),
        ({"$ref": "#/mine", "mine": {"$ref": 7}}, "$ref '7'"),
        ({"$ref": "https://example.com/a.json"}, "$ref 'https://example.com/a.json'"),
        ({"$ref": "http://[::bad"}, "$ref 'http://[::bad'"),
        ({"$dynamicRef": "#node"}, "$dynamicRef '#node'"),
    ],
)
def test_a_reference_that_leads_nowhere_is_named(
    tmp_path: Path, schema: dict[str, Any], target: str
) -> None:
    """One line says which file, which reference, and what to do; nothing outside is asked."""
    path = write(tmp_path / "s.json", json.dumps(schema))
    with pytest.raises(DataError) as caught:
        load_schema(path)

    assert str(caught.value) == (
        f"{path}: {target} leads nowhere: define it under $defs in this file "
        "and point at it as #/$defs/NAME"
    )


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/$defs/a", "$defs": {"a": {"items": {"$ref": "#/$defs/a"}}}},
        {"$id": "https://example.com/own", "$ref": "own#here", "$defs": {"a": {"$anchor": "here"}}},
        {"properties": {"$ref": {"const": "#/nowhere"}}, "examples": [{"$ref": "#/nowhere"}]},
    ],
)
def test_references_that_lead_somewhere_pass(tmp_path: Path, schema: dict[str, Any]) -> None:
    """In a circle, and by a name; so does data that merely looks like one."""
    assert schema == load_schema(write(tmp_path / "s.json", json.dumps(schema)))


def test_faults_say_where_and_why() -> None:
    """In the order of their texts, so that the first is always the same."""
    schema = {"properties": {"a": {"$ref": "#/$defs/n"}}, "$defs": {"n": {"type": "integer"}}}

    assert ["a: 'x' is not of type 'integer'"] == faults({"a": "x"}, schema)
    assert ["the object: [] is not of type 'object'"] == faults([], {"type": "object"})
