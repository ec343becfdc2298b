"""A change is given back: on one server, between servers and as a file; taken by the real merge, or answered."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.networks import giving, sending
from digivuosi.apps.networks.models import Sending, SentSuggestion, Suggestion, SuggestionState
from digivuosi.apps.networks.queries.suggestions import to_suggest
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.toolkit.actions import change_measure
from digivuosi.apps.toolkit.queries import draft_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import content_hash, from_document, to_document
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.merging.values import Taken
from digivuosi.domain.toolkit.suggestions import LARGEST, suggest
from digivuosi.domain.toolkit.toolkit import Measure, Toolkit
from tests.cast import Municipality, Someone
from tests.toolkits import EDITION, give_toolkit, starter

NO_SECOND = pytest.mark.one_database(
    "test_the_publishers_page_takes_what_is_ticked takes changes into a draft on both; which ones is decided before"
)

pytestmark = pytest.mark.django_db
KEY = "autumn-survey"


def with_measure(toolkit: Toolkit, **changes: Any) -> Toolkit:
    measures = tuple(replace(one, **changes) if one.key == KEY else one for one in toolkit.measures)
    return replace(toolkit, measures=measures, _by_key={})


def draft(town: Municipality) -> Toolkit:
    row = draft_of(town.provider)
    assert row is not None
    return from_document(row.document)


def measure(toolkit: Toolkit) -> Measure:
    found = toolkit.measure(KEY)
    assert found is not None
    return found


def version(town: Municipality) -> int:
    row = draft_of(town.provider)
    assert row is not None
    return row.version


def edit(town: Municipality, **changes: Any) -> None:
    """The publisher's own edit of the same measure."""
    made = replace(measure(draft(town)), **changes)
    change_measure(by=town.people["coordinator"], provider=town.provider, key=KEY, measure=made, version=version(town))


def suggested(**changes: Any) -> bytes:
    base = starter().toolkit
    return suggest(base, with_measure(base, **changes), KEY, author="Lähelä", words="Toimii paremmin.").to_bytes()


def came(town: Municipality, **changes: Any) -> Suggestion:
    giving.take_in(provider=town.provider, content=suggested(**changes))
    with scope(provider=town.provider):
        return Suggestion.objects.select_related("provider").get()


@pytest.fixture
def copied(with_toolkit: Municipality, lahela: Municipality) -> Municipality:
    """Lähelä has copied Kuusela's toolkit and published it with other days in one measure."""
    give_toolkit(lahela)
    base = draft(with_toolkit)
    with scope(provider=lahela.provider):
        Fork(
            provider=lahela.provider,
            kind="server",
            source=with_toolkit.provider,
            toolkit_id=base.id,
            publisher="Kuusela",
            first_edition=EDITION,
            edition=EDITION,
            content_hash=content_hash(base),
            base=to_document(with_measure(base, days=3)),
        ).save()
    return lahela


def test_whole_suggestion_is_taken_and_nothing_of_the_draft_is_lost(with_toolkit: Municipality) -> None:
    row = came(with_toolkit, days=17)
    edit(with_toolkit, done_when=Text.of(fi="Kaikki ovat vastanneet."))
    before = draft(with_toolkit)
    by = with_toolkit.people["coordinator"]
    giving.take(by=by, suggestion=row, version=version(with_toolkit), answer="Kiitos!")
    after = draft(with_toolkit)
    assert measure(after) == replace(measure(before), days=17)
    assert [one for one in after.measures if one.key != KEY] == [one for one in before.measures if one.key != KEY]
    row.refresh_from_db()
    assert (row.state, row.answer) == (SuggestionState.TAKEN, "Kiitos!")
    with pytest.raises(Refused):
        giving.decline(by=by, suggestion=row, answer="Ei sittenkään")


@NO_SECOND
def test_one_field_is_taken_and_another_left(with_toolkit: Municipality) -> None:
    row = came(with_toolkit, days=17, done_when=Text.of(fi="Uusi loppu."))
    old = measure(draft(with_toolkit))
    left = [Place("measures", KEY, "days")]
    giving.take(by=with_toolkit.people["coordinator"], suggestion=row, version=version(with_toolkit), without=left)
    assert measure(draft(with_toolkit)).days == old.days
    assert measure(draft(with_toolkit)).done_when.get("fi") == "Uusi loppu."


