from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django_scopes import scope

from digivuosi.apps.responsibilities import actions, queries
from digivuosi.apps.responsibilities.helping import HELP, helpers
from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.apps.responsibilities.models import Kind, RoleHolder
from digivuosi.apps.responsibilities.people_import import COLUMNS, RIGHTS, check, invite_all
from digivuosi.apps.schools.actions import remove_member
from digivuosi.apps.schools.importing import purpose_of, unseal
from digivuosi.apps.schools.models import Event, Membership, MembershipKind, School
from digivuosi.apps.schools.spreadsheets import read_sheet
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import RoleKind
from tests.cast import YEAR, Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "refused before anything is stored; test_everyone_is_invited_with_their_roles stores on both"
)

ROLES = "/kuusela/kivelan-koulu/roles/"
IMPORT = "/kuusela/people/import/"


def held(school: School, year: int = YEAR) -> dict[str, list[str]]:
    return {kind: [str(h.user) for h in rows] for kind, rows in queries.holders_of(school, year).items()}


def test_kinds_are_those_of_the_toolkit() -> None:
    assert set(Kind.values) == set(DEFAULT_LABELS) == {kind.value for kind in RoleKind}


def test_one_person_many_roles_one_role_many_people(kuusela: Municipality) -> None:
    by = kuusela.people["coordinator"]
    actions.name_holder(
        by=by, school=kuusela.school, year=YEAR, kind="digital-team", user=kuusela.people["teacher"], hours_per_week=1.5
    )
    assert held(kuusela.school)["digital-team"] == ["Olli Opettaja", "Taina Tutor"]
    assert queries.kinds_of(kuusela.people["tutor"], kuusela.school, YEAR) == {"digital-team", "pedagogical-support"}
    assert queries.kinds_of(kuusela.people["teacher"], kuusela.school, YEAR) == {"digital-team", "teachers"}


def test_naming_again_changes_the_hours_and_is_logged(kuusela: Municipality) -> None:
    tutor, by = kuusela.people["tutor"], kuusela.people["coordinator"]
    for hours in (2, 2, 3):
        actions.name_holder(
            by=by, school=kuusela.school, year=YEAR, kind="digital-team", user=tutor, hours_per_week=hours
        )
    with scope(school=kuusela.school, provider=kuusela.provider):
        assert RoleHolder.objects.get(kind="digital-team").hours_per_week == Decimal(3)
        changes = Event.objects.filter(verb="role.change").order_by("pk")
        assert [event.after["hours_per_week"] for event in changes] == [2.0, 3.0]


def test_only_a_member_can_hold_a_role(kuusela: Municipality, lahela: Municipality) -> None:
    with pytest.raises(actions.NoMember):
        actions.name_holder(
            by=kuusela.people["coordinator"],
            school=kuusela.school,
            year=YEAR,
            kind="principal",
            user=lahela.people["principal"],
        )


def test_who_leaves_the_school_leaves_the_roles(kuusela: Municipality) -> None:
    membership = Membership.objects.get(user=kuusela.people["tutor"])
    remove_member(by=kuusela.people["coordinator"], membership=membership)
    assert "digital-team" not in held(kuusela.school)


def test_last_years_people_are_copied_without_those_who_left(kuusela: Municipality) -> None:
    by = kuusela.people["coordinator"]
    remove_member(by=by, membership=Membership.objects.get(user=kuusela.people["tutor"]))
    named = actions.copy_holders(by=by, school=kuusela.school, from_year=YEAR, to_year=YEAR + 1)
    assert {holder.kind for holder in named} == {"principal", "mentor"}
    assert not actions.copy_holders(by=by, school=kuusela.school, from_year=YEAR, to_year=YEAR + 1)


