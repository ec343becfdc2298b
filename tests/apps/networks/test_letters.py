"""Letters from other servers: signed by the key at their sender's address, good once, and limited."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope
from pytest_django import Settings

from digivuosi.apps.look import clock
from digivuosi.apps.networks import giving, posting, receiving, remote_copies, sending, telling
from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.models import (
    IncomingLetter,
    RemoteCopy,
    Sending,
    SentSuggestion,
    Shown,
    Suggestion,
    SuggestionState,
    ToldCopy,
)
from digivuosi.apps.networks.queries.lineage import copies_of, public_copies
from digivuosi.apps.networks.queries.suggestions import to_suggest
from digivuosi.apps.publishing.actions import close_to_world
from digivuosi.apps.sharing.models import Fork
from digivuosi.domain.toolkit.letters import LONGEST_LETTER, Kind, Letter
from digivuosi.domain.toolkit.lineage_map import Node, list_of
from digivuosi.domain.toolkit.signing import SigningKey
from digivuosi.domain.toolkit.suggestions import suggest
from tests.apps.subscribing.servers import Place, reply, serving
from tests.cast import Municipality, Someone

from .towns import HERE, KEY, LETTERS, Sender, copied_from, held, open_up

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


@pytest.fixture
def place(settings: Settings) -> Iterator[Place]:
    with serving() as made:
        settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{made.port}"]
        yield made


@pytest.fixture
def source(with_toolkit: Municipality) -> Municipality:
    open_up(with_toolkit)
    return with_toolkit


def post(letter: Letter | bytes, **more: Any) -> Any:
    content = letter if isinstance(letter, bytes) else letter.to_bytes()
    return Someone(None).post(LETTERS, content, content_type=more.pop("content_type", "application/json"))


def ended(answer: Any) -> dict[str, Any]:
    """What the sender hears when it asks."""
    assert answer.status_code == 201, answer.content
    told: dict[str, Any] = Someone(None).get(answer.json()["answer"]).json()
    return told


def suggested(town: Municipality, days: int = 17) -> str:
    from tests.pages.examples_networks import changed

    base = held(town)
    return suggest(base, changed(base, days), KEY, author="Väärä nimi").to_bytes().decode()


def remote(town: Municipality) -> list[RemoteCopy]:
    with scope(provider=town.provider):
        return list(RemoteCopy.objects.all())


class TestSuggestions:
    def test_a_signed_one_is_left_and_its_answer_asked_for(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        answer = post(sender.letter(Kind.SUGGESTION, suggested(source)))
        assert ended(answer)["state"] == "unread"
        with scope(provider=source.provider):
            row = Suggestion.objects.select_related("provider").get()
        assert (row.sender_name, row.sender_address) == ("Lähelä", sender.address)
        page = Someone(source.people["coordinator"]).get(
            reverse("networks:suggestion", kwargs={"provider": "kuusela", "suggestion": row.pk})
        )
        assert sender.address in page.content.decode()
        giving.decline(by=source.people["coordinator"], suggestion=row, answer="Kiitos, ei nyt.")
        assert ended(answer) == {"state": "declined", "words": "Kiitos, ei nyt."}
        where = answer.json()["answer"]
        assert Someone(None).get(where.replace("kuusela", "lahela")).status_code == 404
        assert Someone(None).get(where[:-4] + "xxx/").status_code == 404

    def test_one_without_a_signature_is_refused_at_once(self, source: Municipality) -> None:
        answer = post(suggested(source).encode())
        assert answer.status_code == 422
        assert "allekirjoitettu" in answer.json()["words"]
        with scope(provider=source.provider):
            assert not IncomingLetter.objects.exists()

    def test_what_another_key_signed_is_refused(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        told = ended(post(sender.letter(Kind.SUGGESTION, suggested(source), key=SigningKey.new())))
        assert told["state"] == "refused"
        assert told["words"]
        assert set(told["texts"]) == {"fi", "sv", "en"}
        with scope(provider=source.provider):
            assert not Suggestion.objects.exists()

    def test_what_has_come_once_does_not_come_again(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        first = sender.letter(Kind.SUGGESTION, suggested(source))
        second = sender.letter(Kind.SUGGESTION, suggested(source, 18))
        assert ended(post(second))["state"] == "unread"
        for letter in (second, first):
            answer = post(letter)
            assert answer.status_code == 422
            assert "jo tullut" in answer.json()["words"]
        with scope(provider=source.provider):
            assert Suggestion.objects.count() == 1

    def test_two_that_are_checked_at_once_pass_once(
        self, source: Municipality, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Both were let in before either was checked; the ledger decides."""
        letter = Sender(place).copy(held(source).id)
        monkeypatch.setattr(receiving.check_letter.__class__, "enqueue", lambda *_: None)
        answers = [post(letter), post(letter)]
        with scope(provider=source.provider):
            rows = list(IncomingLetter.objects.order_by("pk").values_list("pk", flat=True))
        assert [receiving.check_letter.func(pk) for pk in rows] == ["taken", "refused"]
        assert ended(answers[1])["state"] == "refused"


