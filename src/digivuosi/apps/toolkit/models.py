from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned


class Draft(ProviderOwned):
    """The provider's toolkit being worked on: one document, edited one measure at a time."""

    document = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    """Optimistic lock: a save must name the version it read."""
    touched = models.JSONField(default=dict)
    """At which version each item (`measures/code-week`) was last changed, `*` all of them: two people who edit two
    measures at once do not stand in each other's way."""
    files = models.JSONField(default=dict)
    """Hash of each material's file by its path."""
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Draft]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="one_draft_a_provider"),
        ]

    def __str__(self) -> str:
        return f"draft {self.version}"


class Edition(ProviderOwned):
    """One published, unchanging state of a toolkit."""

    number = models.PositiveIntegerField()
    name = models.CharField(max_length=40)
    document = models.JSONField()
    content_hash = models.CharField(max_length=64)
    files = models.JSONField(default=dict)
    """Hash of each material's file by its path, so that an edition keeps its files when the draft gets newer ones."""
    notes = models.TextField(blank=True)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Edition]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "number"), name="edition_number_once"),
            models.UniqueConstraint(fields=("provider", "name"), name="edition_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MaterialFile(ProviderOwned):
    """A material's bytes, once per content; drafts and editions name them by path and hash."""

    path = models.CharField(max_length=200)
    content_hash = models.CharField(max_length=64)
    content = models.BinaryField()

    objects: ClassVar[models.Manager[MaterialFile]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "path", "content_hash"), name="material_bytes_once"),
        ]

    def __str__(self) -> str:
        return self.path


class PackageUpload(ProviderOwned):
    """A package that somebody has sent and looks at before it takes the draft's place."""

    LIVES: ClassVar = timedelta(days=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    sent_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[PackageUpload]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "by"), name="one_package_a_person"),
        ]

    def __str__(self) -> str:
        return self.name


class LocalChanges(SchoolOwned):
    """A school's own changes over its provider's edition: a sparse document (domain.toolkit.changes)."""

    document = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[models.Manager[LocalChanges]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school",), name="one_local_changes_a_school"),
        ]

    def __str__(self) -> str:
        return f"local changes {self.version}"
