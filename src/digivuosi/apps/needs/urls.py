"""Addresses of needs: answering without signing in, a provider's rounds, a school's summaries and talks."""

from django.urls import URLPattern, path

from digivuosi.apps.needs.views import answering, asking, rounds

app_name = "needs"
_PROVIDER = "<slug:provider>/needs"
_ROUND = f"{_PROVIDER}/rounds/<int:round>"
_SCHOOL = "<slug:provider>/<slug:school>/needs"
_ASKED = f"{_SCHOOL}/<int:round>"
urlpatterns: list[URLPattern] = [
    path("answer/", answering.enter, name="enter"),
    path("answer/link/<slug:token>/", answering.answer_by_link, name="answer_by_link"),
    path("answer/<slug:code>/", answering.answer, name="answer"),
    path(f"{_PROVIDER}/", rounds.rounds, name="rounds"),
    path(f"{_PROVIDER}/open/<slug:survey>/", rounds.open_survey, name="open"),
    path(f"{_ROUND}/", rounds.round_page, name="round"),
    path(f"{_ROUND}/end/", rounds.change_end, name="end"),
    path(f"{_ROUND}/close/", rounds.close, name="close"),
    path(f"{_ROUND}/remind/", rounds.remind_schools, name="remind"),
    path(f"{_SCHOOL}/", asking.school_rounds, name="school_rounds"),
    path(f"{_ASKED}/ask/", asking.ask, name="ask"),
    path(f"{_ASKED}/expected/", asking.expected, name="expected"),
    path(f"{_ASKED}/code/", asking.code, name="code"),
]
