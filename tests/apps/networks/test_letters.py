"""Letters from other servers: signed by the key at their sender's address, good once, and limited."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django_scopes import scope
from pytest_django import Settings

from digivuosi.apps.look import clock
from digivuosi.apps.networks import giving, receiving
from digivuosi.apps.networks.models import IncomingLetter, Suggestion
from digivuosi.domain.toolkit.letters import LONGEST_LETTER, Kind
from digivuosi.domain.toolkit.signing import SigningKey
from tests.apps.subscribing.servers import Place, reply, serving
from tests.cast import Municipality, Someone

from .letters import ended, post, remote, suggested
from .towns import LETTERS, Sender, held

NO_SECOND = pytest.mark.one_database(
    "refused before anything is stored; test_what_has_come_once_does_not_come_again asks the rows of both"
)

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


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

    @NO_SECOND
    def test_one_without_a_signature_is_refused_at_once(self, source: Municipality) -> None:
        answer = post(suggested(source).encode())
        assert answer.status_code == 422
        assert "allekirjoitettu" in answer.json()["words"]
        with scope(provider=source.provider):
            assert not IncomingLetter.objects.exists()

    @NO_SECOND
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
            answer = post(Sender(inside).copy(held(source).id))
            assert (answer.status_code, answer.json()["state"]) == (422, "refused")
            assert inside.asked == []
        assert not remote(source)

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

    @NO_SECOND
    def test_it_is_shut_unless_the_toolkit_is_open(self, with_toolkit: Municipality, place: Place) -> None:
        assert post(Sender(place).copy(held(with_toolkit).id)).status_code == 404

    @NO_SECOND
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
