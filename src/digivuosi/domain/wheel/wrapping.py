"""Breaking a name into lines. The lines joined are the name again, letter by letter."""

from __future__ import annotations

from functools import lru_cache

from digivuosi.domain.wheel.fonts import ems


@lru_cache(maxsize=8192)
def pieces(name: str) -> tuple[str, ...]:
    """Return the parts a name may be broken into: words, each with the space after it."""
    parts: list[str] = []
    for word in name.split(" "):
        if word or not parts:
            parts.append(word + " ")
        else:
            parts[-1] += " "
    parts[-1] = parts[-1][:-1]
    return tuple(parts)


@lru_cache(maxsize=8192)
def longest(name: str) -> float:
    """Return the width of the widest word, in ems."""
    return max(ems(piece.rstrip()) for piece in pieces(name))


def _cut(piece: str, limit: float) -> list[str]:
    """Cut a word that is wider than a line: after a dash when it has one, else between letters."""
    parts: list[str] = []
    rest = piece
    while ems(rest.rstrip()) > limit and len(rest) > 1:
        length = 1
        while length < len(rest) - 1 and ems(rest[: length + 1]) <= limit:
            length += 1
        dash = rest.rfind("-", 0, length)
        length = dash + 1 if dash > 0 else length
        parts.append(rest[:length])
        rest = rest[length:]
    return [*parts, rest]


@lru_cache(maxsize=16384)
def wrapped(name: str, limit: float) -> tuple[str, ...]:
    """Return the fewest lines, none wider than `limit` ems, filled from the first on."""
    if ems(name) <= limit:
        return (name,)
    lines: list[str] = []
    line = ""
    for word in pieces(name):
        for piece in _cut(word, limit) if ems(word.rstrip()) > limit else [word]:
            if line and ems((line + piece).rstrip()) > limit:
                lines.append(line)
                line = piece
            else:
                line += piece
    return (*lines, line)


@lru_cache(maxsize=16384)
def evened(name: str, limit: float) -> tuple[str, ...]:
    """Return as many lines as `wrapped`, of lengths as even as can be had."""
    lines = wrapped(name, limit)
    if len(lines) < 2:
        return lines
    low, high = max(ems(name) / len(lines), min(longest(name), limit)), limit
    for _ in range(5):
        middle = (low + high) / 2
        tried = wrapped(name, middle)
        if len(tried) == len(lines) and all(ems(line.rstrip()) <= middle for line in tried):
            lines, high = tried, middle
        else:
            low = middle
    return lines


@lru_cache(maxsize=16384)
def in_lines(name: str, count: int) -> tuple[str, ...] | None:
    """Return the name in exactly `count` lines broken at spaces, the widest as narrow as can be; None if it cannot."""
    parts = pieces(name)
    if count == 1:
        return (name,)
    if len(parts) < count:
        return None
    total = ems(name)
    low, high = max(total / count, longest(name)), total
    best: tuple[str, ...] | None = None
    for _ in range(6):
        tried = wrapped(name, low if best is None else (low + high) / 2)
        widest = max(ems(line.rstrip()) for line in tried)
        if len(tried) <= count:
            best, high = tried, widest
        else:
            low = max(low * 1.06, low) if best is None else (low + high) / 2
    return best
