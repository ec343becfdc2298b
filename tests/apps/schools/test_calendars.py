from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django_scopes import scope

from digivuosi.apps.schools import queries
from digivuosi.apps.schools.actions import save_calendar
from digivuosi.apps.schools.forms.calendars import CalendarForms
from digivuosi.apps.schools.models import CalendarYear, Event
from digivuosi.apps.schools.month_grid import months_of
from digivuosi.domain.schoolyear.calendar import SchoolYear, suggested_year
from digivuosi.domain.schoolyear.files import write_calendar
from tests.cast import Municipality, Someone

NO_SECOND = pytest.mark.one_database(
    "test_dates_are_changed_and_names_in_other_languages_kept saves on both; this is refused or read before"
)

EDIT = "/kuusela/calendar/edit/?year=2026"
TEXT = "/kuusela/calendar/text/?year=2026"


def form_data(year: SchoolYear, language: str = "fi") -> dict[str, str]:
    """What a browser would send for the form as it was shown."""
    forms = CalendarForms(year, language)
    shown = [forms.year_form, *(formset.management_form for formset in forms.lists.values())]
    shown += [row for formset in forms.lists.values() for row in formset]
    data = {}
    for form in shown:
        for bound in form:
            value = bound.value()
            data[bound.html_name] = "" if value is None else str(value)
    return data


def test_the_usual_calendar_until_one_is_saved(kuusela: Municipality) -> None:
    assert not queries.has_calendar(kuusela.provider, 2026)
    assert queries.calendar_of(kuusela.provider, 2026) == suggested_year(2026)
    own = suggested_year(2026, 42, 10)
    save_calendar(by=kuusela.people["coordinator"], provider=kuusela.provider, year=own)
    assert queries.calendar_of(kuusela.provider, 2026) == own
    assert queries.calendar_of(kuusela.provider, 2027) == suggested_year(2027)


def test_calendars_of_municipalities_are_apart(kuusela: Municipality, lahela: Municipality) -> None:
    own = suggested_year(2026, 42, 10)
    save_calendar(by=kuusela.people["coordinator"], provider=kuusela.provider, year=own)
    assert queries.calendar_of(lahela.provider, 2026) == suggested_year(2026)


@NO_SECOND
def test_saving_the_form_unchanged_changes_nothing(coordinator: Someone, kuusela: Municipality) -> None:
    year = suggested_year(2026)
    assert coordinator.post(EDIT, form_data(year)).status_code == 302
    assert queries.calendar_of(kuusela.provider, 2026) == year


def test_dates_are_changed_and_names_in_other_languages_kept(coordinator: Someone, kuusela: Municipality) -> None:
    year = suggested_year(2026)
    data = form_data(year) | {"own_dates-0-name": "Meidän viikko", "days_off-0-day": "2027-05-07"}
    assert coordinator.post(EDIT, data).status_code == 302
    saved = queries.calendar_of(kuusela.provider, 2026)
    own = saved.own_dates[0].name
    assert own.get("fi") == "Meidän viikko"
    assert own.get("sv") == year.own_dates[0].name.get("sv")
    assert [off.day for off in saved.days_off] == [date(2027, 5, 7)]


def test_an_emptied_row_is_gone(coordinator: Someone, kuusela: Municipality) -> None:
    data = form_data(suggested_year(2026)) | {"quiet_weeks-0-week": "", "quiet_weeks-0-reason": ""}
    coordinator.post(EDIT, data)
    assert len(queries.calendar_of(kuusela.provider, 2026).quiet_weeks) == 1


