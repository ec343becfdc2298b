"""Whether the need shrank beside a measure: at one school from round to round, and over all that did it."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django_scopes import scope

from digivuosi.apps.needs.models import Round, Why
from digivuosi.apps.needs.queries.outside import outside_at
from digivuosi.apps.needs.queries.questions import questions_of
from digivuosi.apps.needs.queries.results import release_before, release_of, unit_of
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.apps.wheel.models import Placement, Status
from digivuosi.domain.needs.following import Followed, Together, follow, together
from digivuosi.domain.needs.outside import beside_words
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit


def followed_at(school: School, before: Round | None, after: Round) -> list[Followed]:
    """Beside each measure that the school did between two rounds: what became of its needs."""
    if before is None:
        return []
    rows = Placement.objects.filter(school=school, status=Status.DONE)
    keys = set(rows.filter(first__gt=before.opens, last__lt=after.closes).values_list("measure_key", flat=True))
    return _follow([school], keys, before, after)[0] if keys else []


def followed_why(why: Why) -> Followed | None:
    """What became of the need that a measure was taken for, by the next closed round of the same survey."""
    before, placed = why.round, why.placement
    if before is None or placed.status != Status.DONE:
        return None
    with scope(provider=why.school.provider):
        rows = Round.objects.filter(survey_key=before.survey_key, closed_on__isnull=False, opens__gt=before.opens)
        after = rows.select_related("provider").order_by("opens").first()
    if after is None or not (before.opens < placed.first and placed.last < after.closes):
        return None
    found = _follow([why.school], {why.placement.measure_key}, before, after)[0]
    return next((one for one in found if one.need == why.area), None)


@dataclass(frozen=True)
class FollowedOutside:
    """What another tool showed of a measure's need before and after; without an interval, since it tells no spread."""

    words: Text


def followed_outside(why: Why) -> FollowedOutside | None:
    """What became of the need that a measure was taken for by a tool's results, when the same tool measured again."""
    talk, placed = why.target.talk if why.target else None, why.placement
    if talk is None or talk.measured_on is None or placed.status != Status.DONE:
        return None
    rows = [one for one in reversed(outside_at(why.school)) if one.source == talk.source]
    later = next((one for one in rows if talk.measured_on < placed.first and placed.last < one.measured), None)
    before = next((one.area(why.area) for one in rows if one.measured == talk.measured_on), None)
    after = later.area(why.area) if later else None
    if later is None or before is None or before.now is None or after is None or after.now is None:
        return None
    if (before.now.low, before.now.high) != (after.now.low, after.now.high):
        return None
    return FollowedOutside(
        beside_words(talk.source, talk.measured_on, before.now.score, later.measured, after.now.score)
    )


def over_all_schools(provider: Provider, measure_key: str) -> list[Together]:
    """Over all schools of the provider that did a measure between two rounds; five or more only."""
    schools = list(School.objects.filter(provider=provider, is_administration=False).select_related("provider"))
    found: list[Followed] = []
    with scope(provider=provider, school=schools):
        rows = Placement.objects.filter(measure_key=measure_key, status=Status.DONE)
        done = list(rows.values_list("school_id", "first", "last"))
        pairs = _pairs(provider)
    by_id = {school.pk: school for school in schools}
    counted: set[tuple[int, str]] = set()
    for before, after in pairs:
        here = sorted({pk for pk, first, last in done if first > before.opens and last < after.closes})
        became = _follow([by_id[pk] for pk in here], {measure_key}, before, after) if here else []
        for pk, needs in zip(here, became, strict=True):
            # A school counts once for a need, by its latest two rounds.
            new = [one for one in needs if (pk, one.need) not in counted]
            counted |= {(pk, one.need) for one in new}
            found += new
    return list(together(found))


def _pairs(provider: Provider) -> list[tuple[Round, Round]]:
    """Each two rounds of one survey that follow each other, the latest first."""
    by_survey: dict[str, list[Round]] = {}
    for row in Round.objects.filter(closed_on__isnull=False).select_related("provider").order_by("opens", "pk"):
        by_survey.setdefault(row.survey_key, []).append(row)
    pairs = [pair for rows in by_survey.values() for pair in itertools.pairwise(rows)]
    return sorted(pairs, key=lambda pair: pair[1].opens, reverse=True)


def _follow(schools: Iterable[School], keys: Iterable[str], before: Round, after: Round) -> list[list[Followed]]:
    """What became of the measures' needs at each of the schools; the figures of the rounds are read once for all."""
    old, new, toolkit = release_before(before, after), release_of(after), _with_measures(after)
    if old is None or new is None:
        return [[] for _school in schools]
    return [list(follow(toolkit, unit_of(school), keys, old, new)) for school in schools]


def _with_measures(one: Round) -> Toolkit:
    """The questions as they were asked, with today's measures: these say which needs they answer."""
    toolkit = toolkit_of(one.provider)
    return replace(questions_of(one), measures=toolkit.measures if toolkit else (), _by_key={})
