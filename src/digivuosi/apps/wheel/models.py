from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import SchoolOwned


class Status(models.TextChoices):
    PLANNED = "planned", _("planned")
    IN_PROGRESS = "in-progress", _("in progress")
    DONE = "done", _("done")
    POSTPONED = "postponed", _("postponed")
    CANCELLED = "cancelled", _("cancelled")


class Placement(SchoolOwned):
    """A measure standing in one school's year: when, who, how it goes."""

    year = models.PositiveSmallIntegerField(_("school year"))
    measure_key = models.CharField(max_length=60)
    occurrence = models.PositiveSmallIntegerField(default=1)
    """1 for the first doing of the year; a monthly measure has several."""
    first = models.DateField(_("first day"))
    last = models.DateField(_("last day"))
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.PLANNED)
    note = models.TextField(_("note"), blank=True, max_length=2000)
    is_pinned = models.BooleanField(_("locked"), default=False)
    """Whether people agreed on its time: no proposal moves it."""
    holders = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="placements")
    """People it was given to; when empty, it is with the holders of the measure's responsible roles."""
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    placed_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[Placement]] = ScopedManager(school="school")

    class Meta:
        ordering = ("first", "last", "measure_key", "occurrence")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("school", "year", "measure_key", "occurrence"), name="placement_once_a_year"
            ),
            models.CheckConstraint(
                name="placement_ends_after_it_starts", condition=models.Q(last__gte=models.F("first"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=("school", "year", "first"), name="placements_of_year")]

    def __str__(self) -> str:
        return f"{self.measure_key} {self.year}"


class Moved(SchoolOwned):
    """One of the placements that one event moved together, so that each has it in its own history."""

    event = models.ForeignKey("schools.Event", on_delete=models.CASCADE, related_name="+")
    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="+")
    undone_by = models.ForeignKey("schools.Event", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The event that took back this move, alone or with the others."""

    objects: ClassVar[models.Manager[Moved]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("event", "placement"), name="moved_once_by_an_event"),
        ]

    def __str__(self) -> str:
        return f"move of {self.placement_id} by {self.event_id}"


class Decline(SchoolOwned):
    """A school says no to a measure of the city this year, with its reason."""

    year = models.PositiveSmallIntegerField()
    measure_key = models.CharField(max_length=60)
    reason = models.TextField(_("reason"), max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Decline]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school", "year", "measure_key"), name="declined_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"declined {self.measure_key} {self.year}"
