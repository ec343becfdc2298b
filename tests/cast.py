"""The standing cast: the same people in every test, made through the real actions.

`kuusela` is a municipality with two schools. Every person is a Django test client that is signed in, with the
person in `.user`; `signed_out` is a client that nobody has signed in with. `october` stops the clock at
Tuesday 6 October 2026.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from digivuosi.apps.look import clock
from digivuosi.apps.people.actions import make_user
from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.actions import name_holder
from digivuosi.apps.schools.actions import add_member, add_school, start_provider
from digivuosi.apps.schools.models import Provider, School
from tests.snapshots import once

TODAY = date(2026, 10, 6)
YEAR = 2026
PASSWORD = "metsäpolku ja lampi"
BACKEND = "django.contrib.auth.backends.ModelBackend"


class Someone(Client):
    """A client of one person; `as_part` asks as htmx does."""

    def __init__(self, user: User | None = None) -> None:
        super().__init__()
        self.person = user
        if user is not None:
            self.sign_in(user)

    def sign_in(self, user: User) -> None:
        """What `force_login` leaves behind, in two statements: it writes the session three times over, which took a
        third of the time of the page that was then asked for. `tests/test_cast.py` holds the two together.
        """
        now = timezone.now()
        key, data = (
            get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"),
            _session_of(user.pk, user.get_session_auth_hash()),
        )
        expires = now + timedelta(seconds=settings.SESSION_COOKIE_AGE)
        Session.objects.bulk_create([Session(session_key=key, session_data=data, expire_date=expires)])
        User.objects.filter(pk=user.pk).update(last_login=now)
        user.last_login = now
        self.cookies[settings.SESSION_COOKIE_NAME] = key

    @property
    def user(self) -> User:
        assert self.person is not None, "nobody has signed in"
        return self.person


@cache
def _session_of(pk: int, signature: str) -> str:
    """What a session holds of who has signed in, signed; the standing cast has the same numbers in every test."""
    return SessionStore().encode({SESSION_KEY: str(pk), BACKEND_SESSION_KEY: BACKEND, HASH_SESSION_KEY: signature})


@dataclass
class Municipality:
    """A provider with its two schools and people."""

    provider: Provider
    administration: School
    school: School
    other_school: School
    people: dict[str, User] = field(default_factory=dict)

    @property
    def here(self) -> dict[str, str]:
        """Arguments of an address of the first school."""
        return {"provider": self.provider.slug, "school": self.school.slug}


def make_municipality(name: str, slug: str, schools: tuple[str, str], *, is_demo: bool = False) -> Municipality:
    """Make a provider through the actions, with a coordinator, a mentor (of the first school only), a principal, a
    tutor and a teacher at the first school."""

    def person(who: str, title: str) -> User:
        return make_user(
            email=f"{who}@{slug}.example",
            name=title,
            language="fi",
            password=PASSWORD,
            is_verified=True,
        )

    coordinator = person("coordinator", f"Kerttu Koordinaattori, {name}")
    provider = start_provider(by=coordinator, name=name, slug=slug, language="fi", is_demo=is_demo)
    first, second = (add_school(by=coordinator, provider=provider, name=title, pupil_count=300) for title in schools)
    people = {
        "coordinator": coordinator,
        "mentor": person("mentor", "Mikko Mentori"),
        "principal": person("principal", "Riitta Rehtori"),
        "tutor": person("tutor", "Taina Tutor"),
        "teacher": person("teacher", "Olli Opettaja"),
    }
    kinds = {"mentor": "mentor", "principal": "principal", "tutor": "team", "teacher": "teacher"}
    for who, kind in kinds.items():
        add_member(by=coordinator, provider=provider, user=people[who], kind=kind, school=first)
    roles = {"mentor": ["mentor"], "principal": ["principal"], "tutor": ["digital-team", "pedagogical-support"]}
    for who, held in roles.items():
        for kind in held:
            name_holder(by=coordinator, school=first, year=YEAR, kind=kind, user=people[who])
    administration = School.objects.get(provider=provider, is_administration=True)
    name_holder(by=coordinator, school=administration, year=YEAR, kind="coordinator", user=coordinator)
    return Municipality(provider, administration, first, second, people)


@pytest.fixture
def october(monkeypatch: pytest.MonkeyPatch) -> date:
    """Stop the clock of the pages."""
    monkeypatch.setattr(clock, "today", lambda: TODAY)
    return TODAY


@pytest.fixture
def kuusela(db: None, october: date) -> Municipality:
    return once("kuusela", lambda: make_municipality("Kuusela", "kuusela", ("Kivelän koulu", "Rantalan koulu")))


@pytest.fixture
def lahela(db: None, october: date) -> Municipality:
    """Another municipality, whose people have no business in the first."""
    return once("lahela", lambda: make_municipality("Lähelä", "lahela", ("Mäkilän koulu", "Niemen koulu")))


@pytest.fixture
def principal(kuusela: Municipality) -> Someone:
    return Someone(kuusela.people["principal"])


@pytest.fixture
def tutor(kuusela: Municipality) -> Someone:
    """In the digital team, and its pedagogical support person."""
    return Someone(kuusela.people["tutor"])


@pytest.fixture
def teacher(kuusela: Municipality) -> Someone:
    return Someone(kuusela.people["teacher"])


@pytest.fixture
def mentor(kuusela: Municipality) -> Someone:
    """Mentor of the first school, not of the second."""
    return Someone(kuusela.people["mentor"])


@pytest.fixture
def coordinator(kuusela: Municipality) -> Someone:
    return Someone(kuusela.people["coordinator"])


@pytest.fixture
def stranger(lahela: Municipality) -> Someone:
    """The coordinator of another municipality."""
    return Someone(lahela.people["coordinator"])


@pytest.fixture
def signed_out(db: None) -> Someone:
    return Someone()
