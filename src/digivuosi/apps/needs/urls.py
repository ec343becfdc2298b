"""Addresses of needs: answering without signing in, a provider's rounds, a school's summaries and talks."""

from django.urls import URLPattern, path

from digivuosi.apps.needs.views import (
    answering,
    asking,
    outside,
    outside_summaries,
    previewing,
    rounds,
    summaries,
    talks,
    texts,
    why,
)

app_name = "needs"
_PROVIDER = "<slug:provider>/needs"
_ROUND = f"{_PROVIDER}/rounds/<int:round>"
_SCHOOL = "<slug:provider>/<slug:school>/needs"
_ASKED = f"{_SCHOOL}/<int:round>"
_TOOL = f"{_SCHOOL}/outside/<slug:source>/<str:day>"
_PREVIEW = "<slug:provider>/toolkit/draft/surveys/<slug:survey>/preview/"
urlpatterns: list[URLPattern] = [
    path("answer/", answering.enter, name="enter"),
    path("answer/worker.js", answering.worker, name="answer_worker"),
    path("answer/link/<slug:token>/", answering.answer_by_link, name="answer_by_link"),
    path("answer/<slug:code>/", answering.answer, name="answer"),
    path(f"{_PROVIDER}/", rounds.rounds, name="rounds"),
    path(f"{_PROVIDER}/open/<slug:survey>/", rounds.open_survey, name="open"),
    path(f"{_ROUND}/", rounds.round_page, name="round"),
    path(f"{_ROUND}/end/", rounds.change_end, name="end"),
    path(f"{_ROUND}/close/", rounds.close, name="close"),
    path(f"{_ROUND}/remind/", rounds.remind_schools, name="remind"),
    path(f"{_ROUND}/summary/", summaries.summary, name="summary"),
    path(f"{_ROUND}/summary.<slug:kind>", summaries.table, name="table"),
    path(f"{_ROUND}/dataset.zip", outside.dataset, name="dataset"),
    path(f"{_ROUND}/texts/", texts.texts, name="texts"),
    path(f"{_ROUND}/texts/<int:text>/", texts.decide_text, name="text"),
    path(f"{_PROVIDER}/measures/<slug:key>/", why.measure, name="measure"),
    path(_PREVIEW, previewing.survey_preview, name="survey_preview"),
    path(f"{_PROVIDER}/outside/", outside.outside, name="outside"),
    path(f"{_PROVIDER}/outside/take/", outside.take, name="outside_take"),
    path(f"{_SCHOOL}/", asking.school_rounds, name="school_rounds"),
    path(f"{_SCHOOL}/open/", why.open_now, name="open_now"),
    path(f"{_SCHOOL}/why/<int:placement>/", why.why, name="why"),
    path(f"{_ASKED}/", summaries.school_summary, name="school_summary"),
    path(f"{_ASKED}/summary.<slug:kind>", summaries.school_table, name="school_table"),
    path(f"{_ASKED}/talk/", talks.talk, name="talk"),
    path(f"{_ASKED}/talk/save/", talks.save_talk, name="save_talk"),
    path(f"{_ASKED}/talk.md", talks.talk_file, name="talk_file"),
    path(f"{_ASKED}/talk/targets/<slug:area>/", talks.target, name="target"),
    path(f"{_ASKED}/talk/targets/<slug:area>/remove/", talks.remove_target, name="remove_target"),
    path(f"{_ASKED}/talk/targets/<slug:area>/take/", talks.take_for_target, name="take_for_target"),
    path(f"{_TOOL}/", outside_summaries.outside_summary, name="outside_summary"),
    path(f"{_TOOL}/summary.<slug:kind>", outside_summaries.outside_table, name="outside_table"),
    path(f"{_TOOL}/talk/", talks.talk, name="outside_talk"),
    path(f"{_TOOL}/talk/save/", talks.save_talk, name="outside_save_talk"),
    path(f"{_TOOL}/talk.md", talks.talk_file, name="outside_talk_file"),
    path(f"{_TOOL}/talk/targets/<slug:area>/", talks.target, name="outside_target"),
    path(f"{_TOOL}/talk/targets/<slug:area>/remove/", talks.remove_target, name="outside_remove_target"),
    path(f"{_TOOL}/talk/targets/<slug:area>/take/", talks.take_for_target, name="outside_take_for_target"),
    path(f"{_ASKED}/ask/", asking.ask, name="ask"),
    path(f"{_ASKED}/expected/", asking.expected, name="expected"),
    path(f"{_ASKED}/code/", asking.code, name="code"),
]
