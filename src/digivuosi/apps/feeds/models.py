from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.responsibilities.models import Kind
from digivuosi.apps.schools.tenant import SchoolOwned


class FeedScope(models.TextChoices):
    SCHOOL = "school", _("the whole school")
    ROLE = "role", _("one role")
    PERSON = "person", _("only mine")


class FeedAddress(SchoolOwned):
    """A secret calendar address; only the hash of its secret is kept, so it is shown once."""

    token_hash = models.CharField(max_length=64, unique=True)
    scope = models.CharField(max_length=10, choices=FeedScope.choices)
    kind = models.CharField(max_length=30, choices=Kind.choices, blank=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    """Who made it; for a person's feed also whose it is. It dies with their membership."""
    language = models.CharField(max_length=2, choices=settings.LANGUAGES, default="fi")
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[FeedAddress]] = ScopedManager(school="school")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"feed {self.pk}"
