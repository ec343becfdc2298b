"""The rows of this app as the log keeps them. Of people only the number: the log must not keep a name for ever."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

from digivuosi.apps.timing.models import Absence, HourRule, MentorTime, SchoolTiming

Rules = dict[str, list[tuple[int, Decimal]]]
"""By kind of role: from how many pupils, how many hours."""


def absence_state(row: Absence) -> dict[str, Any]:
    return {"user": row.user_id, "from_week": row.from_week, "to_week": row.to_week, "kind": str(row.kind)}


def mentor_state(row: MentorTime | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "user": row.user_id,
        "year": row.year,
        "hours_per_week": float(row.hours_per_week),
        "visit_hours": float(row.visit_hours),
        "from_week": row.from_week,
        "to_week": row.to_week,
    }


def school_state(row: SchoolTiming | None) -> dict[str, Any]:
    return {
        "new_per_week": row.new_per_week if row else None,
        "need": row.need if row else 0,
        "quiet_weeks": row.quiet_weeks if row else [],
    }


def rules_state() -> dict[str, list[list[float]]]:
    """All rules of the provider whose scope is open."""
    found: dict[str, list[list[float]]] = defaultdict(list)
    for row in HourRule.objects.order_by("kind", "from_pupils"):
        found[row.kind].append([row.from_pupils, float(row.hours)])
    return dict(found)
