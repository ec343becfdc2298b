from django.urls import path

from digivuosi.apps.sharing.views import copying, offers, proposals, schools, settings

C = "<slug:provider>/toolkit/copy/"
S = "<slug:provider>/<slug:school>/"

app_name = "sharing"
urlpatterns = [
    path(C, copying.copy, name="copy"),
    path(f"{C}look/", copying.look, name="look"),
    path(f"{C}upload/", copying.upload, name="upload"),
    path(f"{C}forget/", copying.forget, name="forget"),
    path(f"{C}offer/", offers.offer, name="offer"),
    path(f"{C}panel/", offers.panel, name="panel"),
    path(f"{C}roles/", settings.roles, name="roles"),
    path(f"{C}source/", settings.source, name="source"),
    path(f"{C}services/", settings.services, name="services"),
    path(f"{C}open/", settings.opening, name="opening"),
    path(f"{C}schools/", schools.schools, name="schools"),
    path(f"{C}schools/progress/", schools.progress, name="schools_progress"),
    path(f"{S}proposals/", proposals.proposals, name="proposals"),
    path(f"{S}proposals/answer/", proposals.answer, name="answer"),
    path(f"{S}proposals/again/", proposals.again, name="again"),
    path(f"{S}proposals/panel/", proposals.panel, name="school_panel"),
]
