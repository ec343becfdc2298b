"""Random edits of a toolkit, by somebody who remembers them: what must come of a merge, known without merging.

A toolkit is held as plain data: each measure a mapping by address, such as `("days",)`, `("title", "fi")` or
`("role", "mentor")`; steps are lists of lines. Nothing here uses the code that merges.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

Document = dict[str, Any]
Plain = dict[str, dict[tuple[str, ...], Any]]
"""Measures by key, each a mapping by address."""

TEXTS = ("title", "purpose", "done_when")
LISTS = ("audiences", "needs", "materials", "levels")
WINDOWS = ("august", "september", "october", "november", "january", "february", "march", "april", "may")
LANGUAGES = ("fi", "sv", "en")
WORDS = {
    "fi": ("yhdessä", "ajoissa", "koko koulun voimin", "kuten viime vuonna", "pienissä ryhmissä", "rauhassa"),
    "sv": ("tillsammans", "i god tid", "med hela skolan", "som i fjol", "i små grupper", "i lugn och ro"),
    "en": ("together", "in good time", "with the whole school", "like last year", "in small groups", "in peace"),
}
NUMBERED = re.compile(r"\s*\d+\.\s+")


@dataclass(frozen=True)
class Edit:
    """One thing that somebody did: at `address` of a measure, or to the whole measure when it is empty."""

    measure: str
    address: tuple[Any, ...]
    value: Any
    """What stands there afterwards; None when it is gone."""

    @property
    def place(self) -> str:
        """How the merge calls the place; lines of a text are one place."""
        names = {"role": "people", "line": "steps", "behind": "steps"}
        words = [str(word) for word in self.address[: 2 if self.address[:1] in (("line",), ("behind",)) else None]]
        if words:
            words[0] = names.get(words[0], words[0])
        return "/".join(("measures", self.measure, *words))


def lines_of(text: str) -> list[str]:
    """Return the steps of a numbered list, without numbers, however they are wrapped."""
    found: list[str] = []
    for line in text.splitlines():
        if NUMBERED.match(line) or not found:
            found.append(NUMBERED.sub("", line, count=1))
        elif line.strip():
            found[-1] += f" {line}"
    return [" ".join(line.split()) for line in found]


def plain_of(document: Document) -> Plain:
    """Return the measures of a toolkit's document as plain data."""
    return {measure["key"]: dict(_addresses(measure)) for measure in document["measures"]}


def _addresses(measure: Document) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in measure.items():
        if name in TEXTS:
            yield from (((name, language), " ".join(words.split())) for language, words in value.items())
        elif name == "steps":
            yield from (((name, language), lines_of(words)) for language, words in value.items())
        elif name in LISTS:
            yield from (((name, one), True) for one in value)
        elif name in ("responsible", "contributing"):
            yield from ((("role", part["role"]), (name, part.get("hours"))) for part in value)
        elif name == "after":
            yield from ((("after", one["measure"]), (one.get("of"), one.get("gap_days", 0))) for one in value)
        elif name != "key":
            yield (name,), tuple(value.values()) if isinstance(value, dict) else value


def document_of(head: Document, plain: Plain) -> Document:
    """Return the toolkit's document that says what plain data say."""
    made = {**head, "measures": [_measure(key, plain[key]) for key in sorted(plain)]}
    made["responsibilities"] = [
        {**one, "measures": [key for key in one.get("measures", ()) if key in plain]}
        for one in head.get("responsibilities", ())
    ]
    return made


def _measure(key: str, addresses: dict[tuple[str, ...], Any]) -> Document:
    made: Document = {"key": key}
    for (name, *part), value in sorted(addresses.items()):
        if name in TEXTS:
            made.setdefault(name, {})[part[0]] = value
        elif name == "steps":
            made.setdefault(name, {})[part[0]] = "\n".join(f"{n}. {line}" for n, line in enumerate(value, 1))
        elif name in LISTS:
            made.setdefault(name, []).append(part[0])
        elif name == "role":
            hours = {} if value[1] is None else {"hours": value[1]}
            made.setdefault(value[0], []).append({"role": part[0], **hours})
        elif name == "after":
            of = {"of": value[0]} if value[0] else {}
            made.setdefault(name, []).append({"measure": part[0], **of, **({"gap_days": value[1]} if value[1] else {})})
        elif isinstance(value, tuple):
            made[name] = dict(zip(("from", "to"), value, strict=True))
        else:
            made[name] = value
    return made


