"""Talks, targets and reasons as pages read them."""

from __future__ import annotations

from collections.abc import Iterable

from digivuosi.apps.needs.models import Talk, Target, Why
from digivuosi.apps.needs.queries.subjects import Subject
from digivuosi.apps.schools.models import School


def talk_of(school: School, about: Subject) -> Talk | None:
    """The talk of a school about a round or a tool's results, if anything has been written of it."""
    return Talk.objects.filter(school=school, **about.fields).first()


def targets_of(school: School, about: Subject) -> list[Target]:
    """What the school chose, in the order of choosing."""
    held = {f"talk__{name}": value for name, value in about.fields.items()}
    rows = list(Target.objects.filter(school=school, **held).select_related("talk"))
    for row in rows:
        row.school, row.talk.round, row.talk.school = school, about.round, school
    return rows


def target_of(school: School, about: Subject, area: str) -> Target | None:
    return next((target for target in targets_of(school, about) if target.area == area), None)


def why_of(school: School, placement: int) -> Why | None:
    """The reason that was given when a measure was taken into the year."""
    return Why.objects.filter(school=school, placement_id=placement).select_related("target__talk", "round").first()


def measures_for(targets: Iterable[Target]) -> dict[int, set[str]]:
    """Keys of the measures that were taken for each target, by the target."""
    found: dict[int, set[str]] = {target.pk: set() for target in targets}
    for target, key in Why.objects.filter(target__in=found).values_list("target", "placement__measure_key"):
        found[target].add(key)
    return found
