"""The file of conflicts: both values of each in full, for a person to choose from, and the choices read back.

    conflicts:
    - place: measures/autumn-survey/window
      words: measure “Autumn survey”: window: before October–November; with you …
      base: {from: october, to: november}
      ours: {from: october, to: week 47}
      theirs: {from: week 40, to: november}
      choice: ours

`choice` is ours, theirs, base or own; with own, `own` stands beside it with a value in the same form.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import DocumentProblem, item_document, span_document, span_from_document
from digivuosi.domain.toolkit.findings import Finding, PackageProblem, Severity
from digivuosi.domain.toolkit.merging.merge import Merge
from digivuosi.domain.toolkit.merging.places import FILE, PEOPLE, TEXTS, Place, Value
from digivuosi.domain.toolkit.merging.values import Choice, Conflict, Own, Taken, is_text_file
from digivuosi.domain.toolkit.positions import Parsed, parse_yaml
from digivuosi.domain.toolkit.toolkit import Span
from digivuosi.domain.toolkit.writing import yaml_of

SIDES = ("base", "ours", "theirs")
LARGEST = 2_000_000
"""Bytes of a file of choices."""
LONGEST_INSIDE = 100_000
"""Bytes of a text file that still stands inside; longer ones lie beside, as pictures and documents do."""
ABOUT = Text.of(
    fi="Kummallakin puolella muutetut kohdat. Valitkaa jokaiseen choice: ours (omanne), theirs (toisten),\n"
    "base (entinen) tai own (oma arvo kenttään own). Ajakaa sitten sama komento uudelleen toiseen kansioon\n"
    "lisäten --choices ja tämä tiedosto.",
    sv="Ställen som ändrades på båda sidorna. Välj choice för varje: ours (ert), theirs (de andras),\n"
    "base (det förra) eller own (ett eget värde i fältet own). Kör sedan samma kommando igen till en annan mapp\n"
    "med --choices och den här filen.",
    en="Places that were changed on both sides. Choose for each: ours, theirs, base (as it was) or own (a value of\n"
    "your own in the field own). Then run the same command again into another folder, with --choices and this file.",
)
NOT_LIST = Text.of(
    fi="tiedostossa pitää olla lista ”conflicts”",
    sv="filen ska ha en lista ”conflicts”",
    en="the file must hold a list “conflicts”",
)
NO_SUCH = Text.of(
    fi="kohtaa ”{place}” ei ole näiden pakettien ristiriidoissa",
    sv="stället ”{place}” finns inte bland dessa pakets konflikter",
    en="the place “{place}” is not among the conflicts of these packages",
)
NO_CHOICE = Text.of(
    fi="valinta ”{choice}” ei käy: ours, theirs, base tai own",
    sv="valet ”{choice}” duger inte: ours, theirs, base eller own",
    en="the choice “{choice}” will not do: ours, theirs, base or own",
)
NOT_EMPTY = Text.of(
    fi="tämä kohta ei voi jäädä tyhjäksi",
    sv="det här stället kan inte vara tomt",
    en="this place cannot be empty",
)
BAD_OWN = Text.of(
    fi="oma arvo ei ole samaa muotoa kuin muut arvot",
    sv="det egna värdet har inte samma form som de andra",
    en="the value of your own does not have the form of the others",
)


def conflict_file(merged: Merge, words: Callable[[Conflict], str], saved: Mapping[str, str], language: str) -> bytes:
    """Return the file; `saved` says under which name a file's content (by its hash) has been put beside it."""
    told = []
    for conflict in merged.conflicts:
        entry: dict[str, Any] = {"place": str(conflict.place), "words": words(conflict)}
        for side in SIDES:
            value = getattr(conflict, side)
            if value is not None:
                entry[side] = plain_value(conflict.place, value, merged, saved)
        entry["choice"] = "own" if isinstance(conflict.choice, Own) else (conflict.choice or Taken.OURS).value
        if isinstance(conflict.choice, Own) and conflict.choice.value is not None:
            entry["own"] = plain_value(conflict.place, conflict.choice.value, merged, saved)
        told.append(entry)
    about = "".join(f"# {line}\n" for line in ABOUT.get(language, "en").split("\n"))
    return about.encode() + yaml_of({"conflicts": told})


