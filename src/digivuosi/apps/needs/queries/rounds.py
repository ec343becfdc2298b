"""Which rounds there are, at which schools, and how many have answered – never who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django_scopes import scope

from digivuosi.apps.needs.models import Answer, AnswerLink, Round, SchoolRound
from digivuosi.apps.people.secrets import hash_of
from digivuosi.apps.schools.models import Provider, School
from digivuosi.domain.needs.hiding import LEAST


@dataclass(frozen=True)
class AskedSchool:
    """A round at a school with how far it is."""

    asked: SchoolRound
    answers: int
    links: int = 0
    """One-time links that have been made."""

    @property
    def school(self) -> School:
        return self.asked.school

    @property
    def is_few(self) -> bool:
        """Whether there are too few answers to say even how many."""
        return self.answers < LEAST

    @property
    def is_over(self) -> bool:
        """Whether there are more answers than people: someone answered twice, or a stranger did.

        Not told of fewer than five answers: whoever gave 1, 2, 3 and 4 as the number of people would learn how many.
        """
        return self.asked.expected is not None and not self.is_few and self.answers > self.asked.expected


def is_open(one: Round, today: date) -> bool:
    """Whether answers are taken."""
    return one.closed_on is None and one.opens <= today <= one.closes


def is_over(one: Round, today: date) -> bool:
    """Whether no more answers come, so that results may be shown."""
    return one.closed_on is not None or today > one.closes


def rounds_of(provider: Provider) -> list[Round]:
    """All rounds, the newest first."""
    with scope(provider=provider):
        return list(Round.objects.filter(provider=provider).select_related("provider"))


def round_of(provider: Provider, pk: int) -> Round | None:
    with scope(provider=provider):
        return Round.objects.filter(provider=provider, pk=pk).select_related("provider").first()


def running_round(provider: Provider, survey_key: str) -> Round | None:
    """The round of a survey that nobody has closed: a survey is open once at a time."""
    with scope(provider=provider):
        return Round.objects.filter(provider=provider, survey_key=survey_key, closed_on__isnull=True).first()


def rounds_past(provider: Provider, today: date) -> list[Round]:
    """Rounds whose last day has gone by and that nobody has closed."""
    with scope(provider=provider):
        return list(Round.objects.filter(closed_on__isnull=True, closes__lt=today).select_related("provider"))


def round_before(one: Round) -> Round | None:
    """The last round of the same survey before this one."""
    with scope(provider=one.provider):
        rows = Round.objects.filter(survey_key=one.survey_key, closed_on__isnull=False, opens__lt=one.opens)
        return rows.select_related("provider").order_by("-opens").first()


def schools_asked(one: Round) -> list[AskedSchool]:
    """The schools of a round that the scope allows, by name, with how many have answered."""
    rows = SchoolRound.objects.filter(round=one).select_related("school", "round").order_by("school__name")
    counts = dict(Answer.objects.filter(asked__round=one).values_list("asked").annotate(n=Count("pk")))
    links = dict(AnswerLink.objects.filter(asked__round=one).values_list("asked").annotate(n=Count("pk")))
    return [AskedSchool(row, counts.get(row.pk, 0), links.get(row.pk, 0)) for row in rows]


def rounds_at(school: School) -> list[AskedSchool]:
    """The rounds that one school has been asked in, the newest first."""
    with scope(provider=school.provider, school=school):
        rows = list(
            SchoolRound.objects.filter(school=school)
            .select_related("round", "round__provider")
            .order_by("-round__opens", "-round__pk")
        )
        counts = dict(Answer.objects.filter(asked__in=rows).values_list("asked").annotate(n=Count("pk")))
        links = dict(AnswerLink.objects.filter(asked__in=rows).values_list("asked").annotate(n=Count("pk")))
    for row in rows:
        row.school = school
    return [AskedSchool(row, counts.get(row.pk, 0), links.get(row.pk, 0)) for row in rows]


def asked_at(school: School, round_pk: int) -> AskedSchool | None:
    return next((one for one in rounds_at(school) if one.asked.round_id == round_pk), None)


def asked_by_code(code: str) -> SchoolRound | None:
    """The round at a school by the code on the wall. Nobody has signed in, so there is no scope yet."""
    rows = SchoolRound.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    found: SchoolRound | None = _whole(rows.filter(code=code)).first()
    return found


def link_by_token(token: str) -> AnswerLink | None:
    """A one-time link by its secret, used or not."""
    rows = AnswerLink.objects.with_scopes_disabled()  # type: ignore[attr-defined]
    names = ("asked", "asked__school", "asked__school__provider", "asked__round", "asked__round__provider")
    found: AnswerLink | None = rows.filter(token_hash=hash_of(token)).select_related(*names).first()
    return found


def _whole(rows: Any) -> Any:
    return rows.select_related("school", "school__provider", "round", "round__provider")
