"""The calendar as a YAML file: strict reading with line numbers, and writing with comments.

YAML can do much that a calendar needs not; whatever could surprise or harm (aliases, tags, several documents,
deep nesting, huge files) is refused before any value is built.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import yaml

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.schoolyear.dates import date_text, span_text
from digivuosi.domain.schoolyear.problems import CalendarProblem, Problem
from digivuosi.domain.schoolyear.reading import FORMAT
from digivuosi.domain.texts import LANGUAGES, Text

LARGEST = 256 * 1024
"""Bytes; a written calendar has about 3,000."""
DEEPEST = 6
MOST_EVENTS = 20_000

Path = tuple[str | int, ...]


def read_calendar(content: bytes, name: str = "") -> SchoolYear:
    """Read a calendar file; raises CalendarProblem with every problem and its line."""
    places: dict[Path, int] = {}
    try:
        document = _Builder(_safe_text(content), places).document()
        return SchoolYear.from_document(document)  # type: ignore[arg-type]
    except CalendarProblem as problem:
        placed = (replace(one, line=one.line or _line_of(one.path, places)) for one in problem.problems)
        ordered = sorted(placed, key=lambda one: one.line or 0)
        raise CalendarProblem(tuple(ordered), name) from None


def _line_of(path: Path, places: dict[Path, int]) -> int:
    """Return the line of the path, or of the nearest thing around it that the file has."""
    while path and path not in places:
        path = path[:-1]
    return places.get(path, 1)


def _refused(line: int, fi: str, sv: str, en: str) -> CalendarProblem:
    return CalendarProblem((Problem(Text.of(fi=fi, sv=sv, en=en), line=line),))


def _safe_text(content: bytes) -> str:
    if len(content) > LARGEST:
        raise _refused(
            1,
            "Tiedosto on liian suuri kalenteriksi (enintään 256 kilotavua).",
            "Filen är för stor för en kalender (högst 256 kilobyte).",
            "The file is too large for a calendar (at most 256 kilobytes).",
        )
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(
            content.count(b"\n", 0, error.start) + 1,
            "Tiedosto ei ole UTF-8-tekstiä. Tallenna se muodossa UTF-8.",
            "Filen är inte UTF-8-text. Spara den som UTF-8.",
            "The file is not UTF-8 text. Save it as UTF-8.",
        ) from None
    if not text.strip():
        raise _empty()
    return text


def _empty() -> CalendarProblem:
    return _refused(1, "Tiedosto on tyhjä.", "Filen är tom.", "The file is empty.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


class _Builder:
    """Builds plain values from YAML events, noting the line of each and refusing what a calendar needs not."""

    def __init__(self, text: str, places: dict[Path, int]) -> None:
        self.places = places
        self.text = text
        self.events = self._checked_events()

    def document(self) -> object:
        try:
            first = next(self.events, None)
            if first is None:
                raise _empty()
            value = self._value(first, ())
            for _ in self.events:
                pass
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise self._broken(mark.line + 1 if mark else 1) from None
        except yaml.reader.ReaderError as error:
            raise self._broken(self.text.count("\n", 0, error.position) + 1) from None
        return value

    def _broken(self, line: int) -> CalendarProblem:
        return _refused(
            line,
            "Tiedosto ei ole kelvollista YAML-tekstiä tästä kohdasta: tarkista sisennykset, "
            "kaksoispisteet ja lainausmerkit.",
            "Filen är inte giltig YAML på det här stället: kontrollera indrag, kolon och citattecken.",
            "The file is not valid YAML here: check indents, colons and quotation marks.",
        )

    def _checked_events(self) -> Iterator[yaml.Event]:
        """Yield the events of the one document, refusing surprises as soon as they come."""
        depth = documents = 0
        for count, event in enumerate(yaml.parse(self.text, Loader=yaml.SafeLoader)):
            line = _line(event)
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > DEEPEST or documents > 1 or count > MOST_EVENTS:
                raise _refused(
                    line,
                    "Kalenterissa on liikaa sisäkkäisiä tai peräkkäisiä osia.",
                    "Kalendern har för många delar inuti eller efter varandra.",
                    "The calendar has too many parts inside or after one another.",
                )
            if getattr(event, "anchor", None) is not None or getattr(event, "tag", None) is not None:
                raise _refused(
                    line,
                    "YAML-viittauksia (& ja *) ja tyyppimerkintöjä (!) ei hyväksytä kalenterissa.",
                    "YAML-referenser (& och *) och typmärken (!) godkänns inte i en kalender.",
                    "YAML references (& and *) and type tags (!) are not accepted in a calendar.",
                )
            if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent, yaml.CollectionEndEvent)):
                yield event

    def _value(self, event: yaml.Event, path: Path) -> object:
        self.places.setdefault(path, _line(event))
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(path)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(path)
        return self._scalar(event)

    def _scalar(self, event: yaml.Event) -> str | None:
        """Return words as they stand: a date or a number is for the reader of the calendar to judge."""
        words = str(getattr(event, "value", ""))
        plain = getattr(event, "implicit", (False, False))[0]
        return None if plain and words in ("", "~", "null") else words

    def _sequence(self, path: Path) -> list[object]:
        found: list[object] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self._value(event, (*path, len(found))))
        return found

    def _mapping(self, path: Path) -> dict[str, object]:
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise self._broken(line)
            key = str(event.value)
            if key in found:
                raise _refused(
                    line,
                    f"Kohta ”{key[:40]}” on kahdesti.",
                    f"”{key[:40]}” finns två gånger.",
                    f"“{key[:40]}” is there twice.",
                )
            self.places[(*path, key)] = line
            found[key] = self._value(next(self.events), (*path, key))
        return found


# --- writing ------------------------------------------------------------------------------------------------


def write_calendar(year: SchoolYear) -> str:
    """Return the calendar as a commented YAML file that `read_calendar` reads back."""
    return "\n".join((*_head(year), *_lists(year), *_notes(year), ""))


def _head(year: SchoolYear) -> Iterator[str]:
    yield f"# School year calendar {year.name} · lukuvuoden kalenteri · läsårskalender"
    yield f"# {len(year.school_days)} school days. Public holidays are known and need not stand here."
    yield f"format: {FORMAT}"
    yield f"school_year: {year.starts}-{year.starts + 1}"
    yield f"first_school_day: {year.first_school_day}  # {date_text(year.first_school_day).get('en')}"
    yield f"last_school_day: {year.last_school_day}  # {date_text(year.last_school_day).get('en')}"
    if year.breaks:
        yield ""
        yield "breaks:"
        for item in year.breaks:
            span = span_text(item.first, item.last).get("en")
            yield f"  {item.key}: {{first: {item.first}, last: {item.last}}}  # {span}"


def _lists(year: SchoolYear) -> Iterator[str]:
    if year.days_off:
        yield from ("", "days_off:  # single days without school")
        for off in year.days_off:
            yield f"  - day: {off.day}"
            yield from _named("name", off.name)
    for key, days, why in (
        ("school_saturdays", year.school_saturdays, "Saturdays with school"),
        ("in_service_days", year.in_service_days, "teachers plan, no pupils"),
    ):
        if days:
            yield from ("", f"{key}:  # {why}")
            yield from (f"  - {day}  # {date_text(day).get('en')}" for day in days)


def _notes(year: SchoolYear) -> Iterator[str]:
    if year.quiet_weeks:
        yield from ("", "quiet_weeks:  # no development work, please")
        for quiet in year.quiet_weeks:
            yield f"  - week: {quiet.week}"
            yield from _named("reason", quiet.reason)
    if year.own_dates:
        yield from ("", "own_dates:  # this year's own dates; rules of time refer to them by key")
        for own in year.own_dates:
            yield f"  - key: {own.key}"
            yield f"    first: {own.first}"
            yield f"    last: {own.last}"
            yield from _named("name", own.name)


def _named(key: str, text: Text) -> Iterator[str]:
    if not text:
        return
    yield f"    {key}:"
    versions = dict(text.versions)
    for language in sorted(
        versions, key=lambda one: (one not in LANGUAGES, LANGUAGES.index(one) if one in LANGUAGES else 0, one)
    ):
        yield f"      {_quoted(language)}: {_quoted(versions[language])}"


def _quoted(words: str) -> str:
    """Return words so that YAML reads them back as they are, quoted only where needed."""
    written = yaml.safe_dump(words, allow_unicode=True, width=10_000)
    return str(written).removesuffix("\n").removesuffix("\n...")
