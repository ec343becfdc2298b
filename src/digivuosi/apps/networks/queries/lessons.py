"""What was learnt, by measure."""

from __future__ import annotations

from django_scopes import scope

from digivuosi.apps.networks.models import SchoolLesson
from digivuosi.apps.schools.models import School
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit


def school_lessons(school: School) -> list[SchoolLesson]:
    """All that a school wrote, the newest first."""
    with scope(provider=school.provider, school=school):
        return list(SchoolLesson.objects.filter(school=school).select_related("written_by")[:1_000])


def school_lesson(school: School, pk: int) -> SchoolLesson | None:
    with scope(provider=school.provider, school=school):
        return SchoolLesson.objects.filter(school=school, pk=pk).select_related("school__provider").first()


def measures_by_title(toolkit: Toolkit, language: str) -> list[tuple[Measure, str]]:
    """The measures with their titles in a language, in its order."""
    titled = [(one, one.title.get(language, toolkit.language)) for one in toolkit.measures]
    return sorted(titled, key=lambda pair: pair[1].casefold())
