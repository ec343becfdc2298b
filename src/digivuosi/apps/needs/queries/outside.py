"""Scores from other tools, as pages read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django_scopes import scope

from digivuosi.apps.look.dates import school_year
from digivuosi.apps.needs.models import OutsideResult
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.texts import Text

KEPT_SECONDS = 6 * 3600


@dataclass(frozen=True)
class OutsideLine:
    """One score with the name of its area."""

    result: OutsideResult
    area: Text

    @property
    def year_name(self) -> str:
        return school_year(self.result.year)

    @property
    def score(self) -> int:
        return round(self.result.score)


def outside_at(school: School) -> list[OutsideLine]:
    """The scores of one school, the newest first."""
    toolkit = toolkit_of(school.provider)
    with scope(provider=school.provider):
        rows = list(OutsideResult.objects.filter(school=school).order_by("-year", "source", "area"))
    needs = {need.key: need.title for need in toolkit.needs} if toolkit else {}
    return [OutsideLine(row, needs.get(row.area, Text.of(fi=row.area))) for row in rows]


def sources_of(provider: Provider) -> list[tuple[str, int]]:
    """Which tools' results there are, with their years, the newest first."""
    with scope(provider=provider):
        rows = OutsideResult.objects.values_list("source", "year").distinct().order_by("-year", "source")
        return [(source, year) for source, year in rows]


def units_of(provider: Provider) -> dict[str, str]:
    """The unit of each school by its name and by its address."""
    rows = School.objects.filter(provider=provider, is_active=True, is_administration=False)
    found: dict[str, str] = {}
    for pk, name, slug in rows.values_list("pk", "name", "slug"):
        found |= {name: str(pk), slug: str(pk)}
    return found


def seal(rows: Sequence[Sequence[str]], purpose: str) -> str:
    """The rows of a file as one signed word for a hidden field: nothing is stored before it is confirmed."""
    return signing.dumps([list(row) for row in rows], salt=purpose, compress=True)


def unseal(sealed: str, purpose: str) -> list[list[str]] | None:
    """The rows again; None when they are not ours or too old."""
    try:
        rows: Any = signing.loads(sealed, salt=purpose, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return [[str(cell) for cell in row] for row in rows]
