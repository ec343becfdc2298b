from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from digivuosi.apps.schools.slugs import validate_provider_slug, validate_school_slug
from digivuosi.apps.schools.tenant import ProviderOwned


class Provider(models.Model):
    """The municipality (or other body) that runs schools; the tenant."""

    slug = models.SlugField(_("address"), max_length=60, unique=True, validators=[validate_provider_slug])
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES, default="fi")
    contact = models.EmailField(_("contact e-mail"), blank=True)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class School(models.Model):
    """A school, or the provider's administration (which has a year and a wheel of its own)."""

    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="schools")
    slug = models.SlugField(_("address"), max_length=60, validators=[validate_school_slug])
    name = models.CharField(_("name"), max_length=120)
    languages = models.CharField(
        _("languages"),
        max_length=10,
        default="fi",
        help_text=_("for example fi, or fi,sv"),
    )
    pupil_count = models.PositiveIntegerField(_("number of pupils"), null=True, blank=True)
    is_administration = models.BooleanField(default=False)
    is_wheel_public = models.BooleanField(_("the wheel is public"), default=False)
    is_active = models.BooleanField(default=True)

    class Meta:
        ordering = ("-is_administration", "name")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "slug"), name="school_slug_once_in_provider"),
            models.UniqueConstraint(fields=("provider", "name"), name="school_name_once_in_provider"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipKind(models.TextChoices):
    COORDINATOR = "coordinator", _("coordinator")
    MENTOR = "mentor", _("digital mentor")
    PRINCIPAL = "principal", _("principal")
    TEAM = "team", _("digital team")
    TEACHER = "teacher", _("teacher")


class Membership(models.Model):
    """What a person may do: at one school, or (school empty) in the whole provider."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    provider = models.ForeignKey(Provider, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="memberships")
    kind = models.CharField(max_length=20, choices=MembershipKind.choices)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("user", "provider", "school", "kind"), name="membership_once"),
            # Databases hold two empty schools to be different, so the provider's own members need a second rule.
            models.UniqueConstraint(
                fields=("user", "provider", "kind"),
                condition=models.Q(school__isnull=True),
                name="membership_of_provider_once",
            ),
            models.CheckConstraint(
                name="coordinator_is_of_the_provider",
                condition=models.Q(kind="coordinator", school__isnull=True)
                | (~models.Q(kind="coordinator") & models.Q(school__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class Invitation(ProviderOwned):
    """An invited person's way in; the membership exists already, only the hash of the secret is kept."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    LIVES: ClassVar = timedelta(days=14)
    """How long the link in the mail works."""

    name = models.CharField(max_length=150, blank=True)
    """The name that the inviter wrote; shown until the person has come."""
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(default=timezone.now)
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Invitation]] = ScopedManager(provider="provider")

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class CalendarYear(ProviderOwned):
    """The provider's calendar of one school year, as the document of `domain.schoolyear.SchoolYear`."""

    starts = models.PositiveSmallIntegerField(_("year of 1 August"))
    document = models.JSONField()
    changed_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager[CalendarYear]] = ScopedManager(provider="provider")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("provider", "starts"), name="one_calendar_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.starts}–{self.starts + 1}"


class Event(ProviderOwned):
    """What was done, by whom, with the state before and after; the ground of history and undo."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    verb = models.CharField(max_length=60)
    about_kind = models.CharField(max_length=60)
    about_id = models.CharField(max_length=80)
    about_title = models.CharField(max_length=300, blank=True)
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    undoes = models.OneToOneField("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="undone_by")

    objects: ClassVar[models.Manager[Event]] = ScopedManager(provider="provider")

    class Meta:
        ordering = ("-at", "-pk")
        indexes: ClassVar = [
            models.Index(fields=("provider", "school", "-at"), name="event_of_school"),
            models.Index(fields=("about_kind", "about_id"), name="event_about"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.about_kind} {self.about_id}"
