from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.models import Provider
from digivuosi.apps.schools.tenant import ProviderOwned, SchoolOwned
from digivuosi.domain.texts import Text


class SuggestionState(models.TextChoices):
    UNREAD = "unread", _("not read yet")
    READ = "read", _("being considered")
    TAKEN = "taken", _("taken into the draft")
    DECLINED = "declined", _("not taken")


OPEN_STATES = (SuggestionState.UNREAD, SuggestionState.READ)


class Suggestion(ProviderOwned):
    """A change that another municipality suggests to this provider's toolkit, as it came."""

    document = models.JSONField()
    """domain.toolkit.suggestions.Suggestion."""
    fingerprint = models.CharField(max_length=64)
    sender_name = models.CharField(max_length=200)
    """As the sender says; nobody has checked it unless `sender` is set."""
    sender = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The provider on this server that sent it."""
    token_hash = models.CharField(max_length=64, blank=True)
    """Of the secret by which the sender asks for the answer; empty for one that came as a file."""
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.UNREAD)
    answer = models.TextField(blank=True)
    came_at = models.DateTimeField(default=timezone.now)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[Suggestion]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-came_at", "-pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "fingerprint"), name="suggested_once"),
        ]
        indexes: ClassVar = [models.Index(fields=("token_hash",), name="suggestion_by_token")]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES


class Sending(models.TextChoices):
    WAITING = "waiting", _("waiting to be sent")
    SENT = "sent", _("sent, no answer yet")
    ANSWERED = "answered", _("answered")
    FAILED = "failed", _("could not be sent")


class SentSuggestion(ProviderOwned):
    """A change that this provider has suggested to the publisher of its toolkit, and the answer to it."""

    document = models.JSONField()
    publisher_name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    """Where it is posted on another server; empty on this one."""
    receiver = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The publisher on this server."""
    answer_address = models.CharField(max_length=500, blank=True)
    """Where the answer can be asked for; it ends with the secret that the publisher gave."""
    state = models.CharField(max_length=10, choices=Sending.choices, default=Sending.WAITING)
    outcome = models.CharField(max_length=10, choices=SuggestionState.choices, blank=True)
    answer = models.TextField(blank=True)
    problem = models.JSONField(default=dict, blank=True)
    failures = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[SentSuggestion]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("state", "next_at"), name="sent_suggestion_due")]

    def __str__(self) -> str:
        return f"sent suggestion {self.pk}"

    @property
    def problem_words(self) -> Text:
        """Why it could not be sent, or its answer not be asked for."""
        return Text.from_document(self.problem.get("words")) if self.problem else Text()


class SchoolLesson(SchoolOwned):
    """What a school learnt in doing a measure, for its own people."""

    measure_key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(_("school year"))
    text = models.TextField(max_length=2_000)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[SchoolLesson]] = ScopedManager(school="school")

    class Meta:
        ordering = ("-year", "-written_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("school", "measure_key"), name="lessons_of_measure")]

    def __str__(self) -> str:
        return f"lesson {self.pk}"


class Network(models.Model):
    """A group of providers on this server who see each other's published toolkits, wheels and lessons."""

    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("description"), max_length=2_000, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("name", "pk")

    def __str__(self) -> str:
        return self.name


class NetworkMember(ProviderOwned):
    """A provider in a network, or one that has been invited and has not answered."""

    network = models.ForeignKey(Network, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, related_name="+")
    joined_at = models.DateTimeField(null=True, blank=True)
    """Empty while the invitation waits."""

    objects: ClassVar[models.Manager[NetworkMember]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("network", "provider"), name="network_member_once"),
        ]

    def __str__(self) -> str:
        return f"{self.provider_id} in {self.network_id}"


class LineageConsent(ProviderOwned):
    """Whether a provider tells that it has copied, and whether it shows who copied from it; both are off at first."""

    tells = models.BooleanField(default=False)
    """Its name stands on the map of those whose toolkit it has copied."""
    shows = models.BooleanField(default=False)
    """The map of those who copied from it is public, with those who tell."""

    objects: ClassVar[models.Manager[LineageConsent]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider",), name="one_lineage_consent_a_provider"),
        ]

    def __str__(self) -> str:
        return f"lineage of {self.provider_id}"
