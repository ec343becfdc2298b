"""Letters to other servers: that a toolkit is a copy, and suggestions; tried again, and their answers fetched."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.networks import giving, posting, sending, telling
from digivuosi.apps.networks.models import Sending, SentSuggestion, Suggestion, SuggestionState, ToldCopy
from digivuosi.apps.networks.queries.suggestions import to_suggest
from digivuosi.apps.publishing.actions import close_to_world
from digivuosi.apps.sharing.models import Fork
from digivuosi.domain.toolkit.suggestions import suggest
from tests.apps.subscribing.servers import Place
from tests.cast import Municipality, Someone

from .towns import KEY, LETTERS, copied_from, open_up

NO_SECOND = pytest.mark.one_database(
    "test_it_tells_follows_editions_and_withdraws writes the same rows on both; this asks what is said of an answer"
)

pytestmark = [pytest.mark.django_db, pytest.mark.allow_hosts(["127.0.0.1"])]


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

    @NO_SECOND
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

    @NO_SECOND
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

    @NO_SECOND
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


@NO_SECOND
def test_a_copy_that_came_as_a_file_has_nobody_to_tell(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied_from(with_toolkit, lahela, kind="file")
    with scope(provider=lahela.provider):
        assert posting.receiver_of(Fork.objects.get()) == ""
