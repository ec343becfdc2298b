"""The published JSON Schemas of both files (docs/schemas holds the same ones).

The reader does not run them, since a city's file would take minutes; tests hold both against each other. What a
schema cannot say (references, order, circles) only the reader says.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

PROBLEM_SCHEMA = "digivuosi-timing-1.schema.json"
PLAN_SCHEMA = "digivuosi-plan-1.schema.json"


@cache
def schema(name: str) -> dict[str, Any]:
    """Return a schema, as shipped with the program."""
    document = json.loads((files("digivuosi.domain.timing") / name).read_text(encoding="utf-8"))
    assert isinstance(document, dict)  # noqa: S101 - our own file
    return document
