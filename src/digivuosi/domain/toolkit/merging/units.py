"""A Markdown text as units: paragraphs, list items, headings, blocks of code.

A unit is what a person would call one thing that was changed. How its lines are wrapped, how a list is numbered and
how many empty lines stand before it is form: it is kept, but it is no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

ITEM = re.compile(r"(?P<indent>\s*)(?P<marker>[-*+]|(?P<number>\d{1,9})[.)])\s+")
OWN_LINE = re.compile(r"\s*(#{1,6}\s|[>|]|(?:[-*_]\s*){3,}$)")
FENCE = re.compile(r"\s*(```+|~~~+)")


@dataclass(frozen=True)
class Unit:
    raw: str
    """The lines as they were written."""
    key: str
    """What is compared: words with single spaces, the number of a list item taken out."""
    apart: bool = False
    """Whether an empty line stands before it."""
    number: int | None = None
    """Of an item of a numbered list."""
    indent: int = 0


def units_of(text: str) -> tuple[Unit, ...]:
    """Return the units of a text, in order."""
    found: list[Unit] = []
    lines: list[str] = []
    apart = fenced = False
    fence = ""

    def close() -> None:
        nonlocal apart
        if lines:
            found.append(_unit(lines, apart, fenced))
            lines.clear()
            apart = False

    for line in text.replace("\r\n", "\n").split("\n"):
        if fenced:
            lines.append(line)
            if line.strip().startswith(fence):
                close()
                fenced = False
        elif not line.strip():
            close()
            apart = True
        elif opened := FENCE.match(line):
            close()
            fenced, fence = True, opened[1]
            lines.append(line)
        else:
            if ITEM.match(line) or OWN_LINE.match(line) or (lines and _ends(lines[-1])):
                close()
            lines.append(line)
    close()
    return tuple(found)


def text_of(units: Sequence[Unit]) -> str:
    """Return the text of units, with an empty line where one stood, or where two units would become one."""
    parts: list[str] = []
    for number, unit in enumerate(units):
        if number and (unit.apart or _would_join(units[number - 1], unit)):
            parts.append("")
        parts.append(unit.raw)
    return "\n".join(parts)


def _would_join(before: Unit, unit: Unit) -> bool:
    """Whether a unit, right under another, would be read as more of it."""
    if ITEM.match(unit.raw) or OWN_LINE.match(unit.raw) or FENCE.match(unit.raw) or FENCE.match(before.raw):
        return False
    return not _ends(before.raw.rsplit("\n", 1)[-1])


def says_the_same(one: str | None, other: str | None) -> bool:
    """Whether two texts differ in form at most."""
    if one is None or other is None:
        return one is other
    return one == other or [unit.key for unit in units_of(one)] == [unit.key for unit in units_of(other)]


def is_counted(units: Sequence[Unit]) -> bool:
    """Whether the numbered lists of a text count up by one, as people write them."""
    return [unit.number for unit in renumbered(units)] == [unit.number for unit in units]


def renumbered(units: Sequence[Unit]) -> tuple[Unit, ...]:
    """Return the units with numbered lists counting up from the number of their first item."""
    last: dict[int, int] = {}
    done: list[Unit] = []
    for unit in units:
        is_item = ITEM.match(unit.raw) is not None
        last = {indent: number for indent, number in last.items() if indent <= unit.indent and is_item}
        if unit.number is not None:
            number = last.get(unit.indent, unit.number - 1) + 1
            last[unit.indent] = number
            if number != unit.number:
                start = unit.raw.index(str(unit.number))
                rest = unit.raw[start:].lstrip("0123456789")
                unit = Unit(f"{unit.raw[:start]}{number}{rest}", unit.key, unit.apart, number, unit.indent)  # noqa: PLW2901
        elif is_item:
            last.pop(unit.indent, None)
        done.append(unit)
    return tuple(done)


def _ends(line: str) -> bool:
    """Whether a line ends its unit: a heading or a table's row, or a line break that is meant."""
    return line.endswith(("  ", "\\")) or OWN_LINE.match(line) is not None


def _unit(lines: list[str], apart: bool, fenced: bool) -> Unit:
    if fenced:
        raw = "\n".join(lines)
        return Unit(raw, raw, apart)
    raw = "\n".join(line.rstrip() if number == len(lines) - 1 else line for number, line in enumerate(lines))
    item = ITEM.match(raw)
    if item is None:
        return Unit(raw, " ".join(raw.split()), apart)
    number = int(item["number"]) if item["number"] else None
    marker = "#." if item["number"] else "-"
    indent = len(item["indent"].expandtabs())
    key = f"{' ' * indent}{marker} {' '.join(raw[item.end() :].split())}"
    return Unit(raw, key, apart, number, indent)