class Editor:
    """Somebody who edits: never the same address twice, nor two steps of a text that stand side by side."""

    def __init__(self, head: Document, base: Plain, random: Random, hot: list[str]) -> None:
        self.base, self.random, self.hot = base, random, hot
        self.themes, self.roles, self.audiences, self.needs = (
            [item["key"] for item in head[name]] for name in ("themes", "roles", "audiences", "needs")
        )
        self.edits: list[Edit] = []
        self.touched: set[tuple[str, tuple[Any, ...]]] = set()

    def edit(self, count: int, besides: frozenset[str] = frozenset()) -> None:
        """Make edits of measures; half of them in the few that everybody edits, so that edits meet."""
        makers = (self._text, self._line, self._line, self._window, self._days, self._role, self._element, self._theme)
        free = sorted(self.base.keys() - besides)
        hot = [key for key in self.hot if key in free]
        while count:
            measure = self.random.choice(hot if self.random.random() < 0.5 else free)
            made = self.random.choice(makers)(measure)
            if (measure, made.address) in self.touched or made.value == self.base[measure].get(made.address):
                continue
            self.touched.update((measure, address) for address in _nearby(made.address))
            self.edits.append(made)
            count -= 1

    def remove(self, *measures: str) -> None:
        """Take measures away, and what names them in those that stay."""
        self.edits.extend(Edit(measure, (), None) for measure in measures)
        for key, addresses in self.base.items():
            if key not in measures:
                self.edits.extend(Edit(key, ("after", gone), None) for gone in measures if ("after", gone) in addresses)

    def add(self, key: str, like: str) -> None:
        """Put in a new measure."""
        new = {address: value for address, value in self.base[like].items() if address[0] != "after"}
        new["title", "fi"] = f"Uusi toimenpide {key}"
        self.edits.append(Edit(key, (), new))

    def _text(self, measure: str) -> Edit:
        language = self.random.choice(LANGUAGES)
        name = self.random.choice(TEXTS)
        return Edit(
            measure, (name, language), f"{self.base[measure][name, language]} – {self.random.choice(WORDS[language])}"
        )

    def _line(self, measure: str) -> Edit:
        """Reword a step, take one out or put one in."""
        language = self.random.choice(LANGUAGES)
        lines = self.base[measure]["steps", language]
        at = self.random.randrange(len(lines))
        match self.random.randrange(4):
            case 0:
                word = self.random.choice(WORDS[language])
                return Edit(
                    measure, ("behind", language, at), f"{word.capitalize()}: {self.random.randrange(3)} – {word}."
                )
            case 1 if len(lines) > 2:
                return Edit(measure, ("line", language, at), None)
        return Edit(measure, ("line", language, at), f"{lines[at]} {self.random.choice(WORDS[language]).capitalize()}.")

    def _window(self, measure: str) -> Edit:
        first = self.random.randrange(len(WINDOWS) - 1)
        name = self.random.choice(("window", "recommended_time"))
        return Edit(measure, (name,), (WINDOWS[first], WINDOWS[self.random.randrange(first + 1, len(WINDOWS))]))

    def _days(self, measure: str) -> Edit:
        return Edit(measure, ("days",), self.random.randint(1, 10))

    def _role(self, measure: str) -> Edit:
        held = sorted(address for address in self.base[measure] if address[0] == "role")
        if held and self.random.random() < 0.6:
            name, _ = self.base[measure][address := self.random.choice(held)]
            return Edit(measure, address, (name, self.random.randint(1, 12)))
        role = ("role", self.random.choice(self.roles))
        return Edit(measure, role, None if role in self.base[measure] and len(held) > 1 else ("contributing", 3))

    def _element(self, measure: str) -> Edit:
        name, keys = self.random.choice((("audiences", self.audiences), ("needs", self.needs)))
        address = (name, self.random.choice(keys))
        return Edit(measure, address, None if address in self.base[measure] else True)

    def _theme(self, measure: str) -> Edit:
        return Edit(measure, ("theme",), self.random.choice(self.themes))


