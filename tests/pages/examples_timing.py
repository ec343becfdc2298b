"""What the addresses of timing need beside the tenant: proposals and absences."""

from __future__ import annotations

from collections.abc import Callable

from django_scopes import scope

from digivuosi.apps.timing.actions import add_absence, ask_for_provider, ask_for_school
from digivuosi.apps.timing.models import Absence, Run
from digivuosi.apps.timing.queries.what import What
from tests.cast import YEAR, Municipality
from tests.snapshots import once

from .examples_wheel import moved_together, placement

Example = Callable[[Municipality], dict[str, object]]


def run(town: Municipality) -> dict[str, object]:
    """A proposal of the first school."""
    with scope(provider=town.provider):
        row = Run.objects.filter(school=town.school).first()
    if row is None:
        by = town.people["principal"]
        row = once(
            f"a proposal in {town.provider.slug}",
            lambda: ask_for_school(by=by, school=town.school, year=YEAR, what=What()),
        )
    return {"run": row.pk}


def provider_run(town: Municipality) -> dict[str, object]:
    """A proposal for all schools, in which what stands is kept unless it must move."""
    with scope(provider=town.provider):
        row = Run.objects.filter(school=None).first()
    if row is None:
        by = town.people["coordinator"]
        row = once(
            f"a proposal of {town.provider.slug}",
            lambda: ask_for_provider(by=by, provider=town.provider, year=YEAR, what=What(keeps=True)),
        )
    return {"run": row.pk}


def taken_run(town: Municipality) -> dict[str, object]:
    """The same, with a step that was taken at the first school."""
    number, step = provider_run(town)["run"], moved_together(town)["event"]
    with scope(provider=town.provider):
        Run.objects.filter(pk=number).update(taken=[step])
    return {"run": number, "since": step}


def absence(town: Municipality) -> dict[str, object]:
    """The tutor is away for three weeks."""
    return away(town, "tutor", by="principal", weeks=("2026-W45", "2026-W47"), kind="away")


def mentor_absence(town: Municipality) -> dict[str, object]:
    """The mentor is away for a week."""
    return away(town, "mentor", by="coordinator", weeks=("2026-W49", "2026-W49"), kind="training")


def away(town: Municipality, who: str, *, by: str, weeks: tuple[str, str], kind: str) -> dict[str, object]:
    user, (first, last) = town.people[who], weeks
    with scope(provider=town.provider):
        row = Absence.objects.filter(user=user).first() or add_absence(
            by=town.people[by], provider=town.provider, user=user, from_week=first, to_week=last, kind=kind
        )
    return {"absence": row.pk}


EXAMPLES: dict[str, Example] = {
    "timing:run": run,
    "timing:take": run,
    "timing:better": run,
    "timing:stop": run,
    "timing:progress": run,
    "timing:provider_run": provider_run,
    "timing:provider_progress": provider_run,
    "timing:provider_stop": provider_run,
    "timing:provider_take": provider_run,
    "timing:provider_back": taken_run,
    "timing:placement_load": placement,
    "timing:remove_absence": absence,
    "timing:remove_provider_absence": mentor_absence,
    "timing:save_mentor": lambda town: {"mentor": town.people["mentor"].pk},
}
OWNED = {
    "timing:run", "timing:take", "timing:better", "timing:stop", "timing:progress", "timing:placement_load",
    "timing:remove_absence", "timing:remove_provider_absence", "timing:save_mentor", "timing:provider_run",
    "timing:provider_progress", "timing:provider_stop", "timing:provider_take", "timing:provider_back",
}  # fmt: skip
