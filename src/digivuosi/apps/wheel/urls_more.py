"""Addresses of the wheel app beside the views of a year: taking measures, the city's overview, poster, publishing."""

from django.urls import URLPattern, path, re_path

from digivuosi.apps.wheel.views import overview, poster, public, taking

SCHOOL = "<slug:provider>/<slug:school>"

urlpatterns: list[URLPattern] = [
    path("<slug:provider>/overview/", overview.overview, name="overview"),
    path("<slug:provider>/overview/table.xlsx", overview.overview_table, name="overview_table"),
    path("<slug:provider>/overview/panel/progress/", overview.progress, name="progress"),
    path("<slug:provider>/overview/<slug:key>/", overview.measure, name="overview_measure"),
    path(f"{SCHOOL}/measures/", taking.measures, name="measures"),
    path(f"{SCHOOL}/measures/take/", taking.take, name="take"),
    path(f"{SCHOOL}/measures/take-all/", taking.take_all, name="take_all"),
    path(f"{SCHOOL}/measures/<slug:key>/decline/", taking.decline, name="decline"),
    path(f"{SCHOOL}/measures/<slug:key>/withdraw/", taking.withdraw, name="withdraw"),
    path(f"{SCHOOL}/poster/", poster.poster, name="poster"),
    re_path(
        r"^(?P<provider>[-\w]+)/(?P<school>[-\w]+)/poster\.(?P<kind>pdf|png|svg)$", poster.file, name="poster_file"
    ),
    path(f"{SCHOOL}/public/", public.public, name="public"),
    path(f"{SCHOOL}/embed/", public.embed, name="embed"),
    path(f"{SCHOOL}/publish/", public.publish, name="publish"),
]
