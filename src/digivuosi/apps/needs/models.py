"""Survey rounds, and answers that nobody can join to a person.

What is *not* here is the point: no row of an answer, of an unfinished answer, of a link or of a free text has a key to
a user, a time, or a number that grows. Their keys are drawn by chance, so that the order of the rows says nothing
about the order of the people (on SQLite the key is the place in the file itself).
"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned

MOST_EXPECTED = 400
LONGEST_WORDS = 1000
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 or 1: a code is read from a wall and typed on a phone."""
CODE_LENGTH = 8
LONGEST_ROUND = 120
"""Days that a round may be open."""
MOST_LINKS = 200
"""One-time links made at a time, and at most so many times for one school and round."""
MOST_TIMES = 5


def random_key() -> int:
    """A key by chance out of 2^62: two of them never meet, and none tells which came first."""
    return secrets.randbits(62) + 1


class Round(ProviderOwned):
    """A survey asked of a provider's schools between two days; its questions stand as they were when it opened."""

    year = models.PositiveSmallIntegerField(_("school year"))
    survey_key = models.CharField(max_length=60)
    document = models.JSONField()
    """The survey, its scales and the needs areas as a document: later editions do not change what was asked."""
    opens = models.DateField(_("opens"))
    closes = models.DateField(_("last day to answer"))
    closed_on = models.DateField(null=True, blank=True)
    """When it was closed and tidied up: unfinished answers gone, answers shuffled."""
    summary = models.JSONField(null=True, blank=True)
    """What is kept of the answers once they are past their time and gone: the figures that were shown."""

    objects: ClassVar[models.Manager[Round]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-opens", "-pk")
        constraints: ClassVar = [
            models.CheckConstraint(name="round_ends_after_it_opens", condition=models.Q(closes__gte=models.F("opens"))),
            models.UniqueConstraint(
                fields=("provider", "survey_key"),
                condition=models.Q(closed_on__isnull=True),
                name="one_open_round_of_a_survey",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.survey_key} {self.opens}"


class SchoolRound(SchoolOwned):
    """A round at one school: its code on the staff-room wall, and how many people it may have."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    """Not secret: it hangs on a wall. It says which school and which survey, and nothing about who."""
    expected = models.PositiveSmallIntegerField(
        _("how many people are asked"), null=True, blank=True, validators=[MaxValueValidator(MOST_EXPECTED)]
    )

    objects: ClassVar[models.Manager[SchoolRound]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "school"), name="school_once_in_a_round"),
        ]

    def __str__(self) -> str:
        return f"round {self.round_id} at school {self.school_id}"


class _Unlinkable(SchoolOwned):
    """A row that must not tell when or in which order it came."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    asked = models.ForeignKey(SchoolRound, on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class AnswerLink(_Unlinkable):
    """A link that works once. Made by number, never for a person; only the hash of its secret is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    is_used = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[AnswerLink]] = ScopedManager(school="school")

    def __str__(self) -> str:
        return f"a link of round {self.asked_id}"


class Unfinished(_Unlinkable):
    """An answer being written, by the hash of a secret that only the writer's browser has.

    Sending empties it: what is left says that this browser has sent, so that a second attempt over a bad connection
    is no second answer. Closing the round removes every one.
    """

    secret_hash = models.CharField(max_length=64, unique=True)
    values = models.JSONField(default=dict)
    is_sent = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[Unfinished]] = ScopedManager(school="school")

    def __str__(self) -> str:
        return f"an unfinished answer of round {self.asked_id}"


class Answer(_Unlinkable):
    """One person's answers, whoever it was and whenever: the round says the weeks, and nothing says more."""

    values = models.JSONField()

    objects: ClassVar[models.Manager[Answer]] = ScopedManager(school="school")

    def __str__(self) -> str:
        return f"an answer of round {self.asked_id}"


class TextState(models.TextChoices):
    WAITING = "waiting", _("not read yet")
    SHOWN = "shown", _("shown")
    LEFT_OUT = "left-out", _("left out")


class FreeText(ProviderOwned):
    """Words somebody wrote. They stand apart from the answer and from the school: a style can give a writer away."""

    id = models.BigAutoField(primary_key=True, default=random_key)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    question = models.CharField(max_length=60)
    words = models.TextField(max_length=LONGEST_WORDS)
    state = models.CharField(max_length=8, choices=TextState.choices, default=TextState.WAITING)

    objects: ClassVar[models.Manager[FreeText]] = ScopedManager(provider="provider")

    def __str__(self) -> str:
        return f"a free text of round {self.round_id}"


LONGEST_SOURCE = 30


class Talk(SchoolOwned):
    """The digital talk of a school about one round, or about what another tool measured: when, what was agreed."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=LONGEST_SOURCE, blank=True)
    measured_on = models.DateField(null=True, blank=True)
    """The tool and its day, where there is no round."""
    held_on = models.DateField(_("day of the talk"), null=True, blank=True)
    minutes = models.TextField(_("what else was agreed"), blank=True, max_length=4000)

    objects: ClassVar[models.Manager[Talk]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("round", "school"), name="one_talk_about_a_round"),
            models.UniqueConstraint(
                fields=("school", "source", "measured_on"),
                condition=models.Q(round__isnull=True),
                name="one_talk_about_a_tool",
            ),
            models.CheckConstraint(
                name="talk_is_about_one_thing",
                condition=models.Q(round__isnull=False, source="", measured_on__isnull=True)
                | models.Q(round__isnull=True, measured_on__isnull=False) & ~models.Q(source=""),
            ),
        ]

    def __str__(self) -> str:
        return f"talk of school {self.school_id} about {self.source or f'round {self.round_id}'}"


class Target(SchoolOwned):
    """What the school chose together: a needs area, the goal in its own words, and how it will see that it is met."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="+")
    area = models.CharField(max_length=60)
    goal = models.TextField(_("goal"), max_length=500)
    sign = models.TextField(_("how we will see it"), max_length=500)
    finding = models.JSONField(default=dict)
    """What the summary showed when the target was chosen: mean, answers, day; empty for a school under five."""

    objects: ClassVar[models.Manager[Target]] = ScopedManager(school="school")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [models.UniqueConstraint(fields=("talk", "area"), name="target_once_in_a_talk")]

    def __str__(self) -> str:
        return f"target {self.area} of talk {self.talk_id}"


class Why(SchoolOwned):
    """Why a measure stands in a year: whose need it answers, how strong it was, when it was measured."""

    placement = models.OneToOneField("wheel.Placement", on_delete=models.CASCADE, related_name="+")
    target = models.ForeignKey(Target, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    area = models.CharField(max_length=60)
    round = models.ForeignKey(Round, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    reason = models.JSONField(default=dict)
    """A Text as a document: the reason in words, as it was given."""

    objects: ClassVar[models.Manager[Why]] = ScopedManager(school="school")

    def __str__(self) -> str:
        return f"why placement {self.placement_id}"


class OutsideResult(ProviderOwned):
    """The score of an area that another tool measured, so that no one answers twice."""

    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=LONGEST_SOURCE)
    area = models.CharField(max_length=60)
    measured_on = models.DateField()
    score = models.FloatField()
    """From 0 (poor) to 100 (good), whatever the scale of the other tool was."""
    low = models.FloatField(default=0)
    high = models.FloatField(default=100)
    """The worst and the best score of the other tool."""
    answers = models.PositiveIntegerField(null=True, blank=True)

    objects: ClassVar[models.Manager[OutsideResult]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("provider", "school", "source", "area", "measured_on"), name="outside_result_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.area} {self.measured_on}"
