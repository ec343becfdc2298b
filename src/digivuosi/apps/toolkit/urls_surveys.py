"""Addresses of the draft's surveys; how one looks to those who answer is a page of the app above, `needs`."""

from django.urls import URLPattern, path

from digivuosi.apps.toolkit.views import survey_parts, surveys

SURVEYS = "<slug:provider>/toolkit/draft/surveys/"
SURVEY = f"{SURVEYS}<slug:survey>/"
SECTION = f"{SURVEY}sections/<slug:key>/"
STATEMENT = f"{SURVEY}statements/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(SURVEYS, surveys.surveys, name="surveys"),
    path(f"{SURVEYS}new/", surveys.survey_new, name="survey_new"),
    path(SURVEY, surveys.survey, name="survey"),
    path(f"{SURVEY}about/", surveys.survey_about, name="survey_about"),
    path(f"{SURVEY}copy/", surveys.survey_copy, name="survey_copy"),
    path(f"{SURVEY}remove/", surveys.survey_remove, name="survey_remove"),
    path(f"{SURVEY}order/", surveys.survey_order, name="survey_order"),
    path(f"{SURVEY}sections/new/", survey_parts.section_new, name="section_new"),
    path(SECTION, survey_parts.section, name="section"),
    path(f"{SECTION}remove/", survey_parts.section_remove, name="section_remove"),
    path(f"{SURVEY}sections/<slug:section>/new/", survey_parts.statement_new, name="statement_new"),
    path(STATEMENT, survey_parts.statement, name="statement"),
    path(f"{STATEMENT}remove/", survey_parts.statement_remove, name="statement_remove"),
]
