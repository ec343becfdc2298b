"""From plain values (a JSON document, a parsed file, a form) to a school year, with all problems at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from digivuosi.domain.schoolyear.days import SchoolDays
from digivuosi.domain.schoolyear.law import FIRST_YEAR, LAST_YEAR
from digivuosi.domain.schoolyear.parts import (
    BREAKS,
    Break,
    DayOff,
    OwnDate,
    QuietWeek,
    key_fits,
    monday_of_written_week,
)
from digivuosi.domain.schoolyear.problems import CalendarProblem, Problem
from digivuosi.domain.texts import Text

FORMAT = "digivuosi-calendar/1"
KEYS = (
    *("format", "school_year", "first_school_day", "last_school_day", "breaks", "days_off"),
    *("school_saturdays", "in_service_days", "quiet_weeks", "own_dates"),
)
MOST_ITEMS = 200
LONGEST_NAME = 200
LANGUAGE = re.compile(r"[a-z]{2,3}")

Path = tuple[str | int, ...]
Item = TypeVar("Item")


def read_document(document: object) -> SchoolDays:
    """Return the school year that a document describes; raises CalendarProblem with all that is wrong."""
    reader = _Reader()
    days = reader.year(document)
    if reader.problems or days is None:
        raise CalendarProblem(tuple(reader.problems))
    return days


class _Reader:
    """Reads value by value, remembering each problem and going on."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.starts: int | None = None

    def wrong(self, path: Path, fi: str, sv: str, en: str) -> None:
        self.problems.append(Problem(Text.of(fi=fi, sv=sv, en=en), path))

    def year(self, document: object) -> SchoolDays | None:
        top = self.mapping(document, (), KEYS)
        if top is None:
            return None
        self.check_format(top.get("format"))
        self.starts = self.school_year(top.get("school_year"))
        first = self.day(top.get("first_school_day"), ("first_school_day",))
        last = self.day(top.get("last_school_day"), ("last_school_day",))
        if first and last and last < first:
            self.wrong(
                ("last_school_day",),
                "Viimeinen koulupäivä on ennen ensimmäistä.",
                "Den sista skoldagen är före den första.",
                "The last school day is before the first.",
            )
        parts = {
            "breaks": self.breaks(top.get("breaks")),
            "days_off": self.items(top.get("days_off"), "days_off", self.day_off),
            "school_saturdays": self.items(top.get("school_saturdays"), "school_saturdays", self.day),
            "in_service_days": self.items(top.get("in_service_days"), "in_service_days", self.day),
            "quiet_weeks": self.items(top.get("quiet_weeks"), "quiet_weeks", self.quiet_week),
            "own_dates": self.items(top.get("own_dates"), "own_dates", self.own_date),
        }
        if self.problems or self.starts is None or first is None or last is None:
            return None
        return SchoolDays(self.starts, first, last, **parts)  # type: ignore[arg-type]

    def check_format(self, value: object) -> None:
        if value is not None and value != FORMAT:
            self.wrong(
                ("format",),
                f"Muotoa ”{_short(value)}” ei tunneta; tämä ohjelma lukee muotoa {FORMAT}.",
                f"Formatet ”{_short(value)}” är okänt; det här programmet läser formatet {FORMAT}.",
                f"The format “{_short(value)}” is not known; this program reads {FORMAT}.",
            )

    def school_year(self, value: object) -> int | None:
        found = re.fullmatch(r"\s*(\d{4})\s*[-–/]\s*(\d{4})\s*", value) if isinstance(value, str) else None
        starts = int(found[1]) if found and int(found[2]) == int(found[1]) + 1 else 0
        if FIRST_YEAR <= starts <= LAST_YEAR:
            return starts
        self.wrong(
            ("school_year",),
            f"Lukuvuosi puuttuu tai on väärin: ”{_short(value)}”. Kirjoita se näin: 2026-2027.",
            f"Läsåret saknas eller är fel: ”{_short(value)}”. Skriv det så här: 2026-2027.",
            f"The school year is missing or wrong: “{_short(value)}”. Write it as 2026-2027.",
        )
        return None

    def breaks(self, value: object) -> tuple[Break, ...]:
        if value is None:
            return ()
        mapping = self.mapping(value, ("breaks",), BREAKS)
        return tuple(self._breaks(mapping)) if mapping else ()

    def _breaks(self, mapping: Mapping[str, object]) -> Iterator[Break]:
        for key, value in mapping.items():
            span = self.span(value, ("breaks", key), ("first", "last"))
            if key in BREAKS and span:
                yield Break(key, span[0], span[1])

    def day_off(self, value: object, path: Path) -> DayOff | None:
        if not isinstance(value, Mapping):
            day = self.day(value, path)
            return DayOff(day) if day else None
        mapping = self.mapping(value, path, ("day", "name"))
        if mapping is None:
            return None
        day = self.day(mapping.get("day"), (*path, "day"))
        name = self.words(mapping.get("name"), (*path, "name"))
        return DayOff(day, name) if day else None

    def quiet_week(self, value: object, path: Path) -> QuietWeek | None:
        if not isinstance(value, Mapping):
            week = self.week(value, path)
            return QuietWeek(week) if week else None
        mapping = self.mapping(value, path, ("week", "reason"))
        if mapping is None:
            return None
        week = self.week(mapping.get("week"), (*path, "week"))
        reason = self.words(mapping.get("reason"), (*path, "reason"))
        return QuietWeek(week, reason) if week else None

    def own_date(self, value: object, path: Path) -> OwnDate | None:
        keys = ("key", "first", "last", "day", "name")
        mapping = self.mapping(value, path, keys)
        if mapping is None:
            return None
        key = mapping.get("key")
        fits = isinstance(key, str) and key_fits(key)
        if not fits:
            self.wrong(
                (*path, "key"),
                f"Tunnus ”{_short(key)}” ei kelpaa: käytä pieniä kirjaimia a–z, numeroita ja väliviivoja, "
                "ei kuitenkaan aikasääntöjen omia sanoja.",
                f"Nyckeln ”{_short(key)}” duger inte: använd små bokstäver a–z, siffror och bindestreck, "
                "men inte tidsreglernas egna ord.",
                f"The key “{_short(key)}” does not do: use small letters a–z, digits and dashes, "
                "but no word of the rules of time.",
            )
        if "day" in mapping and not {"first", "last"} & set(mapping):
            day = self.day(mapping["day"], (*path, "day"))
            span = (day, day) if day else None
        else:
            span = self.span({k: v for k, v in mapping.items() if k in ("first", "last", "day")}, path, keys[1:3])
        name = self.words(mapping.get("name"), (*path, "name"))
        return OwnDate(str(key), span[0], span[1], name) if fits and span else None

    # --- plain values ---------------------------------------------------------------------------------------

    def mapping(self, value: object, path: Path, known: tuple[str, ...]) -> Mapping[str, object] | None:
        if not isinstance(value, Mapping):
            self.wrong(
                path,
                f"Tässä pitäisi olla kohdat {', '.join(known)}.",
                f"Här ska stå {', '.join(known)}.",
                f"Here should be {', '.join(known)}.",
            )
            return None
        for key in value:
            if key not in known:
                self.wrong(
                    (*path, str(key)),
                    f"Kohtaa ”{_short(key)}” ei tunneta; tässä voi olla {', '.join(known)}.",
                    f"”{_short(key)}” är okänt; här kan stå {', '.join(known)}.",
                    f"“{_short(key)}” is not known; here can be {', '.join(known)}.",
                )
        return {str(key): entry for key, entry in value.items()}

    def items(self, value: object, key: str, read: Callable[[object, Path], Item | None]) -> tuple[Item, ...]:
        if value is None:
            return ()
        if not isinstance(value, (list, tuple)):
            self.wrong((key,), "Tässä pitäisi olla luettelo.", "Här ska stå en lista.", "Here should be a list.")
            return ()
        if len(value) > MOST_ITEMS:
            self.wrong(
                (key,),
                f"Luettelossa on {len(value)} kohtaa; enintään {MOST_ITEMS} kelpaa.",
                f"Listan har {len(value)} punkter; högst {MOST_ITEMS} går an.",
                f"The list has {len(value)} entries; at most {MOST_ITEMS} will do.",
            )
            return ()
        found = (read(entry, (key, place)) for place, entry in enumerate(value))
        return tuple(item for item in found if item is not None)

    def span(self, value: object, path: Path, known: tuple[str, ...]) -> tuple[date, date] | None:
        mapping = self.mapping(value, path, known)
        if mapping is None:
            return None
        first = self.day(mapping.get("first"), (*path, "first"))
        last = self.day(mapping.get("last"), (*path, "last"))
        if first is None or last is None:
            return None
        if last < first:
            self.wrong(
                (*path, "last"),
                "Loppu on ennen alkua.",
                "Slutet är före början.",
                "The end is before the start.",
            )
            return None
        return first, last

    def day(self, value: object, path: Path) -> date | None:
        day = written_date(value)
        if day is None:
            self.wrong(
                path,
                f"Päivämäärä puuttuu tai on väärin: ”{_short(value)}”. Kirjoita se näin: 2026-08-12.",
                f"Datumet saknas eller är fel: ”{_short(value)}”. Skriv det så här: 2026-08-12.",
                f"The date is missing or wrong: “{_short(value)}”. Write it as 2026-08-12.",
            )
        elif self.starts is not None and not self._within(day):
            self.wrong(
                path,
                f"Päivä {day} ei ole lukuvuotta {self.starts}–{self.starts + 1}.",
                f"Datumet {day} hör inte till läsåret {self.starts}–{self.starts + 1}.",
                f"The date {day} is not in the school year {self.starts}–{self.starts + 1}.",
            )
            return None
        return day

    def week(self, value: object, path: Path) -> str | None:
        try:
            monday = monday_of_written_week(value if isinstance(value, str) else "")
        except ValueError:
            monday = None
        # A week belongs to the year of its Thursday.
        if monday is None or (self.starts is not None and not self._within(date.fromordinal(monday.toordinal() + 3))):
            self.wrong(
                path,
                f"Viikko puuttuu, on väärin tai on toista lukuvuotta: ”{_short(value)}”. Kirjoita se näin: 2026-W50.",
                f"Veckan saknas, är fel eller hör till ett annat läsår: ”{_short(value)}”. Skriv den så här: 2026-W50.",
                f"The week is missing, wrong or of another school year: “{_short(value)}”. Write it as 2026-W50.",
            )
            return None
        return str(value)

    def words(self, value: object, path: Path) -> Text:
        try:
            text = Text.from_document(value)
        except ValueError:
            text = None
        if text is None or any(
            len(words) > LONGEST_NAME or LANGUAGE.fullmatch(language) is None for language, words in text
        ):
            self.wrong(
                path,
                f"Tässä pitäisi olla teksti tai tekstit kielittäin (fi, sv, en), enintään {LONGEST_NAME} merkkiä.",
                f"Här ska stå en text eller texter per språk (fi, sv, en), högst {LONGEST_NAME} tecken.",
                f"Here should be a text, or texts by language (fi, sv, en), of at most {LONGEST_NAME} characters.",
            )
            return Text()
        return text

    def _within(self, day: date) -> bool:
        starts = self.starts or 0
        return date(starts, 8, 1) <= day <= date(starts + 1, 7, 31)


def written_date(value: object) -> date | None:
    """Return the date written as 2026-08-12 or 12.8.2026; None when it is no date."""
    if not isinstance(value, str):
        return value if type(value) is date else None
    iso = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", value.strip())
    plain = re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", value.strip())
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        if plain:
            return date(int(plain[3]), int(plain[2]), int(plain[1]))
    except ValueError:
        return None
    return None


def _short(value: object) -> str:
    words = "" if value is None else str(value)
    return words if len(words) <= 40 else words[:40] + "…"
