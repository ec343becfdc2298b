"""Scores from other tools, as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import dropwhile
from typing import Any

from django.core import signing
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django_scopes import scope

from digivuosi.apps.needs.models import OutsideResult
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.spreadsheets import MOST_COLUMNS, NotReadable, read_rows
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.needs.importing import LONGEST, MOST_ROWS
from digivuosi.domain.needs.outside import Measured, OutsideSummary, OverSchools, over_schools, summarise_outside

KEPT_SECONDS = 6 * 3600
MOST_SEALED = 2_000_000


def outside_at(school: School) -> list[OutsideSummary]:
    """What each tool has measured at a school, day by day with the change from the time before, the newest first."""
    toolkit = toolkit_of(school.provider)
    if toolkit is None:
        return []
    with scope(provider=school.provider):
        rows = list(OutsideResult.objects.filter(school=school).order_by("measured_on", "source", "area"))
    held: dict[str, dict[date, list[Measured]]] = {}
    for row in rows:
        held.setdefault(row.source, {}).setdefault(row.measured_on, []).append(_measured(row))
    found = []
    for source, by_day in held.items():
        last: date | None = None
        for day, measured in by_day.items():
            found.append(summarise_outside(toolkit, source, day, measured, last, by_day[last] if last else ()))
            last = day
    return sorted(found, key=lambda one: (one.measured, one.source), reverse=True)


def latest_outside_at(school: School) -> list[OutsideSummary]:
    """The newest results of each tool, the newest first."""
    newest = {one.source: one for one in reversed(outside_at(school))}
    return sorted(newest.values(), key=lambda one: (one.measured, one.source), reverse=True)


def outside_named(school: School, source: str, measured: date) -> OutsideSummary | None:
    """The results that an address names."""
    rows = outside_at(school)
    return next((one for one in rows if source_slug(one.source) == source and one.measured == measured), None)


def one_name(provider: Provider, source: str, known: Sequence[str] = ()) -> str:
    """The name that a tool has already, or is known by, for one written a little otherwise: “selfie” is SELFIE.

    Its results would else not be compared with its own of last time.
    """
    with scope(provider=provider):
        names = list(OutsideResult.objects.order_by("source").values_list("source", flat=True).distinct())
    return next((name for name in (*names, *known) if source_slug(name) == source_slug(source)), source)


def source_slug(source: str) -> str:
    """What a tool is called in addresses."""
    return slugify(source) or "tool"


def _measured(row: OutsideResult) -> Measured:
    return Measured(row.area, row.score, row.low, row.high, row.answers)


@dataclass(frozen=True)
class BroughtIn:
    """What one tool measured on one day in a provider's schools."""

    source: str
    measured: date
    schools: tuple[School, ...]
    """By name."""
    means: tuple[OverSchools, ...]
    """Over five schools or more."""


def brought_in(provider: Provider) -> list[BroughtIn]:
    """All that has been brought in, the newest first."""
    with scope(provider=provider):
        rows = list(OutsideResult.objects.filter(school__isnull=False).select_related("school"))
    held: dict[tuple[date, str], dict[int, School]] = {}
    for row in rows:
        if row.school is not None:
            held.setdefault((row.measured_on, row.source), {})[row.school.pk] = row.school
    means = _over_schools(rows)
    return [
        BroughtIn(
            source,
            day,
            tuple(sorted(schools.values(), key=lambda school: school.name)),
            tuple(one for one in means if (one.source, one.measured) == (source, day)),
        )
        for (day, source), schools in sorted(held.items(), key=lambda one: (-one[0][0].toordinal(), one[0][1]))
    ]


def outside_over_schools(provider: Provider) -> tuple[OverSchools, ...]:
    """What tools have measured over five schools or more; no school of its own stands in it."""
    with scope(provider=provider):
        return _over_schools(list(OutsideResult.objects.filter(school__isnull=False)))


def _over_schools(rows: Sequence[OutsideResult]) -> tuple[OverSchools, ...]:
    return over_schools((row.source, row.measured_on, _measured(row)) for row in rows)


def units_of(provider: Provider) -> dict[str, str]:
    """The unit of each school by its name and by its address."""
    rows = School.objects.filter(provider=provider, is_active=True, is_administration=False)
    found: dict[str, str] = {}
    for pk, name, slug in rows.values_list("pk", "name", "slug"):
        found |= {name: str(pk), slug: str(pk)}
    return found


def rows_of_file(content: bytes) -> list[list[str]]:
    """The rows of a file from its headings on. Raises NotReadable, in words, when something would be left out."""
    rows = list(dropwhile(lambda row: not any(row), read_rows(content)))
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) < 2:
        raise NotReadable(_("The file has headings but no rows."))
    if len(rows) > MOST_ROWS + 1 or any(len(row) > MOST_COLUMNS and any(row[MOST_COLUMNS:]) for row in rows):
        words = _("The table is too large: at most %(rows)d rows and %(columns)d columns.")
        raise NotReadable(words % {"rows": MOST_ROWS, "columns": MOST_COLUMNS})
    return [[cell[:LONGEST] for cell in row[:MOST_COLUMNS]] for row in rows]


def seal(rows: Sequence[Sequence[str]], purpose: str) -> str:
    """The rows of a file as one signed word for a hidden field: nothing is stored before it is confirmed.

    Raises NotReadable when it is more than a form can bring back.
    """
    sealed = signing.dumps([list(row) for row in rows], salt=purpose, compress=True)
    if len(sealed) > MOST_SEALED:
        raise NotReadable(_("The table holds too much text. Leave other columns than scores out of it."))
    return sealed


def unseal(sealed: str, purpose: str) -> list[list[str]] | None:
    """The rows again; None when they are not ours or too old."""
    try:
        rows: Any = signing.loads(sealed, salt=purpose, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return [[str(cell) for cell in row] for row in rows]
