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
    """As the sender says; nobody has checked it unless `sender` or `sender_address` is set."""
    sender = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The provider on this server that sent it."""
    sender_address = models.CharField(max_length=500, blank=True)
    """Public address of the provider on another server that sent it, whose key signed it."""
    token_hash = models.CharField(max_length=64, blank=True)
    """Of the secret by which the sender asks for the answer; empty for one that came as a file."""
    state = models.CharField(max_length=10, choices=SuggestionState.choices, default=SuggestionState.UNREAD)
    answer = models.TextField(blank=True)
    taken_events = models.JSONField(default=list)
    """Numbers of the events by which it was taken into the draft, without those that have been taken back."""
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


class Posted(ProviderOwned):
    """What goes to another server in a letter: tried again until it is there, asked about until it is answered."""

    state = models.CharField(max_length=10, choices=Sending.choices, default=Sending.WAITING)
    answer_address = models.CharField(max_length=500, blank=True)
    """Where the answer can be asked for; it ends with the secret that the receiver gave."""
    problem = models.JSONField(default=dict, blank=True)
    """Why it could not be sent, or its answer not be asked for: {"code": …, "words": {"fi": …}}."""
    failures = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    @property
    def problem_words(self) -> Text:
        return Text.from_document(self.problem.get("words")) if self.problem else Text()


class SentSuggestion(Posted):
    """A change that this provider has suggested to the publisher of its toolkit, and the answer to it."""

    document = models.JSONField()
    publisher_name = models.CharField(max_length=200)
    address = models.CharField(max_length=500, blank=True)
    """Where it is posted on another server; empty on this one."""
    receiver = models.ForeignKey(Provider, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    """The publisher on this server."""
    outcome = models.CharField(max_length=10, choices=SuggestionState.choices, blank=True)
    answer = models.TextField(blank=True)
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[models.Manager[SentSuggestion]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("state", "next_at"), name="sent_suggestion_due")]

    def __str__(self) -> str:
        return f"sent suggestion {self.pk}"


class LetterState(models.TextChoices):
    CHECKING = "checking", _("being checked")
    TAKEN = "taken", _("taken")
    REFUSED = "refused", _("refused")


class IncomingLetter(ProviderOwned):
    """A signed letter from another server, until its sender's key has been asked for; then only how that ended."""

    content = models.TextField(blank=True)
    """The letter as it came (domain.toolkit.letters); empty once it has been checked."""
    sender = models.CharField(max_length=500)
    """Public address that it says it is from."""
    token_hash = models.CharField(max_length=64)
    """Of the secret by which the sender asks how it is getting on."""
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.CHECKING)
    problem = models.JSONField(default=dict, blank=True)
    """Why it was refused: {"code": …, "words": {"fi": …}}."""
    came_at = models.DateTimeField(default=timezone.now)
    next_at = models.DateTimeField(default=timezone.now)
    failures = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[IncomingLetter]] = ScopedManager(provider="provider")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=("token_hash",), name="letter_by_token"),
            models.Index(fields=("state", "next_at"), name="letter_due"),
        ]

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Correspondence(ProviderOwned):
    """The numbers of the last letters between a provider and one public address on another server."""

    address = models.CharField(max_length=500)
    sent = models.PositiveBigIntegerField(default=0)
    received = models.PositiveBigIntegerField(default=0)
    """A letter whose number is not higher has come before, or is older than one that has."""

    objects: ClassVar[models.Manager[Correspondence]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "address"), name="one_correspondence_an_address"),
        ]

    def __str__(self) -> str:
        return f"letters of {self.provider_id}"


class Shown(models.TextChoices):
    WAITING = "waiting", _("waiting for your answer")
    SHOWN = "shown", _("on the map")
    HIDDEN = "hidden", _("hidden")


class RemoteCopy(ProviderOwned):
    """A provider on another server has told that its toolkit is a copy of this one's."""

    address = models.CharField(max_length=500)
    """Its public address, whose key signed what it told."""
    name = models.CharField(max_length=200)
    edition = models.CharField(max_length=100)
    """The edition that it has taken in last."""
    key = models.CharField(max_length=60)
    """The key that signed, so that it can also withdraw when its toolkit is not open any more."""
    state = models.CharField(max_length=10, choices=Shown.choices, default=Shown.WAITING)
    told_at = models.DateTimeField(default=timezone.now)
    below = models.JSONField(default=list, blank=True)
    """Who has copied from it, as its own public list tells (domain.toolkit.lineage_map)."""
    next_at = models.DateTimeField(default=timezone.now)
    """When its list is looked at next."""

    objects: ClassVar[models.Manager[RemoteCopy]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("told_at", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "address"), name="one_remote_copy_an_address"),
        ]
        indexes: ClassVar = [models.Index(fields=("next_at",), name="remote_copy_due")]

    def __str__(self) -> str:
        return self.name


class ToldCopy(Posted):
    """What this provider has told, or is about to tell, to the source of its copy on another server."""

    receiver = models.CharField(max_length=500)
    """Public address of the source."""
    toolkit_id = models.CharField(max_length=100)
    edition = models.CharField(max_length=100)
    is_withdrawn = models.BooleanField(default=False)
    """It tells that it is not to be named any more."""

    objects: ClassVar[models.Manager[ToldCopy]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "receiver"), name="told_once_a_receiver"),
        ]
        indexes: ClassVar = [models.Index(fields=("state", "next_at"), name="told_copy_due")]

    def __str__(self) -> str:
        return f"told to {self.receiver}"


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
