"""What a plan's state is called, cheaply: a feed that is asked for again and again answers 304 by it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from django.db.models import Count, Max, Sum

from digivuosi.apps.responsibilities.models import RoleHolder, RoleLabel
from digivuosi.apps.schools.models import School
from digivuosi.apps.toolkit.queries import toolkit_version
from digivuosi.apps.wheel.models import Placement


def plan_version(school: School, years: Sequence[int]) -> str:
    """Return a name that changes whenever placements, holders, labels or texts of these years do."""
    placements = Placement.objects.filter(school=school, year__in=years).aggregate(Count("pk"), Max("changed_at"))
    holders = RoleHolder.objects.filter(school=school, year__in=years).aggregate(Count("pk"), Max("pk"), Sum("user"))
    labels = list(RoleLabel.objects.values_list("kind", "label"))
    told = repr((toolkit_version(school), sorted(placements.items()), sorted(holders.items()), labels))
    return hashlib.sha256(told.encode()).hexdigest()[:32]
