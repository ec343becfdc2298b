"""Calendar feeds through the pages: made, read, answered with 304, closed."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import vobject
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.feeds.models import FeedAddress
from digivuosi.apps.responsibilities.actions import remove_holder
from digivuosi.apps.responsibilities.models import RoleHolder
from digivuosi.apps.schools.actions import remove_member
from digivuosi.apps.schools.models import Membership
from digivuosi.apps.wheel.actions import give_to, move, remove, set_status, take, take_all_recommended
from digivuosi.apps.wheel.models import Placement
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_a_role_sees_its_part and test_a_closed_address_gives_nothing ask the same rows of both"
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(with_toolkit: Municipality) -> Municipality:
    """The school has taken every recommended measure."""
    by = with_toolkit.people["principal"]
    with scope(provider=with_toolkit.provider, school=with_toolkit.school):
        take_all_recommended(by=by, school=with_toolkit.school, year=YEAR)
    return with_toolkit


def make(person: Someone, municipality: Municipality, **words: str) -> str:
    """Make an address on the page and return its path."""
    given = {"scope": "school", "kind": "", "language": "fi", **words}
    answer = person.post(reverse("feeds:addresses", kwargs=municipality.here), given)
    assert answer.status_code == 200, answer.content.decode()[:500]
    found = re.search(r"https?://testserver(/feeds/[\w-]+\.ics)", answer.content.decode())
    assert found
    return found[1]


def titles(path: str) -> list[str]:
    answer = Client().get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = vobject.readOne(answer.content.decode())
    calendar.validate(raiseException=True)
    return [event.summary.value for event in calendar.contents.get("vevent", [])]


def test_the_feed_of_a_school_holds_its_placements(planned: Municipality, principal: Someone) -> None:
    found = titles(make(principal, planned))
    with scope(school=planned.school):
        assert len(found) == Placement.objects.count() > 20
    assert "Syyskysely opettajille" in " ".join(found)


@NO_SECOND
def test_it_is_in_the_language_asked_for(planned: Municipality, principal: Someone) -> None:
    finnish, swedish = (titles(make(principal, planned, language=code)) for code in ("fi", "sv"))
    assert len(finnish) == len(swedish)
    assert set(finnish) != set(swedish)


def test_a_role_sees_its_part(planned: Municipality, principal: Someone) -> None:
    everything = titles(make(principal, planned))
    part = titles(make(principal, planned, scope="role", kind="technical-support"))
    assert 0 < len(part) < len(everything)
    assert set(part) < set(everything)


@NO_SECOND
def test_a_teacher_sees_what_concerns_teachers(planned: Municipality, principal: Someone, teacher: Someone) -> None:
    mine = titles(make(teacher, planned, scope="person"))
    everything = titles(make(principal, planned))
    assert 0 < len(mine) < len(everything)


def test_nothing_changed_is_304_and_a_change_is_not(planned: Municipality, principal: Someone) -> None:
    path = make(principal, planned)
    tag = Client().get(path)["ETag"]
    again = Client().get(path, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert Client().get(path, headers={"if-none-match": '"something else"'}).status_code == 200
    by = principal.user
    with scope(provider=planned.provider, school=planned.school):
        placement = Placement.objects.order_by("pk").first()
        assert placement is not None
        placement.school = planned.school
        for change in (
            lambda: move(by=by, placement=placement, weeks=1),
            lambda: set_status(by=by, placement=placement, status="done"),
            lambda: give_to(by=by, placement=placement, users=[by]),
            lambda: remove_holder(by=by, holder=RoleHolder.objects.select_related("school__provider").earliest("pk")),
            lambda: remove(by=by, placement=placement),
        ):
            change()
            answer = Client().get(path, headers={"if-none-match": tag})
            assert answer.status_code == 200, change
            tag = answer["ETag"]


def test_a_moved_placement_moves_in_the_reader_without_a_double(planned: Municipality, principal: Someone) -> None:
    path = make(principal, planned)

    def events() -> dict[str, tuple[object, int]]:
        calendar = vobject.readOne(Client().get(path).content.decode())
        return {e.uid.value: (e.dtstart.value, int(e.sequence.value)) for e in calendar.vevent_list}

    before = events()
    with scope(provider=planned.provider, school=planned.school):
        placement = Placement.objects.order_by("-pk").first()
        assert placement is not None
        placement.school = planned.school
        # The sequence counts seconds: the change must come in a later one than the placing.
        Placement.objects.filter(pk=placement.pk).update(changed_at=placement.changed_at - timedelta(seconds=5))
        before = events()
        move(by=principal.user, placement=placement, weeks=2)
    after = events()
    assert set(after) == set(before)
    changed = {uid for uid in after if after[uid][0] != before[uid][0]}
    assert len(changed) == 1
    (uid,) = changed
    assert after[uid][1] > before[uid][1]


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(planned: Municipality, principal: Someone) -> None:
    path = make(principal, planned)
    secret = path.removeprefix("/feeds/").removesuffix(".ics")
    assert secret not in principal.get(reverse("feeds:addresses", kwargs=planned.here)).content.decode()
    with scope(school=planned.school):
        (row,) = FeedAddress.objects.all()
    assert secret not in {str(value) for value in vars(row).values()}


def test_a_closed_address_gives_nothing(planned: Municipality, principal: Someone) -> None:
    path = make(principal, planned)
    with scope(school=planned.school):
        address = FeedAddress.objects.get()
    principal.post(reverse("feeds:revoke", kwargs={**planned.here, "address": address.pk}))
    assert Client().get(path).status_code == 404


@NO_SECOND
def test_an_address_dies_with_the_membership(planned: Municipality, teacher: Someone) -> None:
    path = make(teacher, planned, scope="person")
    remove_member(
        by=planned.people["coordinator"],
        membership=Membership.objects.select_related("provider", "school", "user").get(user=teacher.user),
    )
    assert Client().get(path).status_code == 404


@NO_SECOND
def test_a_teacher_neither_sees_nor_closes_the_addresses_of_others(
    planned: Municipality, principal: Someone, teacher: Someone
) -> None:
    make(principal, planned)
    with scope(school=planned.school):
        address = FeedAddress.objects.get()
    page = teacher.get(reverse("feeds:addresses", kwargs=planned.here)).content.decode()
    assert reverse("feeds:revoke", kwargs={**planned.here, "address": address.pk}) not in page
    answer = teacher.post(reverse("feeds:revoke", kwargs={**planned.here, "address": address.pk}))
    assert answer.status_code == 404
    address.refresh_from_db()
    assert address.revoked_at is None


@NO_SECOND
def test_a_role_must_be_chosen_for_a_feed_of_a_role(planned: Municipality, principal: Someone) -> None:
    given = {"scope": "role", "kind": "", "language": "fi"}
    answer = principal.post(reverse("feeds:addresses", kwargs=planned.here), given)
    assert answer.status_code == 422
    assert "Valitse rooli" in answer.content.decode()
    with scope(school=planned.school):
        assert not FeedAddress.objects.exists()


@NO_SECOND
@pytest.mark.parametrize("path", ["/feeds/x.ics", f"/feeds/{'a' * 43}.ics", f"/feeds/{'a' * 200}.ics"])
def test_a_guessed_address_is_not_found(planned: Municipality, path: str) -> None:
    assert Client().get(path).status_code == 404


def test_a_measure_taken_later_appears(with_toolkit: Municipality, principal: Someone) -> None:
    path = make(principal, with_toolkit)
    assert titles(path) == []
    with scope(provider=with_toolkit.provider, school=with_toolkit.school):
        take(by=principal.user, school=with_toolkit.school, year=YEAR, measure_key="digital-talk")
    assert len(titles(path)) == 1