@NO_SECOND
def test_what_both_have_changed_is_asked_about(with_toolkit: Municipality) -> None:
    row = came(with_toolkit, days=17)
    edit(with_toolkit, days=12)
    by, now = with_toolkit.people["coordinator"], version(with_toolkit)
    with pytest.raises(Refused):
        giving.take(by=by, suggestion=row, version=now)
    assert measure(draft(with_toolkit)).days == 12
    giving.take(by=by, suggestion=row, version=now, choices={Place("measures", KEY, "days"): Taken.THEIRS})
    assert measure(draft(with_toolkit)).days == 17


def test_a_draft_that_moved_on_is_looked_at_anew(with_toolkit: Municipality) -> None:
    row, seen = came(with_toolkit, days=17), version(with_toolkit)
    edit(with_toolkit, days=9)
    with pytest.raises(Refused):
        giving.take(by=with_toolkit.people["coordinator"], suggestion=row, version=seen)
    assert measure(draft(with_toolkit)).days == 9
    row.refresh_from_db()
    assert row.is_open


def test_what_is_taken_can_be_taken_back_in_the_history(with_toolkit: Municipality, coordinator: Someone) -> None:
    row, old = came(with_toolkit, days=17), measure(draft(with_toolkit))
    giving.take(by=coordinator.user, suggestion=row, version=version(with_toolkit))
    with scope(provider=with_toolkit.provider):
        event = Event.objects.filter(verb="draft.change", about_id=KEY).latest("pk")
    url = reverse("schools:provider_undo", kwargs={"provider": "kuusela", "pk": event.pk})
    assert coordinator.post(url).status_code == 302
    assert measure(draft(with_toolkit)) == old


def test_a_whole_suggestion_is_taken_out_of_the_draft_again(
    with_toolkit: Municipality, coordinator: Someone, copied: Municipality
) -> None:
    """Taken back in the history, it is open once more, and who suggested it sees that."""
    own = to_suggest(copied.provider)
    assert own is not None
    made = suggest(own.base, own.toolkit, KEY, author="Lähelä")
    by = copied.people["coordinator"]
    sent = sending.send_suggestion(by=by, provider=copied.provider, fork=own.fork, suggested=made)
    with scope(provider=with_toolkit.provider):
        row = Suggestion.objects.select_related("provider").get()
    edit(with_toolkit, days=3)
    old = draft(with_toolkit)
    giving.take(by=coordinator.user, suggestion=row, version=version(with_toolkit), answer="Kiitos!")
    assert draft(with_toolkit) != old
    assert sending.look_after.func(sent.pk) == Sending.ANSWERED
    with scope(provider=with_toolkit.provider):
        event = Event.objects.get(verb="suggestion.take")
    url = reverse("schools:provider_undo", kwargs={"provider": "kuusela", "pk": event.pk})
    assert coordinator.post(url).status_code == 302
    assert draft(with_toolkit) == old
    row.refresh_from_db()
    assert (row.state, row.answer, row.answered_at) == (SuggestionState.READ, "", None)
    assert sending.look_after_due() == 1, "the one who suggested it is told at the next round"
    sent.refresh_from_db()
    assert (sent.state, sent.outcome, sent.answer) == (Sending.SENT, SuggestionState.READ, "")
    page = Someone(by).get(reverse("networks:suggestions", kwargs={"provider": "lahela"})).content.decode()
    assert "Kiitos!" not in page
    giving.take(by=coordinator.user, suggestion=row, version=version(with_toolkit))
    assert measure(draft(with_toolkit)).days == 10


