"""The published JSON Schema of the format, as a validator of each part of a package."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

SCHEMA_FILE = "digivuosi-toolkit-1.schema.json"


@cache
def schema() -> dict[str, Any]:
    """Return the schema, as shipped with the program (docs/schemas holds the same file)."""
    document = json.loads((files("digivuosi.domain.toolkit") / SCHEMA_FILE).read_text(encoding="utf-8"))
    assert isinstance(document, dict)  # noqa: S101 - our own file
    return document


@cache
def validator(part: str) -> Draft202012Validator:
    """Return the validator of one part: `toolkitFile`, `theme`, `measure` …"""
    return Draft202012Validator({"$ref": f"#/$defs/{part}", "$defs": schema()["$defs"]})


def field_names(part: str) -> tuple[str, ...]:
    """Return the fields of a part in the order that people read them."""
    return tuple(schema()["$defs"][part]["properties"])