@NO_SECOND
@pytest.mark.parametrize(
    "wrong",
    [
        {"first_school_day": "2027-06-30"},
        {"first_school_day": ""},
        {"autumn_break_last": ""},
        {"christmas_first": "2027-01-10"},
        {"quiet_weeks-0-week": "week fifty"},
        {"own_dates-0-key": "Not A Key"},
        {"days_off-0-day": "2031-01-01"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_written_is_kept(
    coordinator: Someone, kuusela: Municipality, wrong: dict[str, str]
) -> None:
    answer = coordinator.post(EDIT, form_data(suggested_year(2026)) | {"own_dates-1-name": "Kirjoitin tämän"} | wrong)
    assert answer.status_code == 422
    assert "Kirjoitin tämän" in answer.content.decode()
    assert not queries.has_calendar(kuusela.provider, 2026)


def test_two_people_do_not_write_over_each_other(coordinator: Someone, kuusela: Municipality) -> None:
    data = form_data(suggested_year(2026))
    save_calendar(by=coordinator.user, provider=kuusela.provider, year=suggested_year(2026, 42, 10))
    assert coordinator.post(EDIT, data).status_code == 422
    assert queries.calendar_of(kuusela.provider, 2026) == suggested_year(2026, 42, 10)


@NO_SECOND
def test_the_usual_calendar_with_other_breaks_is_a_proposal(coordinator: Someone, kuusela: Municipality) -> None:
    page = coordinator.get(EDIT + "&autumn=43&winter=10").content.decode()
    assert 'value="2026-10-19"' in page
    assert not queries.has_calendar(kuusela.provider, 2026)


@NO_SECOND
def test_a_calendar_as_text_and_as_a_file(coordinator: Someone, kuusela: Municipality) -> None:
    text = coordinator.get("/kuusela/calendar/file/?year=2026").content.decode()
    assert coordinator.post(TEXT, {"text": text}).status_code == 302
    other = write_calendar(suggested_year(2026, 42, 10)).encode()
    assert coordinator.post(TEXT, {"file": SimpleUploadedFile("c.yaml", other)}).status_code == 302
    assert queries.calendar_of(kuusela.provider, 2026) == suggested_year(2026, 42, 10)


@NO_SECOND
@pytest.mark.parametrize("text", ["", "school_year: [", "a: &a [*a]", "x" * 300_000, "school_year: 1990-1991"])
def test_a_broken_text_is_refused_with_words(coordinator: Someone, kuusela: Municipality, text: str) -> None:
    answer = coordinator.post(TEXT, {"text": text})
    assert answer.status_code == 422
    assert not queries.has_calendar(kuusela.provider, 2026)


def test_a_change_can_be_taken_back_once(coordinator: Someone, kuusela: Municipality) -> None:
    save_calendar(by=coordinator.user, provider=kuusela.provider, year=suggested_year(2026, 42, 10))
    with scope(provider=kuusela.provider):
        event = Event.objects.get(verb="calendar.save")
    url = f"/kuusela/history/{event.pk}/undo/"
    assert coordinator.post(url).status_code == 302
    assert not queries.has_calendar(kuusela.provider, 2026)
    assert coordinator.post(url).status_code == 404


def test_a_change_that_was_changed_since_is_not_taken_back(coordinator: Someone, kuusela: Municipality) -> None:
    for winter in (10, 8):
        save_calendar(by=coordinator.user, provider=kuusela.provider, year=suggested_year(2026, 42, winter))
    with scope(provider=kuusela.provider):
        first = Event.objects.filter(verb="calendar.save").order_by("pk")[0]
        coordinator.post(f"/kuusela/history/{first.pk}/undo/")
        assert CalendarYear.objects.get().document == suggested_year(2026, 42, 8).to_document()


def test_every_day_of_the_year_stands_in_the_grid_once() -> None:
    year = suggested_year(2026)
    days = [cell.day for month in months_of(year, "fi") for week in month.weeks for cell in week.cells if cell.day]
    assert days[0] == year.first_day
    assert days[-1] == year.last_day
    assert len(set(days)) == len(days) == 365
    assert sum(month.school_days for month in months_of(year, "fi")) == len(year.school_days)


class TestCommand:
    def run(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("calendar", *arguments, stdout=out)
        return out.getvalue()

    def test_show_needs_no_database(self) -> None:
        words = self.run("show", "--year", "2026", "--winter-break", "10")
        assert "8.–14.3.2027" in words
        assert "wk 42" in self.run("show", "--year", "2026", "--lang", "en").replace("\xa0", " ")

    def test_show_of_a_provider(self, kuusela: Municipality) -> None:
        save_calendar(by=kuusela.people["coordinator"], provider=kuusela.provider, year=suggested_year(2026, 42, 10))
        assert "8.–14.3.2027" in self.run("show", "--provider", "kuusela")
        with pytest.raises(CommandError):
            self.run("show", "--provider", "nowhere")

    def test_suggest_then_check(self, tmp_path: Path) -> None:
        path = tmp_path / "calendar.yaml"
        self.run("suggest", "--year", "2027", "-o", str(path))
        assert str(path) in self.run("check", str(path))
        with pytest.raises(CommandError):
            self.run("suggest", "--year", "2027", "-o", str(path))

    @pytest.mark.parametrize("content", [b"", b"x: [", b"\xff\xfe", b"school_year: soon"])
    def test_check_says_what_is_wrong_with_its_line(self, tmp_path: Path, content: bytes) -> None:
        path = tmp_path / "calendar.yaml"
        path.write_bytes(content)
        with pytest.raises(CommandError, match=r"calendar\.yaml:"):
            self.run("check", str(path))
