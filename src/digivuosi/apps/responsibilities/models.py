from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned


class Kind(models.TextChoices):
    """The stable kinds of role (domain.toolkit.RoleKind), with the words of docs/words.md."""

    COORDINATOR = "coordinator", _("development coordinator")
    MENTOR = "mentor", _("digital mentor")
    PRINCIPAL = "principal", _("principal")
    DIGITAL_TEAM = "digital-team", _("digital team")
    PEDAGOGICAL_SUPPORT = "pedagogical-support", _("pedagogical support person")
    TECHNICAL_SUPPORT = "technical-support", _("technical support person")
    TEACHERS = "teachers", _("teachers")
    IT_ADMINISTRATION = "it-administration", _("IT administration")


class RoleHolder(SchoolOwned):
    """A person who has a role at a school in one school year."""

    year = models.PositiveSmallIntegerField(_("school year"))
    kind = models.CharField(_("role"), max_length=30, choices=Kind.choices)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    hours_per_week = models.DecimalField(_("paid hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[RoleHolder]] = ScopedManager(school="school")

    class Meta:
        ordering = ("kind", "user__name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school", "year", "kind", "user"), name="role_held_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}"


class RoleLabel(ProviderOwned):
    """What a municipality calls a kind of role: the kind is stable, the label is local."""

    kind = models.CharField(_("role"), max_length=30, choices=Kind.choices)
    label = models.JSONField(default=dict)
    """A text by language."""

    objects: ClassVar[models.Manager[RoleLabel]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "kind"), name="one_label_a_role"),
        ]

    def __str__(self) -> str:
        return self.kind