def test_holders_of_many_schools_cost_two_queries(kuusela: Municipality, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        found = queries.holders_of_schools([kuusela.school, kuusela.other_school], YEAR)
    assert found[kuusela.other_school.pk] == {}
    assert set(found[kuusela.school.pk]) == {"mentor", "principal", "digital-team", "pedagogical-support"}


def test_a_label_is_the_providers_own_in_the_languages_it_has(kuusela: Municipality, lahela: Municipality) -> None:
    by = kuusela.people["coordinator"]
    actions.set_role_label(by=by, provider=kuusela.provider, kind="mentor", label=Text.of(fi="digipeda"))
    assert queries.role_label(kuusela.provider, "mentor", "fi") == "digipeda"
    assert queries.role_label(kuusela.provider, "mentor", "sv") == "digimentor"
    assert queries.role_label(lahela.provider, "mentor", "fi") == "digimentori"
    actions.set_role_label(by=by, provider=kuusela.provider, kind="mentor", label=Text())
    assert queries.role_label(kuusela.provider, "mentor", "fi") == "digimentori"


class TestPages:
    def test_a_vacant_role_is_shown(self, teacher: Someone) -> None:
        page = teacher.get(ROLES).content.decode()
        assert 'class="vacant' in page or "vacant" in page

    def test_a_principal_names_with_a_comma_in_the_hours(self, principal: Someone, kuusela: Municipality) -> None:
        form = {"kind": "technical-support", "user": str(kuusela.people["teacher"].pk), "hours_per_week": "1,5"}
        assert principal.post(f"{ROLES}name/?year=2026", form).status_code == 302
        (holder,) = queries.holders_of(kuusela.school, YEAR)["technical-support"]
        assert holder.hours_per_week == Decimal("1.5")

    @NO_SECOND
    @pytest.mark.parametrize("wrong", [{"user": "999999"}, {"user": ""}, {"hours_per_week": "many"}, {"user": "x"}])
    def test_a_wrong_form_is_said(self, principal: Someone, kuusela: Municipality, wrong: dict[str, str]) -> None:
        form = {"kind": "technical-support", "user": str(kuusela.people["teacher"].pk), "hours_per_week": ""}
        assert principal.post(f"{ROLES}name/", form | wrong).status_code == 422
        assert "technical-support" not in held(kuusela.school)

    def test_a_foreign_person_cannot_be_named(
        self, principal: Someone, kuusela: Municipality, lahela: Municipality
    ) -> None:
        form = {"kind": "technical-support", "user": str(lahela.people["teacher"].pk), "hours_per_week": ""}
        assert principal.post(f"{ROLES}name/", form).status_code == 422

    def test_a_role_is_taken_from_a_person_at_the_own_school(
        self, principal: Someone, teacher: Someone, kuusela: Municipality, lahela: Municipality
    ) -> None:
        (tutor,) = queries.holders_of(kuusela.school, YEAR)["digital-team"]
        assert teacher.post(f"{ROLES}{tutor.pk}/remove/").status_code == 403
        (foreign,) = queries.holders_of(lahela.school, YEAR)["digital-team"]
        assert principal.post(f"{ROLES}{foreign.pk}/remove/").status_code == 404
        answer = principal.post(f"{ROLES}{tutor.pk}/remove/?year=2026", follow=True)
        assert f"{tutor.user} ei enää hoida roolia" in answer.content.decode()
        assert "digital-team" not in held(kuusela.school)
        assert held(lahela.school)["digital-team"]

    def test_the_mentor_is_the_coordinators(self, principal: Someone, kuusela: Municipality) -> None:
        form = {"kind": "mentor", "user": str(kuusela.people["teacher"].pk), "hours_per_week": ""}
        assert principal.post(f"{ROLES}name/", form).status_code == 404
        assert principal.post(f"{ROLES}name/", form | {"kind": "king"}).status_code == 404

    def test_mentors_get_their_schools(self, coordinator: Someone, kuusela: Municipality) -> None:
        mentor = kuusela.people["mentor"]
        coordinator.post("/kuusela/roles/mentors/", {f"mentor-{mentor.pk}": ["rantalan-koulu"]})
        assert Someone(mentor).get("/kuusela/rantalan-koulu/help/").status_code == 200
        assert Someone(mentor).get("/kuusela/kivelan-koulu/help/").status_code == 404
        assert held(kuusela.other_school) == {"mentor": ["Mikko Mentori"]}
        assert "mentor" not in held(kuusela.school)

    def test_a_mentor_sees_only_the_own_schools_in_the_table(self, mentor: Someone) -> None:
        page = mentor.get("/kuusela/roles/").content.decode()
        assert "Kivelän koulu" in page
        assert "Rantalan koulu" not in page


class TestWhoHelps:
    def test_a_vacant_role_says_whom_to_ask_instead(self, kuusela: Municipality) -> None:
        people = {"principal": [kuusela.people["principal"]]}
        found = {str(h.role.get("en")): h for h in helpers(people, DEFAULT_LABELS)}
        assert found["technical support person"].instead == people["principal"]
        assert found["principal"].people == people["principal"]

    def test_every_role_but_the_last_has_someone_instead(self) -> None:
        assert all("coordinator" in kind.instead for kind in HELP if kind.kind != "coordinator")

    def test_the_page_has_addresses_to_write_to(self, teacher: Someone) -> None:
        page = teacher.get("/kuusela/kivelan-koulu/help/").content.decode()
        assert "mailto:tutor@kuusela.example" in page
        assert "mailto:coordinator@kuusela.example" in page


class TestImport:
    HEAD = "Nimi;Sähköposti;Koulu;Oikeus;Roolit\n"

    def send(self, client: Someone, rows: str) -> object:
        return client.post(IMPORT, {"file": SimpleUploadedFile("p.csv", (self.HEAD + rows).encode())}).context

    def test_everyone_is_invited_with_their_roles(self, coordinator: Someone, kuusela: Municipality) -> None:
        context = self.send(
            coordinator,
            "Aino A;aino@k.example;Kivelän koulu;opettaja;tutoropettaja, tekninen tukihenkilö\n"
            "Rita R;rita@k.example;rantalan koulu;rehtori;\n"
            "Rita R;rita@k.example;Kivelän koulu;;\n"
            "Kati K;kati@k.example;;koordinaattori;\n",
        )
        assert not mail.outbox
        answer = coordinator.post(IMPORT, {"rows": context["sealed"]})  # type: ignore[index]
        assert answer.status_code == 302
        assert held(kuusela.school)["technical-support"] == ["Aino A"]
        assert held(kuusela.other_school) == {"principal": ["Rita R"]}
        assert sorted(sent.to[0] for sent in mail.outbox) == ["aino@k.example", "kati@k.example", "rita@k.example"]

    @NO_SECOND
    @pytest.mark.parametrize(
        "row",
        [
            ";a@k.example;Kivelän koulu;opettaja;",
            "A;no address;Kivelän koulu;opettaja;",
            "A;a@k.example;Olematon koulu;opettaja;",
            "A;a@k.example;;opettaja;",
            "A;a@k.example;Kivelän koulu;keisari;",
            "A;a@k.example;Kivelän koulu;opettaja;taikuri",
            "A;a@k.example;Kivelän koulu;koordinaattori;",
            "A;ok@k.example;Kivelän koulu;opettaja;",
        ],
    )
    def test_a_wrong_row_stops_all(self, coordinator: Someone, kuusela: Municipality, row: str) -> None:
        context = self.send(coordinator, f"Hyvä;ok@k.example;Kivelän koulu;opettaja;\n{row}\n")
        assert context["checked"].wrong == 1  # type: ignore[index]
        assert not context["sealed"]  # type: ignore[index]
        assert not Membership.objects.filter(user__email="ok@k.example").exists()

    def test_someone_who_is_here_is_noted_and_not_mailed(self, coordinator: Someone, kuusela: Municipality) -> None:
        context = self.send(coordinator, "Olli;teacher@kuusela.example;Kivelän koulu;opettaja;tekninen tukihenkilö\n")
        assert context["checked"].rows[0].notes  # type: ignore[index]
        coordinator.post(IMPORT, {"rows": context["sealed"]})  # type: ignore[index]
        assert not mail.outbox
        assert held(kuusela.school)["technical-support"] == ["Olli Opettaja"]

    def test_who_has_the_role_keeps_it_with_its_hours(self, coordinator: Someone, kuusela: Municipality) -> None:
        people = kuusela.people
        place = {"school": kuusela.school, "year": YEAR, "kind": "technical-support", "user": people["teacher"]}
        actions.name_holder(by=people["coordinator"], hours_per_week=2, **place)
        context = self.send(coordinator, "Olli;teacher@kuusela.example;Kivelän koulu;opettaja;tekninen tukihenkilö\n")
        coordinator.post(IMPORT, {"rows": context["sealed"]})  # type: ignore[index]
        (holder,) = queries.holders_of(kuusela.school, YEAR)["technical-support"]
        assert holder.hours_per_week == 2

    @NO_SECOND
    def test_many_people_cost_no_more_questions_than_few(
        self, coordinator: Someone, kuusela: Municipality, django_assert_max_num_queries: Any
    ) -> None:
        def row(at: int) -> str:
            return f"Nimi {at};n{at}@k.example;Kivelän koulu;digitiimi;digitiimi, tekninen tukihenkilö\n"

        context = self.send(coordinator, "".join(map(row, range(200))))
        lines = unseal(context["sealed"], purpose_of("people", kuusela.provider.pk, coordinator.user.pk))  # type: ignore[index]
        checked = check(lines, kuusela.provider)
        settings = {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}
        with override_settings(TASKS={"default": settings}), django_assert_max_num_queries(40):
            invite_all(by=coordinator.user, provider=kuusela.provider, checked=checked, year=YEAR)
        assert len(held(kuusela.school)["technical-support"]) == 200
        with scope(provider=kuusela.provider):
            told = Event.objects.filter(verb="member.invite")
            assert told.count() == 200
            assert all(event.after["school"] == kuusela.school.pk for event in told)

    def test_every_right_has_words(self) -> None:
        assert set(RIGHTS) == set(MembershipKind)

    @NO_SECOND
    @pytest.mark.parametrize("kind", ["xlsx", "csv"])
    def test_the_template_is_read_by_our_own_reader(self, coordinator: Someone, kind: str) -> None:
        content = coordinator.get(f"{IMPORT}people.{kind}").content
        assert len(read_sheet(content, COLUMNS).lines) == 3
