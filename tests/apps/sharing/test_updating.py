"""A new edition of the source: what is taken goes into the draft, and nothing of one's own is lost."""

from __future__ import annotations

import pytest
from django_scopes import scope

from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.models import Event
from digivuosi.apps.sharing.actions import OutOfDate, take_in
from digivuosi.apps.sharing.actions.updating import undo_update
from digivuosi.apps.sharing.queries.forks import fork_of
from digivuosi.apps.sharing.queries.offers import Answers
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.merging.values import Own, Taken
from digivuosi.domain.toolkit.toolkit import Measure, Span
from tests.apps.sharing.copies import SURVEY, WEEK, called, change, copied, drafted, offer_to, put_out
from tests.cast import Municipality
from tests.snapshots import once

NO_SECOND = pytest.mark.one_database(
    "test_what_is_taken_stands_beside_ones_own asks the same rows of both; what is offered is compared in memory"
)

pytestmark = pytest.mark.django_db

DAYS = Place("measures", SURVEY, "days")
WINDOW = Place("measures", SURVEY, "window")
TITLE = Place("measures", WEEK, "title", "fi")
NEW_WINDOW = Span("october", "week 46")


def survey(town: Municipality) -> Measure:
    found = drafted(town.provider).measure(SURVEY)
    assert found is not None
    return found


@pytest.fixture
def both_changed(with_toolkit: Municipality, lahela: Municipality) -> tuple[Municipality, Municipality]:
    """Kuusela moved the window and made the survey 12 days long; Lähelä made it 8, and renamed a measure."""
    once("both-changed", lambda: change_both(with_toolkit, lahela))
    return with_toolkit, lahela


def change_both(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    change(with_toolkit, SURVEY, lambda _m: {"window": NEW_WINDOW, "recommended_time": None, "days": 12})
    change(with_toolkit, WEEK, called("Koodausviikko kaikille"))
    put_out(with_toolkit, "2026-2")
    change(lahela, SURVEY, lambda _m: {"days": 8})


def take(town: Municipality, answers: Answers) -> None:
    by = town.people["coordinator"]
    take_in(by=by, provider=town.provider, version=offer_to(town).version, answers=answers)


@NO_SECOND
def test_the_new_edition_is_offered_place_by_place(both_changed: tuple[Municipality, Municipality]) -> None:
    offered = offer_to(both_changed[1])
    places = {place for offer in offered.offers for place in offer.places}
    assert {DAYS, WINDOW, TITLE} <= places
    assert offered.conflicts == 1


@NO_SECOND
def test_nothing_is_offered_before_the_source_publishes(with_toolkit: Municipality, lahela: Municipality) -> None:
    copied(with_toolkit, lahela)
    change(with_toolkit, SURVEY, lambda _m: {"days": 12})
    assert offer_to(lahela).offers == ()


def test_what_is_taken_stands_beside_ones_own(both_changed: tuple[Municipality, Municipality]) -> None:
    _source, copier = both_changed
    take(copier, Answers(frozenset({WINDOW, DAYS}), choices={DAYS: Taken.OURS}))
    mine = survey(copier)
    assert (mine.window, mine.days) == (NEW_WINDOW, 8)
    assert drafted(copier.provider).lineage[-1].edition == "2026-2"
    left = {place for offer in offer_to(copier).offers for place in offer.places}
    assert TITLE in left
    assert not {WINDOW, DAYS} & left


@NO_SECOND
def test_a_conflict_is_settled_with_theirs_or_a_text_of_ones_own(
    both_changed: tuple[Municipality, Municipality],
) -> None:
    source, copier = both_changed
    change(copier, WEEK, called("Koodausviikko meillä"))
    assert offer_to(copier).conflicts == 2
    own = "Koodausviikko meille kaikille"
    take(copier, Answers(frozenset({DAYS, TITLE}), choices={DAYS: Taken.THEIRS, TITLE: Own(own)}))
    week = drafted(copier.provider).measure(WEEK)
    assert week is not None
    assert week.title.get("fi") == own
    assert survey(copier).days == 12
    assert survey(source).days == 12


def test_never_means_that_a_later_edition_does_not_ask_either(both_changed: tuple[Municipality, Municipality]) -> None:
    source, copier = both_changed
    take(copier, Answers(never=frozenset({TITLE})))
    change(source, WEEK, called("Taas toinen nimi"))
    put_out(source, "2026-3")
    assert TITLE not in {place for offer in offer_to(copier).offers for place in offer.places}


def test_taking_in_can_be_taken_back_step_by_step(both_changed: tuple[Municipality, Municipality]) -> None:
    _source, copier = both_changed
    by, before = copier.people["coordinator"], drafted(copier.provider)
    first_base = fork_of(copier.provider)
    assert first_base is not None
    take(copier, Answers(frozenset({WINDOW})))
    between = drafted(copier.provider)
    take(copier, Answers(frozenset({TITLE})))
    with scope(provider=copier.provider):
        later, earlier = Event.objects.filter(verb="toolkit.update").order_by("-pk")
    with pytest.raises(Refused):
        undo_update(by=by, event=earlier)
    undo_update(by=by, event=later)
    assert drafted(copier.provider) == between
    undo_update(by=by, event=earlier)
    assert drafted(copier.provider) == before
    now = fork_of(copier.provider)
    assert now is not None
    assert (now.base, now.edition, now.never) == (first_base.base, first_base.edition, [])
    assert offer_to(copier).conflicts == 1


@NO_SECOND
def test_an_answer_to_an_older_state_changes_nothing(both_changed: tuple[Municipality, Municipality]) -> None:
    _source, copier = both_changed
    version = offer_to(copier).version
    change(copier, WEEK, lambda _m: {"days": 3})
    before = drafted(copier.provider)
    by = copier.people["coordinator"]
    with pytest.raises(OutOfDate):
        take_in(by=by, provider=copier.provider, version=version, answers=Answers(frozenset({WINDOW})))
    assert drafted(copier.provider) == before


@NO_SECOND
def test_an_empty_answer_is_refused(both_changed: tuple[Municipality, Municipality]) -> None:
    with pytest.raises(Refused):
        take(both_changed[1], Answers())


def test_what_fails_in_the_middle_leaves_the_old_state(
    both_changed: tuple[Municipality, Municipality], monkeypatch: pytest.MonkeyPatch
) -> None:
    _source, copier = both_changed
    before, fork = drafted(copier.provider), fork_of(copier.provider)
    assert fork is not None

    def fails(**_words: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("digivuosi.apps.sharing.actions.updating.record", fails)
    with pytest.raises(RuntimeError):
        take(copier, Answers(frozenset({WINDOW})))
    now = fork_of(copier.provider)
    assert now is not None
    assert drafted(copier.provider) == before
    assert (now.version, now.base) == (fork.version, fork.base)
