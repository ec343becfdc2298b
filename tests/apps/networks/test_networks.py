"""Networks, lessons and copies: what is seen by whom."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django_scopes import scope

from digivuosi.apps.networks.actions.consenting import set_consent
from digivuosi.apps.networks.actions.joining import accept_invitation, invite_provider, leave_network, make_network
from digivuosi.apps.networks.actions.lessons import remove_lesson, write_lesson, write_school_lesson
from digivuosi.apps.networks.models import Network
from digivuosi.apps.networks.queries.lessons import school_lessons
from digivuosi.apps.networks.queries.lineage import copies_of
from digivuosi.apps.publishing.actions import publish_openly
from digivuosi.apps.schools.actions import Refused, change_school
from digivuosi.apps.schools.models import Event, Provider
from digivuosi.apps.sharing.models import Fork
from digivuosi.apps.toolkit.actions import publish
from digivuosi.apps.toolkit.queries import draft_of, toolkit_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.documents import from_document
from digivuosi.domain.toolkit.toolkit import Lesson, Measure
from tests.cast import YEAR, Municipality, Someone, make_municipality

NO_SECOND = pytest.mark.one_database("test_members_see_what_is_published_and_nothing_else asks the same rows of both")

pytestmark = pytest.mark.django_db
KEY = "autumn-survey"
LEARNT = "Muistutus kaksinkertaisti vastaukset."
SECRET = "Tätä ei saa näkyä muille."


def drafted(town: Municipality) -> Measure:
    row = draft_of(town.provider)
    assert row is not None
    found = from_document(row.document).measure(KEY)
    assert found is not None
    return found


@pytest.fixture
def network(with_toolkit: Municipality, lahela: Municipality) -> Network:
    """Kuusela has made a network and invited Lähelä, which has not answered."""
    by = with_toolkit.people["coordinator"]
    made = make_network(by=by, provider=with_toolkit.provider, name="Järviseutu")
    invite_provider(by=by, provider=with_toolkit.provider, network=made, slug="lahela")
    return made


def page(someone: Someone, name: str, provider: str, **words: object) -> str:
    answer = someone.get(reverse(f"networks:{name}", kwargs={"provider": provider, **words}))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


class TestNetworks:
    def test_who_is_invited_sees_the_invitation_and_nothing_of_the_others(
        self, network: Network, stranger: Someone, with_toolkit: Municipality
    ) -> None:
        seen = page(stranger, "network", "lahela", network=network.pk)
        assert "Teidät on kutsuttu" in seen
        assert "Jäsenet" not in seen
        assert page(stranger, "member_toolkit", "lahela", network=network.pk, member="kuusela") == "404"

    def test_members_see_what_is_published_and_nothing_else(
        self, network: Network, stranger: Someone, with_toolkit: Municipality, lahela: Municipality
    ) -> None:
        by, town = with_toolkit.people["coordinator"], with_toolkit
        write_lesson(by=by, provider=town.provider, key=KEY, text=Text.of(fi=LEARNT), year="2026-2027")
        publish(by=by, provider=town.provider, name="2026-2")
        unpublished = Text.of(fi=SECRET)
        write_lesson(by=by, provider=town.provider, key=KEY, text=unpublished, year="2026-2027")
        write_school_lesson(by=by, school=town.school, measure_key=KEY, year=YEAR, text=SECRET)
        change_school(by=by, school=town.school, is_wheel_public=True)
        accept_invitation(by=lahela.people["coordinator"], provider=lahela.provider, network=network)
        seen = page(stranger, "network", "lahela", network=network.pk)
        assert LEARNT in seen
        assert reverse("wheel:public", kwargs=town.here) in seen
        assert town.other_school.name not in seen
        read = page(stranger, "member_toolkit", "lahela", network=network.pk, member="kuusela")
        assert LEARNT in read
        assert SECRET not in seen + read

    @NO_SECOND
    def test_others_do_not_find_it(self, network: Network, lahela: Municipality) -> None:
        other = make_municipality("Salmi", "salmi", ("Salmen koulu", "Saaren koulu"))
        someone = Someone(other.people["coordinator"])
        assert page(someone, "network", "salmi", network=network.pk) == "404"
        assert page(someone, "network", "kuusela", network=network.pk) == "404"
        for name in ("invite", "accept", "leave"):
            url = reverse(f"networks:{name}", kwargs={"provider": "salmi", "network": network.pk})
            assert someone.post(url, {"slug": "salmi"}).status_code == 404

    def test_who_has_left_sees_it_no_more_and_an_empty_network_is_gone(
        self, network: Network, with_toolkit: Municipality, lahela: Municipality, stranger: Someone
    ) -> None:
        by = lahela.people["coordinator"]
        accept_invitation(by=by, provider=lahela.provider, network=network)
        leave_network(by=by, provider=lahela.provider, network=network)
        assert page(stranger, "network", "lahela", network=network.pk) == "404"
        assert Network.objects.exists()
        leave_network(by=with_toolkit.people["coordinator"], provider=with_toolkit.provider, network=network)
        assert not Network.objects.exists()

    @pytest.mark.parametrize("words", ["Lähelä", " lÄHELÄ ", "lahela", "/LAHELA/"])
    def test_a_municipality_is_invited_by_its_name_or_its_address(
        self, with_toolkit: Municipality, lahela: Municipality, words: str
    ) -> None:
        by, provider = with_toolkit.people["coordinator"], with_toolkit.provider
        made = make_network(by=by, provider=provider, name="Järviseutu")
        assert invite_provider(by=by, provider=provider, network=made, slug=words).provider == lahela.provider
        assert lahela.provider.name == "Lähelä"

    def test_only_members_invite_and_nobody_twice(
        self, network: Network, with_toolkit: Municipality, lahela: Municipality
    ) -> None:
        with pytest.raises(Refused):
            invite_provider(by=lahela.people["coordinator"], provider=lahela.provider, network=network, slug="kuusela")
        by = with_toolkit.people["coordinator"]
        for slug in ("lahela", "kuusela", "nowhere"):
            with pytest.raises(Refused):
                invite_provider(by=by, provider=with_toolkit.provider, network=network, slug=slug)

    def test_the_pages_do_it(self, with_toolkit: Municipality, coordinator: Someone, stranger: Someone) -> None:
        here = reverse("networks:networks", kwargs={"provider": "kuusela"})
        made = coordinator.post(here, {"name": "Naapurit", "description": "Me ja he"})
        pk = Network.objects.get().pk
        assert made.headers["Location"] == reverse("networks:network", kwargs={"provider": "kuusela", "network": pk})
        coordinator.post(reverse("networks:invite", kwargs={"provider": "kuusela", "network": pk}), {"slug": "lahela"})
        assert "kutsu odottaa" in page(stranger, "networks", "lahela")
        stranger.post(reverse("networks:accept", kwargs={"provider": "lahela", "network": pk}))
        assert "Jäsenet" in page(stranger, "network", "lahela", network=pk)

    @NO_SECOND
    def test_leaving_is_asked_first(
        self, network: Network, lahela: Municipality, stranger: Someone, coordinator: Someone
    ) -> None:
        way = reverse("networks:leave", kwargs={"provider": "lahela", "network": network.pk})
        assert "Hylätäänkö kutsu" in stranger.get(way).content.decode()
        accept_invitation(by=lahela.people["coordinator"], provider=lahela.provider, network=network)
        assert f'href="{way}"' in page(stranger, "network", "lahela", network=network.pk)
        asked = stranger.get(way).content.decode()
        assert "Poistutaanko verkostosta Järviseutu?" in asked
        assert "viimeinen jäsen" not in asked
        assert "Jäsenet" in page(stranger, "network", "lahela", network=network.pk), "a look changes nothing"
        assert stranger.post(way).status_code == 302
        assert page(stranger, "network", "lahela", network=network.pk) == "404"
        assert stranger.get(way).status_code == 404
        assert "viimeinen jäsen" in page(coordinator, "leave", "kuusela", network=network.pk)


class TestLessons:
    @NO_SECOND
    def test_a_lesson_travels_with_the_edition_and_shows_on_the_measures_page(
        self, with_toolkit: Municipality, coordinator: Someone, teacher: Someone
    ) -> None:
        url = reverse("networks:write_lesson", kwargs={"provider": "kuusela", "key": KEY})
        assert coordinator.post(url, {"text_fi": "", "year": "2026-2027"}).status_code == 422
        assert coordinator.post(url, {"text_fi": LEARNT, "year": "2025-2026"}).status_code == 302
        lesson = Lesson(Text.of(fi=LEARNT), "Kuusela", "2025-2026")
        assert drafted(with_toolkit).learnt == (lesson,)
        publish(by=coordinator.user, provider=with_toolkit.provider, name="2026-2")
        toolkit = toolkit_of(with_toolkit.provider)
        assert toolkit is not None
        assert next(one for one in toolkit.measures if one.key == KEY).learnt == (lesson,)
        shown = teacher.get(reverse("toolkit:measure", kwargs={"provider": "kuusela", "key": KEY})).content.decode()
        assert LEARNT in shown
        assert coordinator.post(url, {"remove": "0"}).status_code == 302
        assert drafted(with_toolkit).learnt == ()
        assert coordinator.post(url, {"remove": "7"}).status_code == 404

    @NO_SECOND
    def test_editing_the_measure_keeps_its_lessons(self, with_toolkit: Municipality) -> None:
        by = with_toolkit.people["coordinator"]
        write_lesson(by=by, provider=with_toolkit.provider, key=KEY, text=Text.of(fi=LEARNT), year="2026-2027")
        (lesson,) = drafted(with_toolkit).learnt
        write_lesson(by=by, provider=with_toolkit.provider, key=KEY, text=Text.of(fi="Toinen"), year="2026-2027")
        remove_lesson(by=by, provider=with_toolkit.provider, key=KEY, lesson=lesson)
        assert [one.text.get("fi") for one in drafted(with_toolkit).learnt] == ["Toinen"]
        with pytest.raises(Refused):
            remove_lesson(by=by, provider=with_toolkit.provider, key=KEY, lesson=lesson)

    def test_a_schools_notes_are_for_its_own_people(
        self, with_toolkit: Municipality, tutor: Someone, teacher: Someone, mentor: Someone
    ) -> None:
        url = reverse("networks:school_lessons", kwargs=with_toolkit.here)
        assert tutor.post(url, {"measure": KEY, "text": SECRET}).status_code == 302
        assert SECRET in teacher.get(url).content.decode()
        assert '<form method="post" class="stack">' not in teacher.get(url).content.decode()
        teacher.post(url, {"measure": KEY, "text": "Opettaja ei kirjoita."})
        assert "Opettaja ei kirjoita." not in teacher.get(url).content.decode()
        other = {**with_toolkit.here, "school": with_toolkit.other_school.slug}
        assert mentor.get(reverse("networks:school_lessons", kwargs=other)).status_code == 404

    def test_a_schools_note_is_taken_away_by_those_who_write(
        self, with_toolkit: Municipality, tutor: Someone, teacher: Someone
    ) -> None:
        by, school = with_toolkit.people["principal"], with_toolkit.school
        note = write_school_lesson(by=by, school=school, measure_key=KEY, year=YEAR, text=SECRET)
        url = reverse("networks:remove_lesson", kwargs={**with_toolkit.here, "lesson": note.pk})
        assert teacher.post(url).status_code == 403
        assert [row.pk for row in school_lessons(school)] == [note.pk]
        assert tutor.post(url).status_code == 302
        assert school_lessons(school) == []
        with scope(provider=with_toolkit.provider):
            (event,) = Event.objects.filter(verb="lesson.remove")
        assert event.before["text"] == SECRET
        assert tutor.post(url).status_code == 404


class TestCopies:
    def fork(self, provider: Provider, source: Provider) -> None:
        with scope(provider=provider):
            Fork(
                provider=provider, kind="server", source=source, toolkit_id="x", publisher=source.name,
                first_edition="2026-1", edition="2026-1", content_hash="0" * 64, base={},
            ).save()  # fmt: skip

    @pytest.fixture
    def chain(self, with_toolkit: Municipality, lahela: Municipality) -> Municipality:
        """Salmi copied from Lähelä, which copied from Kuusela."""
        salmi = make_municipality("Salmi", "salmi", ("Salmen koulu", "Saaren koulu"))
        self.fork(lahela.provider, with_toolkit.provider)
        self.fork(salmi.provider, lahela.provider)
        return salmi

    def test_only_those_who_tell_stand_on_the_map(
        self, chain: Municipality, with_toolkit: Municipality, lahela: Municipality
    ) -> None:
        assert copies_of(with_toolkit.provider) == ()
        set_consent(by=chain.people["coordinator"], provider=chain.provider, tells=True, shows=False)
        assert copies_of(with_toolkit.provider) == ()
        set_consent(by=lahela.people["coordinator"], provider=lahela.provider, tells=True, shows=False)
        (first,) = copies_of(with_toolkit.provider)
        assert (first.name, first.count) == ("Lähelä", 2)
        assert [one.name for one in first.copies] == ["Salmi"]

    def test_a_circle_ends(self, chain: Municipality, with_toolkit: Municipality, lahela: Municipality) -> None:
        self.fork(with_toolkit.provider, chain.provider)
        for town in (chain, with_toolkit, lahela):
            set_consent(by=town.people["coordinator"], provider=town.provider, tells=True, shows=False)
        (first,) = copies_of(with_toolkit.provider)
        assert first.count == 2

    @NO_SECOND
    def test_the_public_map_needs_both_to_agree(
        self, chain: Municipality, with_toolkit: Municipality, lahela: Municipality, signed_out: Someone
    ) -> None:
        by, url = with_toolkit.people["coordinator"], reverse("networks:public_copies", args=["kuusela"])
        set_consent(by=lahela.people["coordinator"], provider=lahela.provider, tells=True, shows=False)
        set_consent(by=by, provider=with_toolkit.provider, tells=False, shows=True)
        assert signed_out.get(url).status_code == 404
        publish_openly(by=by, provider=with_toolkit.provider, address="http://testserver/open/kuusela/")
        shown = signed_out.get(url).content.decode()
        assert "Lähelä" in shown
        assert "Salmi" not in shown
        set_consent(by=by, provider=with_toolkit.provider, tells=False, shows=False)
        assert signed_out.get(url).status_code == 404

    def test_the_page_saves_both_choices(self, with_toolkit: Municipality, coordinator: Someone) -> None:
        url = reverse("networks:copies", kwargs={"provider": "kuusela"})
        coordinator.post(url, {"tells": "on"})
        html = coordinator.get(url).content.decode()
        assert 'name="tells" checked' in html
        assert 'name="shows" checked' not in html
