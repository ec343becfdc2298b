from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned


class Subscription(ProviderOwned):
    """A provider follows a toolkit that is published on another server."""

    address = models.CharField(max_length=500)
    """As it was given; once the feed has been found, the feed's."""
    title = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=500, blank=True)
    """Public address of the publisher, as its keys and statements say."""
    publisher_name = models.CharField(max_length=300, blank=True)
    trusted_key = models.CharField(max_length=60, blank=True)
    """The key that was met first, or that one of its heirs has handed over to; base64."""
    offered_key = models.CharField(max_length=60, blank=True)
    """A key that no trusted one vouches for; somebody must ask the publisher before it counts."""
    seen_number = models.PositiveBigIntegerField(default=0)
    """Number of the newest edition that has come; an older one is not taken for new."""
    etag = models.CharField(max_length=300, blank=True)
    modified = models.CharField(max_length=300, blank=True)
    failures = models.PositiveIntegerField(default=0)
    """How many times in a row it went wrong."""
    problem = models.JSONField(default=dict, blank=True)
    """What went wrong last: {"code": …, "words": {"fi": …}}; empty when all is well."""
    looked_at = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    """When a worker took it up; empty when nobody is looking."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Subscription]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "address"), name="followed_once_a_provider"),
        ]
        indexes: ClassVar = [models.Index(fields=("next_at",), name="subscription_due")]

    def __str__(self) -> str:
        return self.title or self.address

    @property
    def is_busy(self) -> bool:
        """Whether it is being looked at, or will be in a moment."""
        return self.claimed_at is not None or (self.looked_at is None and not self.problem)


class FetchedEdition(ProviderOwned):
    """An edition that came from another server, verified. Nothing of it is in use until somebody takes it."""

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    toolkit_id = models.CharField(max_length=100)
    name = models.CharField(max_length=100)
    number = models.PositiveBigIntegerField()
    content_hash = models.CharField(max_length=64)
    statement = models.JSONField()
    """The signed statement, as it travels (domain.toolkit.signing.Signed)."""
    package = models.BinaryField()
    fetched_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[FetchedEdition]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("subscription", "number"), name="fetched_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.toolkit_id} {self.name}"
