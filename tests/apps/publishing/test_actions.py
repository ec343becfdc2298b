"""Opening a toolkit to anyone: packages, statements, keys and records, and taking it all back."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management.utils import get_random_secret_key
from django_scopes import scope

from digivuosi.apps.look import clock
from digivuosi.apps.publishing.actions import Refused, close_to_world, publish_openly, replace_key, sign_again
from digivuosi.apps.publishing.models import OpenEdition, OpenRecord, OpenToolkit, PublisherKey
from digivuosi.apps.publishing.sealing import CannotOpen, seal, unseal
from digivuosi.apps.schools.models import Event
from digivuosi.domain.toolkit.package import read_package
from digivuosi.domain.toolkit.signing import (
    EditionStatement,
    PublicKey,
    Signed,
    SigningKey,
    check_package,
    check_toolkit,
    follow,
    verify,
)
from tests.cast import Municipality
from tests.opened import ADDRESS, MEASURE, TITLE, editions, next_edition

NO_SECOND = pytest.mark.one_database("test_the_log_tells_each_step_and_no_secret takes every step on both")

MOVED = "https://digi.example/open/kuusela/"


def rows(town: Municipality) -> list[OpenEdition]:
    with scope(provider=town.provider):
        return list(OpenEdition.objects.order_by("edition__number").select_related("edition"))


def keys(town: Municipality) -> list[PublisherKey]:
    with scope(provider=town.provider):
        return list(PublisherKey.objects.all())


def record(town: Municipality, kind: str, key: str) -> OpenRecord:
    with scope(provider=town.provider):
        return OpenRecord.objects.get(kind=kind, key=key)


def verified(row: OpenEdition, *known: PublisherKey) -> EditionStatement:
    signed = Signed.from_document(row.signed)
    return verify(signed.statement, signed.signature, [PublicKey.from_text(key.public_key) for key in known])


@NO_SECOND
def test_a_reader_can_check_what_was_opened(opened: Municipality) -> None:
    (row,) = rows(opened)
    statement = verified(row, *keys(opened))
    assert (statement.publisher, statement.edition, statement.number) == (ADDRESS, "2026-1", 1)
    check_package(statement, bytes(row.package))
    check_toolkit(statement, read_package(bytes(row.package)).toolkit)


@NO_SECOND
def test_without_an_edition_there_is_nothing_to_open(kuusela: Municipality) -> None:
    with pytest.raises(Refused):
        publish_openly(by=kuusela.people["coordinator"], provider=kuusela.provider, address=ADDRESS)
    with scope(provider=kuusela.provider):
        assert not OpenToolkit.objects.exists()
        assert not PublisherKey.objects.exists()


def test_a_new_edition_is_open_at_once_with_what_is_new_in_it(opened: Municipality) -> None:
    next_edition(opened)
    first, second = rows(opened)
    assert verified(second, *keys(opened)).number == 2
    assert first.changes["fi"].startswith("Ensimmäinen julkaisuversio, ")
    assert second.changes["fi"] == f"Muutettu: {TITLE}."


def test_an_edition_of_a_closed_toolkit_stays_inside_until_it_is_opened_again(opened: Municipality) -> None:
    by = opened.people["coordinator"]
    close_to_world(by=by, provider=opened.provider)
    next_edition(opened)
    assert len(rows(opened)) == 1
    publish_openly(by=by, provider=opened.provider, address=ADDRESS)
    assert [row.edition.name for row in rows(opened)] == ["2026-1", "2026-2"]
    assert len(keys(opened)) == 1


def test_only_what_changed_gets_a_new_date_and_what_left_is_gone(
    opened: Municipality, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = record(opened, "measure", "autumn-survey").changed_at
    later = before + timedelta(days=3)
    monkeypatch.setattr(clock, "now", lambda: later)
    next_edition(opened)
    assert record(opened, "measure", MEASURE).changed_at == later
    assert record(opened, "toolkit", "").changed_at == later
    assert record(opened, "measure", "autumn-survey").changed_at == before
    close_to_world(by=opened.people["coordinator"], provider=opened.provider)
    with scope(provider=opened.provider):
        assert OpenRecord.objects.exists()
        assert not OpenRecord.objects.filter(is_gone=False).exists()


def test_a_new_key_is_vouched_for_and_signs_everything_anew(opened: Municipality) -> None:
    next_edition(opened)
    replace_key(by=opened.people["coordinator"], provider=opened.provider)
    replace_key(by=opened.people["coordinator"], provider=opened.provider)
    first, second, third = keys(opened)
    vouchers = [Signed.from_document(key.voucher) for key in (second, third)]
    reached = follow(PublicKey.from_text(first.public_key), vouchers, ADDRESS)
    assert [one.to_text() for one in reached] == [first.public_key, second.public_key, third.public_key]
    assert [verified(row, third).number for row in rows(opened)] == [1, 2]


@NO_SECOND
def test_a_retired_key_cannot_sign_any_more(opened: Municipality) -> None:
    replace_key(by=opened.people["coordinator"], provider=opened.provider)
    old, new = keys(opened)
    assert bytes(old.sealed) == b""
    assert old.retired_at is not None
    assert unseal(new.sealed).public.to_text() == new.public_key
    with pytest.raises(CannotOpen):
        unseal(old.sealed)


def test_the_secret_half_is_not_in_the_database_as_it_is(opened: Municipality, settings: Any) -> None:
    (row,) = keys(opened)
    key = unseal(row.sealed)
    assert key.raw not in bytes(row.sealed)
    settings.SECRET_KEY = get_random_secret_key()
    with pytest.raises(CannotOpen):
        unseal(row.sealed)


def test_a_former_secret_key_of_the_server_still_opens_what_it_sealed(settings: Any) -> None:
    key, before = SigningKey.new(), settings.SECRET_KEY
    sealed = seal(key)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = get_random_secret_key(), [before]
    assert unseal(sealed) == key


@NO_SECOND
def test_a_lost_key_never_stops_an_edition_and_a_new_one_begins_without_a_voucher(
    opened: Municipality, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SECRET_KEY = get_random_secret_key()
    with caplog.at_level(logging.WARNING):
        next_edition(opened)
    assert "signing key" in caplog.text
    assert [edition.name for edition in editions(opened)] == ["2026-1", "2026-2"]
    assert len(rows(opened)) == 1
    with pytest.raises(Refused):
        sign_again(by=opened.people["coordinator"], provider=opened.provider, address=MOVED)
    replace_key(by=opened.people["coordinator"], provider=opened.provider)
    old, new = keys(opened)
    assert (old.retired_at is not None, new.voucher) == (True, None)
    assert [verified(row, new).number for row in rows(opened)] == [1, 2]


@NO_SECOND
def test_a_server_that_moved_signs_under_its_new_address(opened: Municipality) -> None:
    sign_again(by=opened.people["coordinator"], provider=opened.provider, address=MOVED)
    (row,) = rows(opened)
    assert verified(row, *keys(opened)).publisher == MOVED


@NO_SECOND
def test_reopening_under_another_address_signs_anew(opened: Municipality) -> None:
    by = opened.people["coordinator"]
    close_to_world(by=by, provider=opened.provider)
    publish_openly(by=by, provider=opened.provider, address=MOVED)
    assert verified(rows(opened)[0], *keys(opened)).publisher == MOVED


def test_the_log_tells_each_step_and_no_secret(opened: Municipality) -> None:
    by = opened.people["coordinator"]
    (first,) = keys(opened)
    secret = unseal(first.sealed).raw
    replace_key(by=by, provider=opened.provider)
    sign_again(by=by, provider=opened.provider, address=MOVED)
    close_to_world(by=by, provider=opened.provider)
    close_to_world(by=by, provider=opened.provider)
    with scope(provider=opened.provider):
        told = list(Event.objects.filter(verb__startswith="publishing.").order_by("pk"))
    assert [event.verb for event in told] == [
        "publishing.open", "publishing.key", "publishing.sign", "publishing.close",
    ]  # fmt: skip
    written = json.dumps([[event.before, event.after] for event in told])
    assert secret.hex() not in written
    assert str(list(secret)) not in written


def test_nothing_is_half_done_when_signing_fails(opened: Municipality, monkeypatch: pytest.MonkeyPatch) -> None:
    before = [row.signed for row in rows(opened)]
    monkeypatch.setattr("digivuosi.apps.publishing.actions.keys.sign_all", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        replace_key(by=opened.people["coordinator"], provider=opened.provider)
    (only,) = keys(opened)
    assert only.retired_at is None
    assert unseal(only.sealed).public.to_text() == only.public_key
    assert [row.signed for row in rows(opened)] == before


def test_datestamps_are_whole_seconds(opened: Municipality) -> None:
    with scope(provider=opened.provider):
        moments = set(OpenRecord.objects.values_list("changed_at", flat=True))
    assert all(moment.microsecond == 0 and moment <= datetime.now(UTC) for moment in moments)
