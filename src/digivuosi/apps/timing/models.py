from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.responsibilities.models import Kind
from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned

USUAL_NEW_PER_WEEK = 2
"""How many new things a week teachers are asked to take up when nobody has said otherwise."""

MOST_RULES = 20
"""Rows of the rule of one role."""
MOST_ABSENCES = 100
MOST_QUIET_WEEKS = 20
MOST_NEW = 20
LONGEST_REASON = 100


class HourRule(ProviderOwned):
    """Paid hours of a role by the size of the school: from so many pupils on, so many hours a week.

    The holders of the role at the school share the hours evenly.
    """

    kind = models.CharField(_("role"), max_length=30, choices=Kind.choices)
    from_pupils = models.PositiveIntegerField(_("from how many pupils"))
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)

    objects: ClassVar[models.Manager[HourRule]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("kind", "from_pupils")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "kind", "from_pupils"), name="hour_rule_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.from_pupils}+: {self.hours} h"


class ProviderTiming(ProviderOwned):
    """What the provider has decided for the timing of all its schools."""

    new_per_week = models.PositiveSmallIntegerField(_("new things a week for teachers"), default=USUAL_NEW_PER_WEEK)

    objects: ClassVar[models.Manager[ProviderTiming]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="timing_once_a_provider"),
        ]

    def __str__(self) -> str:
        return f"timing of provider {self.provider_id}"


class SchoolTiming(SchoolOwned):
    """What a school has decided for the timing of one year; what is empty is as the provider says."""

    year = models.PositiveSmallIntegerField(_("school year"))
    new_per_week = models.PositiveSmallIntegerField(_("new things a week for teachers"), null=True, blank=True)
    need = models.PositiveSmallIntegerField(_("need of support"), default=0)
    """From 0 (none known) to 10; in a mentor's round the school in greater need comes earlier."""
    quiet_weeks = models.JSONField(default=list, blank=True)
    """The school's own quiet weeks beside the calendar's: [{"week": "2026-W50", "reason": "…"}]."""

    objects: ClassVar[models.Manager[SchoolTiming]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school", "year"), name="timing_once_a_school_and_year"),
            models.CheckConstraint(name="need_from_0_to_10", condition=models.Q(need__lte=10)),
        ]

    def __str__(self) -> str:
        return f"timing of school {self.school_id} {self.year}"


class MentorTime(ProviderOwned):
    """A mentor's working time in a year, over all their schools."""

    year = models.PositiveSmallIntegerField(_("school year"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hours_per_week = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1)
    visit_hours = models.DecimalField(_("of these for visits"), max_digits=4, decimal_places=1)
    """The part of the hours that is for visits at schools, one school a day."""
    from_week = models.CharField(_("first working week"), max_length=8, blank=True)
    to_week = models.CharField(_("last working week"), max_length=8, blank=True)

    objects: ClassVar[models.Manager[MentorTime]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "year", "user"), name="mentor_time_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"time of mentor {self.user_id} {self.year}"


class AbsenceKind(models.TextChoices):
    """Why someone is not there, as far as work is concerned. Nothing is asked of health or family."""

    AWAY = "away", _("away")
    TRAINING = "training", _("in training")
    OTHER_WORK = "other-work", _("in other duties")


class Absence(ProviderOwned):
    """Weeks in which a person does none of the work that is timed here."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    from_week = models.CharField(_("from week"), max_length=8)
    """As `2026-W50`, so that the order of the words is the order of time."""
    to_week = models.CharField(_("to week"), max_length=8)
    kind = models.CharField(_("kind"), max_length=12, choices=AbsenceKind.choices, default=AbsenceKind.AWAY)

    objects: ClassVar[models.Manager[Absence]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("from_week", "to_week", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                name="absence_ends_after_it_begins", condition=models.Q(to_week__gte=models.F("from_week"))
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.from_week}–{self.to_week}"


class RunState(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("working")
    DONE = "done", _("ready")
    STOPPED = "stopped", _("stopped")
    FAILED = "failed", _("failed")


OPEN_STATES = (RunState.WAITING, RunState.RUNNING)


class Run(ProviderOwned):
    """A proposal that was asked for: for one school's year, or (school empty) for the whole provider's.

    Starts are kept by the item's id (see `queries.problems`), as dates of ISO words.
    """

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField(_("school year"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=RunState.choices, default=RunState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """When its worker was last known to live."""
    ended_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    """Counts the workers that took it up; only the latest one may write."""
    stop_asked = models.BooleanField(default=False)
    what = models.JSONField(default=dict)
    """What may move: {"kind": "all" | "problems" | "themes" | "chosen", "themes": […], "items": […]}."""
    seconds = models.PositiveSmallIntegerField(default=60)
    """How long the better proposal may be looked for."""
    seed = models.PositiveIntegerField(default=0)
    today = models.DateField()
    """The day it was asked on: nothing is placed before it, also when the run is taken up again later."""
    edition = models.CharField(max_length=64, blank=True)
    """Version of the plans and the toolkit that the proposal was made of."""
    stood = models.JSONField(default=dict)
    """Where each item stood then: {id: [first, last]}; what has changed since is left as it is."""
    plans = models.JSONField(default=list)
    """Proposals: [{"name": "calm", "starts": {id: date}, "cost": points, "missing": [id]}]; the best so far too."""
    progress = models.JSONField(default=dict)
    """Figures: {"cost": points, "bound": points or null, "proven": true or false, "seconds": s, "missing": count,
    "of": hash of the problem that the bound was proved of}."""
    taken = models.JSONField(default=list)
    """Numbers of the events by which parts of it were taken."""

    objects: ClassVar[models.Manager[Run]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=("provider", "school", "-asked_at"), name="runs_of_school"),
            models.Index(fields=("state", "beat_at"), name="runs_to_look_after"),
        ]

    def __str__(self) -> str:
        return f"run {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is, or will be, working on it."""
        return self.state in OPEN_STATES
