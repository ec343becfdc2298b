"""From the bytes of a file to plain JSON values; what could surprise or harm is refused in words."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from digivuosi.domain.timing import fault_words as words
from digivuosi.domain.timing.faults import Fault, TimingProblem
from digivuosi.domain.timing.fields import short

LARGEST = 200_000_000
"""Bytes of a file; the whole country's 118,000 items have about 60 million."""


class _Refused(Exception):
    """Raised inside the JSON reader, which lets it through."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


def parse(content: bytes) -> Any:
    """Return the JSON value of a file; raises TimingProblem when it is none."""
    if len(content) > LARGEST:
        raise _one(Fault(words.TOO_LARGE.filled(most=LARGEST // 1_000_000)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _one(Fault(words.NOT_UTF8.filled(byte=error.start + 1))) from None
    if not text.strip():
        raise _one(Fault(words.EMPTY))
    try:
        return json.loads(text, object_pairs_hook=_fields, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _one(Fault(words.NOT_JSON.filled(line=error.lineno, column=error.colno))) from None
    except _Refused as refused:
        raise _one(refused.fault) from None
    except RecursionError:
        raise _one(Fault(words.TOO_DEEP)) from None
    except ValueError:
        # Python refuses whole numbers of more than 4,300 digits.
        raise _one(Fault(words.TOO_LONG_NUMBER)) from None


def _one(fault: Fault) -> TimingProblem:
    return TimingProblem((fault,))


def _fields(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """JSON readers silently take the last of two fields with one name; here that is a mistake to be told."""
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        twice = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
        known = fields.get("id")
        raise _Refused(Fault(words.FIELD_TWICE.filled(field=short(twice)), key=known if isinstance(known, str) else ""))
    return fields


def _no_constant(name: str) -> NoReturn:
    raise _Refused(Fault(words.NOT_A_NUMBER.filled(value=name)))
