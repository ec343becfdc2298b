"""Numbers and weeks in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from digivuosi.apps.look import dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.timing.queries.capacity import Hours, MentorHours, Source
from digivuosi.domain.schoolyear.parts import monday_of_written_week


def number(value: float) -> str:
    """At most two decimals, as the reader's language writes them."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return written if current() == "en" else written.replace(".", ",")


def hours(value: float) -> str:
    return f"{number(value)}{dates.NOBREAK}h"


def weeks(from_week: str, to_week: str) -> str:
    """`vk 43–45` of weeks as they are written in the database."""
    return dates.weeks(monday_of_written_week(from_week), monday_of_written_week(to_week))


def source_of(found: Hours) -> str:
    """Where the hours of a holder come from."""
    if found.source is Source.GIVEN:
        return _("given with the role")
    if found.source is Source.RULE and found.rule is not None:
        told = _("rule of the municipality: from %(pupils)s pupils %(hours)s a week") % {
            "pupils": found.rule.from_pupils,
            "hours": hours(float(found.rule.hours)),
        }
        return told + (_(", shared by %(count)s") % {"count": found.shared_by} if found.shared_by > 1 else "")
    return _("a usual number: nobody has given hours, and no rule says")


def mentor_source(found: MentorHours) -> str:
    """Where a mentor's hours come from, and what they are for."""
    told = _("over all schools; %(visits)s of it for visits, one school a day") % {"visits": hours(found.visits)}
    if found.source is Source.USUAL:
        return f"{told}. {_('A usual number: nobody has given hours.')}"
    if found.from_week or found.to_week:
        ends = [_week(found.from_week), _week(found.to_week)]
        told += "; " + _("works %(from)s – %(to)s") % {"from": ends[0] or "…", "to": ends[1] or "…"}
    return told


def _week(week: str) -> str:
    return dates.week(monday_of_written_week(week)) if week else ""
