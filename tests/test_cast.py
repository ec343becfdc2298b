"""The short way to sign in leaves behind what Django's own does."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.test import Client

from tests.cast import BACKEND, Municipality, Someone


def test_signing_in_is_what_django_does(kuusela: Municipality) -> None:
    user = kuusela.people["teacher"]
    by_django = Client()
    by_django.force_login(user, backend=BACKEND)
    type(user).objects.update(last_login=None)
    user.refresh_from_db()
    client = Someone(user)
    assert dict(client.session) == dict(by_django.session)
    first, second = Session.objects.order_by("expire_date")
    assert second.expire_date - first.expire_date < timedelta(minutes=5)
    user.refresh_from_db()
    assert user.last_login is not None
    assert (
        client.get("/kuusela/kivelan-koulu/").status_code == by_django.get("/kuusela/kivelan-koulu/").status_code == 200
    )