@NO_SECOND
def test_changes_that_are_taken_back_one_by_one_open_it_with_the_last(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    base = starter().toolkit
    theme = replace(base.themes[0], key="new-theme", title=Text.of(fi="Uusi teema", sv="Nytt tema", en="New theme"))
    ours = with_measure(replace(base, themes=(*base.themes, theme), _by_key={}), theme="new-theme")
    giving.take_in(provider=with_toolkit.provider, content=suggest(base, ours, KEY, author="Lähelä").to_bytes())
    with scope(provider=with_toolkit.provider):
        row = Suggestion.objects.select_related("provider").get()
    giving.take(by=coordinator.user, suggestion=row, version=version(with_toolkit))
    with scope(provider=with_toolkit.provider):
        changes = list(Event.objects.filter(verb__startswith="draft.").order_by("-pk")[:2])
    states = []
    for event in changes:
        coordinator.post(reverse("schools:provider_undo", kwargs={"provider": "kuusela", "pk": event.pk}))
        row.refresh_from_db()
        states.append(row.state)
    assert states == [SuggestionState.TAKEN, SuggestionState.READ]


@NO_SECOND
def test_what_would_break_the_draft_is_not_taken(with_toolkit: Municipality) -> None:
    row = came(with_toolkit, theme="no-such-theme")
    before = draft(with_toolkit)
    with pytest.raises(Refused):
        giving.take(by=with_toolkit.people["coordinator"], suggestion=row, version=version(with_toolkit))
    assert draft(with_toolkit) == before


@NO_SECOND
def test_new_things_that_a_measure_needs_come_along(with_toolkit: Municipality) -> None:
    base = starter().toolkit
    theme = replace(base.themes[0], key="new-theme", title=Text.of(fi="Uusi teema", sv="Nytt tema", en="New theme"))
    ours = with_measure(replace(base, themes=(*base.themes, theme), _by_key={}), theme="new-theme")
    giving.take_in(provider=with_toolkit.provider, content=suggest(base, ours, KEY, author="Lähelä").to_bytes())
    with scope(provider=with_toolkit.provider):
        row = Suggestion.objects.select_related("provider").get()
    giving.take(by=with_toolkit.people["coordinator"], suggestion=row, version=version(with_toolkit))
    assert draft(with_toolkit).theme("new-theme") == theme
    assert measure(draft(with_toolkit)).theme == "new-theme"


@NO_SECOND
@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{}", b"[" * 9_000, b"x" * (LARGEST + 1), json.dumps({"format": "digivuosi-suggestion/1"}).encode()],
)
def test_what_is_no_suggestion_is_refused(with_toolkit: Municipality, content: bytes) -> None:
    with pytest.raises(Refused):
        giving.take_in(provider=with_toolkit.provider, content=content)
    with scope(provider=with_toolkit.provider):
        assert not Suggestion.objects.exists()


def test_the_same_again_is_the_same_one(with_toolkit: Municipality) -> None:
    first = giving.take_in(provider=with_toolkit.provider, content=suggested(days=17))
    second = giving.take_in(provider=with_toolkit.provider, content=suggested(days=17))
    assert first != second
    with scope(provider=with_toolkit.provider):
        (row,) = Suggestion.objects.all()
    assert first not in str(vars(row))
    assert second not in str(vars(row))


def test_on_one_server_the_answer_comes_back(copied: Municipality, with_toolkit: Municipality) -> None:
    own = to_suggest(copied.provider)
    assert own is not None
    assert [one.key for one in own.measures] == [KEY]
    sender = Someone(copied.people["coordinator"])
    url = reverse("networks:suggest", kwargs={"provider": "lahela", "key": KEY})
    assert "3 → 10" in sender.get(url).content.decode()
    assert sender.post(url, {"words": "Kokeilimme tätä.", "send": "1"}).status_code == 302
    with scope(provider=with_toolkit.provider):
        row = Suggestion.objects.select_related("provider").get()
    assert (row.sender, row.sender_name) == (copied.provider, "Lähelä")
    giving.decline(by=with_toolkit.people["coordinator"], suggestion=row, answer="Meillä kymmenen päivää on liikaa.")
    with scope(provider=copied.provider):
        sent = SentSuggestion.objects.get()
    assert sending.look_after.func(sent.pk) == Sending.ANSWERED
    page = sender.get(reverse("networks:suggestions", kwargs={"provider": "lahela"})).content.decode()
    assert "Meillä kymmenen päivää on liikaa." in page


def asked(page: str) -> list[str]:
    """The fields of a page that shows a suggestion."""
    return sorted(set(re.findall(r'name="((?:take|choice)-[0-9a-f]+)"', page)))


def test_the_publishers_page_takes_what_is_ticked(with_toolkit: Municipality, coordinator: Someone) -> None:
    row = came(with_toolkit, days=17, done_when=Text.of(fi="Uusi loppu."))
    here = {"provider": "kuusela", "suggestion": row.pk}
    page = coordinator.get(reverse("networks:suggestion", kwargs=here)).content.decode()
    assert "Toimii paremmin." in page
    row.refresh_from_db()
    assert row.state == SuggestionState.READ
    days = next(name for name in asked(page) if "17" in page.split(f'for="id_{name}"')[1].split("</label>")[0])
    sent = {"version": version(with_toolkit), "answer": "", days: "on"}
    assert coordinator.post(reverse("networks:take", kwargs=here), sent).status_code == 302
    assert measure(draft(with_toolkit)).days == 17
    assert measure(draft(with_toolkit)).done_when != Text.of(fi="Uusi loppu.")


@NO_SECOND
def test_words_to_the_sender_are_kept_when_the_draft_has_moved_on(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    row, seen = came(with_toolkit, days=17), version(with_toolkit)
    edit(with_toolkit, done_when=Text.of(fi="Kaikki ovat vastanneet."))
    way = reverse("networks:take", kwargs={"provider": "kuusela", "suggestion": row.pk})
    shown = coordinator.get(reverse("networks:suggestion", kwargs={"provider": "kuusela", "suggestion": row.pk}))
    sent = dict.fromkeys(asked(shown.content.decode()), "on") | {"answer": "Kiitos, hyvä havainto."}
    answer = coordinator.post(way, {**sent, "version": seen})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Luonnos on muuttunut" in page
    assert "Kiitos, hyvä havainto." in page
    assert f'name="version" value="{version(with_toolkit)}"' in page
    assert measure(draft(with_toolkit)).days != 17
    assert coordinator.post(way, {**sent, "version": version(with_toolkit)}).status_code == 302
    assert measure(draft(with_toolkit)).days == 17


@NO_SECOND
def test_what_was_ticked_and_chosen_is_kept_where_it_still_applies(
    with_toolkit: Municipality, coordinator: Someone
) -> None:
    row = came(with_toolkit, days=17, done_when=Text.of(fi="Uusi loppu."))
    edit(with_toolkit, days=9)
    here = {"provider": "kuusela", "suggestion": row.pk}
    page = coordinator.get(reverse("networks:suggestion", kwargs=here)).content.decode()
    (choice,) = (name for name in asked(page) if name.startswith("choice-"))
    takes = [name for name in asked(page) if name.startswith("take-")]
    offered = page.split('name="offered" value="')[1].split('"')[0]
    sent = {"version": version(with_toolkit), "offered": offered, "answer": "Kiitos.", choice: "theirs"}
    edit(with_toolkit, title=Text.of(fi="Syksyn kysely"))
    way = reverse("networks:take", kwargs=here)
    answer = coordinator.post(way, sent)
    assert answer.status_code == 409
    again = answer.content.decode()
    chosen = {words for words in re.findall(r"<input[^>]*>", again) if "checked" in words}
    assert [re.findall(r'(?:name|value)="([^"]*)"', words) for words in chosen] == [[choice, "theirs"]]
    assert set(takes) <= set(asked(again)), "what was left without a tick is asked, and stays without one"
    edit(with_toolkit, days=8)
    page = coordinator.post(way, sent | {"version": version(with_toolkit) - 1}).content.decode()
    assert choice not in asked(page), "another value of ours is another question"
    assert not any("checked" in words for words in re.findall(r"<input[^>]*>", page))


@NO_SECOND
def test_a_file_that_came_by_mail(copied: Municipality, with_toolkit: Municipality, coordinator: Someone) -> None:
    url = reverse("networks:suggest", kwargs={"provider": "lahela", "key": KEY})
    saved = Someone(copied.people["coordinator"]).post(url, {"words": "", "file": "1"})
    assert "suggestion.json" in saved.headers["Content-Disposition"]
    file = SimpleUploadedFile("s.json", saved.content)
    here = reverse("networks:suggestions", kwargs={"provider": "kuusela"})
    assert coordinator.post(here, {"file": file}).status_code == 302
    assert "Lähelä" in coordinator.get(here).content.decode()
    broken = coordinator.post(here, {"file": SimpleUploadedFile("s.json", b"{}")})
    assert broken.status_code == 422
