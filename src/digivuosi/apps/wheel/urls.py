from django.urls import URLPattern, path

from digivuosi.apps.wheel.urls_more import urlpatterns as more
from digivuosi.apps.wheel.views import changes, lists, now, placements, wheels

app_name = "wheel"
_SCHOOL = "<slug:provider>/<slug:school>"
_PLACEMENT = f"{_SCHOOL}/placements/<int:placement>"
urlpatterns: list[URLPattern] = [
    path(f"{_SCHOOL}/now/", now.now, name="now"),
    path(f"{_SCHOOL}/wheel/", wheels.wheel, name="wheel"),
    path(f"{_SCHOOL}/line/", wheels.line, name="line"),
    path(f"{_SCHOOL}/list/", lists.year_list, name="list"),
    path(f"{_SCHOOL}/month/", lists.month, name="month"),
    path(f"{_PLACEMENT}/", placements.placement, name="placement"),
    path(f"{_PLACEMENT}/move/", changes.move, name="move"),
    path(f"{_PLACEMENT}/status/", changes.status, name="status"),
    path(f"{_PLACEMENT}/give/", changes.give, name="give"),
    path(f"{_PLACEMENT}/note/", changes.note, name="note"),
    path(f"{_PLACEMENT}/pin/", changes.pin, name="pin"),
    path(f"{_PLACEMENT}/back/<int:event>/", changes.move_back, name="move_back"),
    path(f"{_PLACEMENT}/remove/", placements.remove, name="remove"),
    path(f"{_SCHOOL}/undo/<int:event>/", changes.undo, name="undo"),
    *more,
    # Last of all: a school's address cut short shows its first page.
    path(f"{_SCHOOL}/", now.now, name="front"),
]
