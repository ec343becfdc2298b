from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned


class SourceKind(models.TextChoices):
    """Where the toolkit lies that a copy came from."""

    SERVER = "server", _("this server")
    ADDRESS = "address", _("another server")
    FILE = "file", _("a file")


class Fork(ProviderOwned):
    """The provider's toolkit is a copy: of which edition of whom, and up to where that one's changes are answered."""

    kind = models.CharField(max_length=8, choices=SourceKind.choices)
    source = models.ForeignKey("schools.Provider", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The provider on this server that it came from."""
    address = models.CharField(max_length=500, blank=True)
    """Where it came from on another server."""
    subscription = models.ForeignKey(
        "subscribing.Subscription", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    """Through which the other server is followed; empty when nobody follows it any more."""
    toolkit_id = models.CharField(max_length=100)
    publisher = models.CharField(max_length=200)
    licence = models.CharField(max_length=100, blank=True)
    authors = models.JSONField(default=list)
    first_edition = models.CharField(max_length=100)
    """The edition that was copied."""
    edition = models.CharField(max_length=100)
    """The edition that was answered last."""
    content_hash = models.CharField(max_length=64)
    """Of that edition."""
    base = models.JSONField()
    """The document up to which all changes of the source are answered (decision 11)."""
    base_files = models.JSONField(default=dict)
    """Hash of each of its materials' files by path."""
    never = models.JSONField(default=list)
    """Places that nobody is to be asked about again: [[kind, key, field, part], …]."""
    version = models.PositiveIntegerField(default=1)
    """Optimistic lock: an answer must name the version it was given to."""
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Fork]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="one_fork_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.toolkit_id} {self.edition}"


class Incoming(ProviderOwned):
    """An edition of the source that came as a file, or (while there is no copy yet) a toolkit to be copied."""

    name = models.CharField(max_length=100)
    content = models.BinaryField()
    content_hash = models.CharField(max_length=64)
    sent_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Incoming]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="one_incoming_a_provider"),
        ]

    def __str__(self) -> str:
        return self.name


class SharedToolkit(ProviderOwned):
    """The provider lets the others on this server copy its editions."""

    opened_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[SharedToolkit]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="shared_once_a_provider"),
        ]

    def __str__(self) -> str:
        return f"toolkit of {self.provider_id}"


class AgreedService(ProviderOwned):
    """The provider has made its own contract on a service that the copied toolkit names."""

    host = models.CharField(max_length=255)
    """What the service is known by (domain.toolkit.named_services): its host, or its key in the toolkit's list."""
    agreed_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[AgreedService]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("host",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "host"), name="service_agreed_once"),
        ]

    def __str__(self) -> str:
        return self.host


class UpdateState(models.TextChoices):
    WAITING = "waiting", _("waiting for its turn")
    RUNNING = "running", _("working")
    DONE = "done", _("ready")
    FAILED = "failed", _("failed")
    PASSED = "passed", _("a newer edition goes on from it")


OPEN_STATES = (UpdateState.WAITING, UpdateState.RUNNING)


class SchoolsUpdate(ProviderOwned):
    """The schools of a provider are taken over to a new edition, one after the other, in the background."""

    old = models.ForeignKey("toolkit.Edition", on_delete=models.CASCADE, related_name="+")
    """Where schools stand that have never been taken over to an edition."""
    new = models.ForeignKey("toolkit.Edition", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=UpdateState.choices, default=UpdateState.WAITING)
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    """When its worker was last known to live."""
    ended_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    """Counts the workers that took it up; only the latest one may write."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[SchoolsUpdate]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-pk",)
        indexes: ClassVar = [
            models.Index(fields=("provider", "-asked_at"), name="updates_of_provider"),
            models.Index(fields=("state", "beat_at"), name="updates_to_look_after"),
        ]

    def __str__(self) -> str:
        return f"update {self.pk} {self.state}"

    @property
    def is_open(self) -> bool:
        """Whether somebody is, or will be, working on it."""
        return self.state in OPEN_STATES


class Followed(SchoolOwned):
    """Up to which edition of its provider a school's own changes have been taken over."""

    edition = models.ForeignKey("toolkit.Edition", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar[models.Manager[Followed]] = ScopedManager(school="school")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("school",), name="followed_once_a_school"),
        ]

    def __str__(self) -> str:
        return f"school {self.school_id} at edition {self.edition_id}"


class ProposalKind(models.TextChoices):
    """domain.toolkit.offers.SchoolOfferKind."""

    NEW = "new", _("new measure")
    MOVED = "moved", _("other time")
    GONE = "gone", _("taken out of the toolkit")
    DISPUTED = "disputed", _("changed on both sides")


class Answer(models.TextChoices):
    OPEN = "open", _("not answered")
    TAKEN = "taken", _("taken")
    LEFT = "left", _("left as it was")


class Proposal(SchoolOwned):
    """What a new edition of the provider proposes to one school; nothing of it happens by itself."""

    year = models.PositiveSmallIntegerField(_("school year"))
    kind = models.CharField(max_length=8, choices=ProposalKind.choices)
    measure_key = models.CharField(max_length=60)
    since = models.ForeignKey("toolkit.Edition", on_delete=models.CASCADE, related_name="+")
    """The edition before the change."""
    edition = models.ForeignKey("toolkit.Edition", on_delete=models.CASCADE, related_name="+")
    """The latest edition that proposes it."""
    places = models.JSONField(default=list)
    """Of what is changed on both sides: [[field, part], …]."""
    answer = models.CharField(max_length=5, choices=Answer.choices, default=Answer.OPEN)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Proposal]] = ScopedManager(school="school")

    class Meta:
        ordering = ("kind", "measure_key", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("school", "year", "kind", "measure_key"), name="proposed_once_a_year_and_measure"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.measure_key}"
