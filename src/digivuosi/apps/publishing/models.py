from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned
from digivuosi.apps.toolkit.models import Edition


class OpenToolkit(ProviderOwned):
    """Whether a provider shows its toolkit to the world, and under which address it signs."""

    is_open = models.BooleanField(default=False)
    address = models.CharField(max_length=300)
    """Public address of the provider as its statements name it, with the server's own name."""
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[OpenToolkit]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="one_open_toolkit_a_provider"),
        ]

    def __str__(self) -> str:
        return self.address


class PublisherKey(ProviderOwned):
    """A key that a provider signs with, or signed with once."""

    number = models.PositiveIntegerField()
    public_key = models.CharField(max_length=44)
    sealed = models.BinaryField()
    """The secret half, encrypted by `sealing`; empty once the key is retired, so that nothing can sign with it."""
    made_at = models.DateTimeField(default=timezone.now)
    retired_at = models.DateTimeField(null=True, blank=True)
    voucher = models.JSONField(null=True, blank=True)
    """What the key before signed about this one (domain.toolkit.signing.Signed); none for a key that began anew."""

    objects: ClassVar[models.Manager[PublisherKey]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("number",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "number"), name="publisher_key_number_once"),
            models.UniqueConstraint(
                fields=("provider",), condition=models.Q(retired_at=None), name="one_key_in_use_a_provider"
            ),
        ]

    def __str__(self) -> str:
        return f"key {self.number}"


class OpenEdition(ProviderOwned):
    """An edition as the world gets it: its package, byte for byte, and what the provider has signed about it."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="+")
    package = models.BinaryField()
    """Kept, not made anew: another version of a compressor would give other bytes than those that were signed."""
    package_sha256 = models.CharField(max_length=64)
    package_bytes = models.PositiveBigIntegerField()
    signed = models.JSONField()
    """The statement with its signature (domain.toolkit.signing.Signed)."""
    changes = models.JSONField(default=dict)
    """What is different from the edition before, in a few words by language."""

    objects: ClassVar[models.Manager[OpenEdition]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-edition__number",)

    def __str__(self) -> str:
        return f"open edition {self.edition_id}"


class OpenRecord(ProviderOwned):
    """What harvesters know of one thing: since when it is as it is, or gone. Rows are never taken away."""

    kind = models.CharField(max_length=10)
    key = models.CharField(max_length=60, blank=True)
    """Empty for the toolkit itself."""
    fingerprint = models.CharField(max_length=64)
    """Of what is told about it: the datestamp changes only when this does."""
    changed_at = models.DateTimeField()
    """Whole seconds, as the protocol counts."""
    is_gone = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[OpenRecord]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("changed_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "kind", "key"), name="open_record_once"),
        ]
        indexes: ClassVar = [models.Index(fields=("changed_at", "id"), name="open_record_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