def plain_value(place: Place, value: Value, merged: Merge, saved: Mapping[str, str]) -> Any:
    """Return a value as it stands in the package's files."""
    if not place.field:
        return item_document(value)
    if place.field == FILE:
        return saved.get(value) or merged.content(value).decode()
    if isinstance(value, Span):
        return span_document(value)
    if place.field == PEOPLE:
        return [{"part": name} if hours is None else {"part": name, "hours": hours} for name, hours in value]
    if isinstance(value, StrEnum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


def files_to_save(merged: Merge) -> dict[str, tuple[str, bytes]]:
    """Return the contents that no text file can hold: by hash, a name for each and its bytes."""
    found: dict[str, tuple[str, bytes]] = {}
    for number, conflict in enumerate(merged.conflicts, 1):
        if conflict.place.field != FILE:
            continue
        for side in SIDES:
            held = getattr(conflict, side)
            if held is not None and held not in found and not _is_plain(conflict.place, merged.content(held)):
                suffix = PurePosixPath(conflict.place.part).suffix
                found[held] = f"{number}-{side}{suffix}", merged.content(held)
    return found


def _is_plain(place: Place, content: bytes) -> bool:
    try:
        return is_text_file(place.part) and len(content) <= LONGEST_INSIDE and "\0" not in content.decode()
    except UnicodeDecodeError:
        return False


def read_choices(content: bytes, name: str, merged: Merge) -> dict[Place, Choice]:
    """Return what was chosen in a file of conflicts; raises PackageProblem, with every mistake and its line."""
    parsed = parse_yaml(content, name)
    if parsed.findings:
        raise PackageProblem(parsed.findings)
    entries = parsed.value.get("conflicts") if isinstance(parsed.value, dict) else None
    if not isinstance(entries, list):
        raise PackageProblem.about(name, NOT_LIST, "no-conflicts", 1)
    known = {str(conflict.place): conflict for conflict in merged.conflicts}
    found: dict[Place, Choice] = {}
    wrong: list[Finding] = []
    for number, entry in enumerate(entries):
        fields = entry if isinstance(entry, dict) else {}
        conflict = known.get(str(fields.get("place")))
        if conflict is None:
            message = NO_SUCH.filled(place=str(fields.get("place"))[:100])
            wrong.append(_finding(name, parsed, message, number, "place"))
            continue
        try:
            found[conflict.place] = _choice(conflict, fields)
        except _Wrong as problem:
            wrong.append(_finding(name, parsed, problem.message, number, problem.field))
    if wrong:
        raise PackageProblem(wrong)
    return found


class _Wrong(Exception):
    def __init__(self, message: Text, field: str) -> None:
        self.message, self.field = message, field


def _finding(name: str, parsed: Parsed, message: Text, number: int, field: str) -> Finding:
    return Finding(name, parsed.line(("conflicts", number, field)), message, Severity.ERROR, "bad-choice")


def _choice(conflict: Conflict, fields: Mapping[str, Any]) -> Choice:
    choice = _written_choice(conflict, fields)
    if replace(conflict, choice=choice).is_hole:
        raise _Wrong(NOT_EMPTY, "choice")
    return choice


def _written_choice(conflict: Conflict, fields: Mapping[str, Any]) -> Choice:
    choice = fields.get("choice", Taken.OURS.value)
    if choice != "own":
        try:
            return Taken(choice)
        except ValueError:
            raise _Wrong(NO_CHOICE.filled(choice=str(choice)[:40]), "choice") from None
    try:
        return Own(_own_value(conflict, fields.get("own")))
    except (ValueError, TypeError, KeyError, AttributeError, DocumentProblem):
        raise _Wrong(BAD_OWN, "own") from None


def _own_value(conflict: Conflict, written: Any) -> Value | None:
    """Read a value in the form that `plain_value` writes; raises one of the errors above."""
    place = conflict.place
    like = next(value for value in (conflict.ours, conflict.theirs, conflict.base) if value is not None)
    if written is None:
        return None
    if not place.field or (place.field == FILE and not is_text_file(place.part)):
        raise ValueError(place)
    if place.field == PEOPLE:
        return tuple(sorted((_part(one["part"]), _hours(one.get("hours"))) for one in written))
    if isinstance(like, Span):
        return span_from_document(written)
    if isinstance(like, tuple):
        return tuple(sorted(int(one) for one in written))
    if not isinstance(written, str | int | bool):
        raise ValueError(place)
    return _word(place, like, str(written))


def _word(place: Place, like: Value, written: str) -> Value:
    if isinstance(like, bool):
        return {"true": True, "false": False}[written.lower()]
    if isinstance(like, int):
        return int(written)
    if isinstance(like, StrEnum):
        return type(like)(written)
    if not written.strip() and place.field not in TEXTS:
        raise ValueError(place)
    return written.encode() if place.field == FILE else written


def _part(name: str) -> str:
    if name not in ("responsible", "contributing"):
        raise ValueError(name)
    return name


def _hours(hours: Any) -> float | None:
    if hours is not None and not float(hours) >= 0:
        raise ValueError(hours)
    return None if hours is None else float(hours)