class TestWhoSpeaks:
    def test_keys_of_another_at_the_address(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        sender.show(publisher="https://somebody.example/open/else/")
        assert ended(post(sender.copy(held(source).id)))["state"] == "refused"
        assert not remote(source)

    def test_a_redirect_does_not_speak_for_the_address(
        self, source: Municipality, place: Place, settings: Settings
    ) -> None:
        """Somebody's server leads on to another one: that one's key is not the key of the address."""
        with serving() as elsewhere:
            settings.FETCH_ALLOWED_HOSTS = [f"127.0.0.1:{place.port}", f"127.0.0.1:{elsewhere.port}"]
            thief = Sender(elsewhere)
            victim = f"{place.origin}/open/lahela/"
            thief.show(publisher=victim)
            place.answers["/open/lahela/keys.json"] = lambda handler: reply(
                handler, b"", 302, Location=f"{elsewhere.origin}/open/lahela/keys.json"
            )
            told = ended(post(thief.copy(held(source).id, sender=victim)))
        assert told["state"] == "refused"
        assert not remote(source)

    def test_nobody_inside_is_called(self, source: Municipality, settings: Settings) -> None:
        with serving() as inside:
            settings.FETCH_ALLOWED_HOSTS = []
            assert ended(post(Sender(inside).copy(held(source).id)))["state"] == "refused"
            assert inside.asked == []

    def test_a_server_that_is_down_is_asked_again(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        place.gives("/open/lahela/keys.json", b"", 503)
        answer = post(sender.copy(held(source).id))
        assert ended(answer)["state"] == "checking"
        sender.show()
        with scope(provider=source.provider):
            IncomingLetter.objects.update(next_at=clock.now())
        assert receiving.check_due() == 1
        assert ended(answer)["state"] == "taken"

    def test_what_is_too_large_or_no_letter(self, source: Municipality) -> None:
        assert post(b"x" * (LONGEST_LETTER + 1)).status_code == 413
        assert post(b"{}", content_type="text/plain").status_code == 415
        assert post(b"[]").status_code == 422
        assert Someone(None).get(LETTERS).status_code == 405

    def test_it_is_shut_unless_the_toolkit_is_open(self, with_toolkit: Municipality, place: Place) -> None:
        assert post(Sender(place).copy(held(with_toolkit).id)).status_code == 404

    def test_a_letter_to_another_or_of_long_ago(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        assert post(sender.copy("x", receiver="http://testserver/open/lahela/")).status_code == 422
        assert post(sender.copy("x", sent=clock.now() - timedelta(days=3))).status_code == 422

    def test_too_many_are_sent_away(self, source: Municipality, settings: Settings) -> None:
        settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "letter": "2/h/ip"}
        assert [post(b"{}").status_code for _time in range(4)] == [422, 422, 429, 429]

    def test_a_full_box_takes_no_more(
        self, source: Municipality, place: Place, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(receiving, "MOST_WAITING", 2)
        sender = Sender(place)
        place.gives("/open/lahela/keys.json", b"", 503)
        assert [post(sender.copy(held(source).id)).status_code for _time in range(3)] == [201, 201, 422]


class TestCopies:
    def test_it_is_shown_once_the_publisher_says_so(self, source: Municipality, place: Place) -> None:
        sender, someone = Sender(place), Someone(source.people["coordinator"])
        assert ended(post(sender.copy(held(source).id)))["state"] == "taken"
        (row,) = remote(source)
        assert (row.name, row.address, row.state) == ("Lähelä", sender.address, Shown.WAITING)
        assert copies_of(source.provider) == ()
        here = reverse("networks:copies", kwargs={"provider": "kuusela"})
        assert sender.address in someone.get(here).content.decode()
        url = reverse("networks:answer_copy", kwargs={"provider": "kuusela", "copy": row.pk})
        assert someone.post(url, {"verb": "show"}).status_code == 302
        assert [one.name for one in copies_of(source.provider)] == ["Lähelä"]
        assert '<svg class="lineage-map"' in someone.get(here).content.decode()
        someone.post(url, {"verb": "hide"})
        assert copies_of(source.provider) == ()

    def test_another_name_is_looked_at_anew(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        post(sender.copy(held(source).id))
        (row,) = remote(source)
        remote_copies.answer_copy(by=source.people["coordinator"], provider=source.provider, copy=row.pk, shown=True)
        post(sender.copy(held(source).id, "2027-1"))
        (row,) = remote(source)
        assert (row.edition, row.state) == ("2027-1", Shown.SHOWN)
        post(sender.copy(held(source).id, name="Kuuselan kaupunki"))
        (row,) = remote(source)
        assert (row.name, row.state) == ("Kuuselan kaupunki", Shown.WAITING)

    def test_a_copy_of_something_else(self, source: Municipality, place: Place) -> None:
        assert ended(post(Sender(place).copy("another-toolkit")))["state"] == "refused"
        assert not remote(source)

    def test_who_has_closed_its_toolkit_can_withdraw(self, source: Municipality, place: Place) -> None:
        sender = Sender(place)
        post(sender.copy(held(source).id))
        sender.close()
        stranger = Sender(place, "Muu", "muu")
        assert (
            ended(post(stranger.letter(Kind.WITHDRAWAL, "{}", sender=sender.address, number=9_000)))["state"]
            == "refused"
        )
        assert remote(source)
        assert ended(post(sender.withdrawal(held(source).id)))["state"] == "taken"
        assert not remote(source)

    def test_copies_of_a_copy_stand_below_it(self, source: Municipality, place: Place) -> None:
        sender, by = Sender(place), source.people["coordinator"]
        post(sender.copy(held(source).id))
        (row,) = remote(source)
        remote_copies.answer_copy(by=by, provider=source.provider, copy=row.pk, shown=True)
        # One of them says that Kuusela is a copy of it: it does not go round.
        nodes = (Node("Niemi", "3", "http://niemi.example/open/niemi/"), Node("Kuusela", "1", HERE))
        place.gives("/open/lahela/copies.json", json.dumps(list_of(nodes)).encode())
        assert remote_copies.look_due() == 1
        (found,) = copies_of(source.provider)
        assert [one.name for one in found.copies] == ["Niemi"]
        set_consent(by=by, provider=source.provider, tells=False, shows=True)
        assert public_copies("kuusela") is not None
        told = Someone(None).get("/open/kuusela/copies.json").json()
        assert told["copies"][0]["copies"][0]["name"] == "Niemi"
        page = Someone(None).get("/open/kuusela/copies/").content.decode()
        assert page.count("Niemi") == 2, "on the map and in the list"
        place.gives("/open/lahela/copies.json", b"no list")
        assert remote_copies.look_at_list.func(row.pk) == "bad-list"
        assert copies_of(source.provider)[0].copies, "what was known is kept"
        place.gives("/open/lahela/copies.json", b"", 404)
        assert remote_copies.look_at_list.func(row.pk) == "not shown"
        assert copies_of(source.provider)[0].copies == ()


class TestTelling:
    """Lähelä is here, its source is on the other server; what it posts is given to Kuusela by hand."""

    @pytest.fixture
    def lahela_copies(self, with_toolkit: Municipality, lahela: Municipality, place: Place) -> Municipality:
        open_up(with_toolkit, f"{place.origin}/open/kuusela/")
        return copied_from(with_toolkit, lahela, kind="address", address=f"{place.origin}/open/kuusela/editions.atom")

    def told(self, town: Municipality) -> ToldCopy:
        with scope(provider=town.provider):
            return ToldCopy.objects.get()

    def consent(self, town: Municipality, tells: bool) -> None:
        url = reverse("networks:copies", kwargs={"provider": town.provider.slug})
        data = {"tells": "on"} if tells else {}
        assert Someone(town.people["coordinator"]).post(url, data).status_code == 302

    def test_nothing_leaves_before_the_toolkit_is_open(self, lahela_copies: Municipality, place: Place) -> None:
        self.consent(lahela_copies, tells=True)
        assert place.asked == []
        page = Someone(lahela_copies.people["coordinator"]).get("/lahela/copies/").content.decode()
        assert "/lahela/publishing/" in page.split("<main")[1]

    def test_it_tells_follows_editions_and_withdraws(self, lahela_copies: Municipality, place: Place) -> None:
        open_up(lahela_copies, f"{place.origin}/open/lahela/")
        place.gives(LETTERS, json.dumps({"state": "checking", "answer": f"{LETTERS}secret/"}).encode(), 201)
        self.consent(lahela_copies, tells=True)
        said = [json.loads(body) for method, _path, _headers, body in place.asked if method == "POST"]
        assert [json.loads(one["signed"]["statement"])["kind"] for one in said] == ["copy"]
        assert json.loads(one_statement(said[0]))["sender"] == f"{place.origin}/open/lahela/"
        row = self.told(lahela_copies)
        assert row.state == Sending.SENT
        place.gives(f"{LETTERS}secret/", json.dumps({"state": "taken"}).encode())
        assert telling.tell.func(row.pk) == Sending.ANSWERED
        posts = len(place.asked)
        telling.tell_due()
        assert len(place.asked) == posts, "nothing new, nothing told"
        with scope(provider=lahela_copies.provider):
            Fork.objects.update(edition="2027-1")
        telling.tell_due()
        assert json.loads(json.loads(place.asked[-1][3])["body"])["edition"] == "2027-1"
        close_to_world(by=lahela_copies.people["coordinator"], provider=lahela_copies.provider)
        self.consent(lahela_copies, tells=False)
        assert json.loads(one_statement(json.loads(place.asked[-1][3])))["kind"] == "withdrawal"
        numbers = [json.loads(one_statement(json.loads(b)))["number"] for m, _p, _h, b in place.asked if m == "POST"]
        assert numbers == sorted(set(numbers)), "each number is higher than the one before"

    def test_what_is_refused_is_told_with_the_words(self, lahela_copies: Municipality, place: Place) -> None:
        open_up(lahela_copies, f"{place.origin}/open/lahela/")
        place.gives(LETTERS, json.dumps({"state": "refused", "words": "Ei kelpaa.\x07"}).encode(), 422)
        self.consent(lahela_copies, tells=True)
        row = self.told(lahela_copies)
        assert row.state == Sending.FAILED
        assert row.problem_words.get("fi").endswith("Ei kelpaa.")
        assert "Ei kelpaa." in Someone(lahela_copies.people["coordinator"]).get("/lahela/copies/").content.decode()

    def test_a_suggestion_is_posted_signed_and_its_answer_fetched(
        self, lahela_copies: Municipality, with_toolkit: Municipality, place: Place
    ) -> None:
        own = to_suggest(lahela_copies.provider)
        assert own is not None
        made = suggest(own.base, own.toolkit, KEY, author="Lähelä")
        by = lahela_copies.people["coordinator"]
        with pytest.raises(sending.Refused):
            sending.send_suggestion(by=by, provider=lahela_copies.provider, fork=own.fork, suggested=made)
        open_up(lahela_copies, f"{place.origin}/open/lahela/")
        place.gives("/open/lahela/keys.json", Someone(None).get("/open/lahela/keys.json").content)
        place.gives(LETTERS, b"", 503)
        sent = sending.send_suggestion(by=by, provider=lahela_copies.provider, fork=own.fork, suggested=made)
        sent.refresh_from_db()
        assert (sent.state, sent.failures) == (Sending.WAITING, 1)
        # What it posted is what the real publisher takes, and the publisher's real answers are what it reads.
        real = Someone(None).post(LETTERS, place.asked[-1][3], content_type="application/json")
        answer = real.json()["answer"]
        place.gives(LETTERS, json.dumps({"state": "checking", "answer": answer}).encode(), 201)
        assert sending.look_after.func(sent.pk) == Sending.SENT
        with scope(provider=with_toolkit.provider):
            row = Suggestion.objects.select_related("provider").get()
        assert row.sender_address == f"{place.origin}/open/lahela/"
        place.gives(answer, Someone(None).get(answer).content)
        assert sending.look_after.func(sent.pk) == Sending.SENT
        giving.decline(by=with_toolkit.people["coordinator"], suggestion=row, answer="Kiitos, ei nyt.")
        place.gives(answer, Someone(None).get(answer).content)
        assert sending.look_after.func(sent.pk) == Sending.ANSWERED
        sent.refresh_from_db()
        assert (sent.outcome, sent.answer) == (SuggestionState.DECLINED, "Kiitos, ei nyt.")
        assert sending.look_after.func(sent.pk) == "done"

    def test_a_server_that_is_down_is_tried_again_and_given_up_at_last(
        self, lahela_copies: Municipality, place: Place
    ) -> None:
        open_up(lahela_copies, f"{place.origin}/open/lahela/")
        place.gives(LETTERS, b"", 503)
        own = to_suggest(lahela_copies.provider)
        assert own is not None
        sent = sending.send_suggestion(
            by=lahela_copies.people["coordinator"],
            provider=lahela_copies.provider,
            fork=own.fork,
            suggested=suggest(own.base, own.toolkit, KEY, author="Lähelä"),
        )
        states = [sending.look_after.func(sent.pk) for _time in range(7)]
        assert states == ["waiting"] * 6 + ["failed"]
        assert sending.look_after.func(sent.pk) == "done"
        with scope(provider=lahela_copies.provider):
            assert SentSuggestion.objects.get().problem_words.get("fi")

    def test_a_suggestion_that_is_refused_later_is_told_so(self, lahela_copies: Municipality, place: Place) -> None:
        open_up(lahela_copies, f"{place.origin}/open/lahela/")
        place.gives(LETTERS, json.dumps({"answer": f"{LETTERS}s/"}).encode(), 201)
        own = to_suggest(lahela_copies.provider)
        assert own is not None
        made = suggest(own.base, own.toolkit, KEY, author="Lähelä")
        by = lahela_copies.people["coordinator"]
        sent = sending.send_suggestion(by=by, provider=lahela_copies.provider, fork=own.fork, suggested=made)
        told = {"state": "refused", "words": "x", "texts": {"fi": "Väärä avain.", "sv": "Fel nyckel."}}
        place.gives(f"{LETTERS}s/", json.dumps(told).encode())
        assert sending.look_after.func(sent.pk) == Sending.FAILED
        sent.refresh_from_db()
        assert sent.problem_words.get("sv").endswith("Fel nyckel.")


def one_statement(envelope: dict[str, Any]) -> str:
    return str(envelope["signed"]["statement"])


def test_a_copy_that_came_as_a_file_has_nobody_to_tell(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied_from(with_toolkit, lahela, kind="file")
    with scope(provider=lahela.provider):
        assert posting.receiver_of(Fork.objects.get()) == ""
