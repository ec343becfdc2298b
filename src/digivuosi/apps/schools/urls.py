from django.urls import path, register_converter

from digivuosi.apps.schools.views import calendars, history, joining, overview, people, schools


class SpreadsheetKind:
    """`xlsx` or `csv`."""

    regex = "xlsx|csv"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SpreadsheetKind, "spreadsheet")
P = "<slug:provider>/"
S = "<slug:provider>/<slug:school>/"

app_name = "schools"
urlpatterns = [
    path("accounts/schools/", overview.mine, name="mine"),
    path("accounts/invitation/<str:secret>/", joining.join, name="join"),
    path(P, overview.overview, name="overview"),
    path(f"{P}settings/", overview.provider_settings, name="settings"),
    path(f"{P}schools/", schools.schools, name="schools"),
    path(f"{P}schools/new/", schools.add, name="add"),
    path(f"{P}schools/import/", schools.import_schools, name="import"),
    path(f"{P}schools/import/schools.<spreadsheet:kind>", schools.import_template, name="import_template"),
    path(f"{P}schools/schools.<spreadsheet:kind>", schools.download_schools, name="download_schools"),
    path(f"{P}schools/<slug:unit>/change/", schools.change, name="change"),
    path(f"{P}schools/<slug:unit>/close/", schools.close, name="close"),
    path(f"{P}schools/<slug:unit>/open/", schools.open_again, name="open"),
    path(f"{P}people/", people.people, name="people"),
    path(f"{P}people/people.<spreadsheet:kind>", people.download_people, name="download_people"),
    path(f"{P}people/invite/", people.invite, name="invite"),
    path(f"{P}people/<int:pk>/", people.member, name="member"),
    path(f"{P}people/<int:pk>/remove/", people.remove, name="member_remove"),
    path(f"{P}people/<int:pk>/resend/", people.resend, name="member_resend"),
    path(f"{P}calendar/", calendars.calendar, name="calendar"),
    path(f"{P}calendar/edit/", calendars.calendar_edit, name="calendar_edit"),
    path(f"{P}calendar/text/", calendars.calendar_text, name="calendar_text"),
    path(f"{P}calendar/file/", calendars.calendar_file, name="calendar_file"),
    path(f"{P}history/", history.provider_history, name="provider_history"),
    path(f"{P}history/<int:pk>/undo/", history.provider_undo, name="provider_undo"),
    path(f"{S}history/", history.history, name="history"),
    path(f"{S}history/<int:pk>/undo/", history.undo, name="undo"),
    path(f"{S}settings/", overview.school_settings, name="school_settings"),
    path(f"{S}people/", people.school_people, name="school_people"),
    path(f"{S}people/invite/", people.school_invite, name="school_invite"),
    path(f"{S}people/<int:pk>/", people.school_member, name="school_member"),
    path(f"{S}people/<int:pk>/remove/", people.school_remove, name="school_member_remove"),
    path(f"{S}people/<int:pk>/resend/", people.school_resend, name="school_member_resend"),
]