def _nearby(address: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    """Return the addresses that the same person leaves alone afterwards, so that each edit stays one to see."""
    if address[0] not in ("line", "behind"):
        return [address]
    return [(name, address[1], address[2] + near) for name in ("line", "behind") for near in (-1, 0, 1)]


def applied(base: Plain, edits: list[Edit]) -> Plain:
    """Return the measures with the edits made; lines are counted in the base's text."""
    made = {key: dict(addresses) for key, addresses in base.items()}
    lines: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        if not edit.address:
            if edit.value is None:
                made.pop(edit.measure, None)
            else:
                made[edit.measure] = dict(edit.value)
        elif edit.address[0] in ("line", "behind"):
            lines.setdefault((edit.measure, edit.address[1]), []).append(edit)
        elif edit.measure in made and edit.value is None:
            made[edit.measure].pop(edit.address, None)
        elif edit.measure in made:
            made[edit.measure][edit.address] = edit.value
    for (measure, language), those in lines.items():
        if measure in made:
            made[measure]["steps", language] = _with_lines(base[measure]["steps", language], those)
    return made


def _with_lines(lines: list[str], edits: list[Edit]) -> list[str]:
    by_address = {edit.address[0::2]: edit.value for edit in edits}
    done: list[str] = []
    for at, line in enumerate(lines):
        done.extend(
            one for one in (by_address.get(("line", at), line), by_address.get(("behind", at))) if one is not None
        )
    return done


def meeting(ours: list[Edit], theirs: list[Edit]) -> list[tuple[Edit, Edit]]:
    """Return the true two-sided edits: the same thing, done differently; what both did alike is none."""
    mine: dict[str, list[Edit]] = {}
    for edit in ours:
        mine.setdefault(edit.measure, []).append(edit)
    found = []
    for edit in theirs:
        for own in mine.get(edit.measure, ()):
            same = edit.address == own.address
            # To take the measure away is to do something else than any edit inside it.
            whole = edit.address == () or own.address == ()
            if (same and edit.value != own.value) or (whole and not same):
                found.append((own, edit))
    return found


def place_of(own: Edit, other: Edit) -> str:
    """Return the place of a two-sided edit: where one side took the measure away, the whole measure."""
    return (own if not own.address else other if not other.address else own).place


def restyled(document: Document, random: Random) -> Document:
    """Return the document as another program writes it: by role, lists turned, texts wrapped, steps renumbered."""
    made = deepcopy(document)
    made["measures"].sort(key=lambda measure: (str(measure.get("responsible", "")), random.random()))
    for name in ("themes", "audiences", "needs", "roles", "areas", "responsibilities", "materials"):
        random.shuffle(made.get(name, []))
    for measure in made["measures"]:
        for name in (*LISTS, "responsible", "contributing", "after"):
            measure.get(name, []).reverse()
        for name in (*TEXTS, "steps"):
            for language, words in measure.get(name, {}).items():
                measure[name][language] = _rewrapped(words, name == "steps")
    made["measures"] = [dict(sorted(measure.items(), reverse=True)) for measure in made["measures"]]
    return made


def _rewrapped(words: str, numbered: bool) -> str:
    if not numbered:
        return "\n".join(textwrap.wrap(words, 60, break_on_hyphens=False))
    steps = (textwrap.wrap(line, 60, break_on_hyphens=False) for line in lines_of(words))
    return "\n\n".join("\n   ".join([f"1. {step[0]}", *step[1:]]) for step in steps)
