from django.urls import path

from digivuosi.apps.networks.views import lessons, lineage, networks, open, suggestions

P = "<slug:provider>/"
G = f"{P}suggestions/"
N = f"{P}networks/"

app_name = "networks"
urlpatterns = [
    path("open/<slug:provider>/letters/", open.letters, name="letters"),
    path("open/<slug:provider>/letters/<str:token>/", open.answer, name="answer"),
    path("open/<slug:provider>/copies/", lineage.public, name="public_copies"),
    path("open/<slug:provider>/copies.json", lineage.listed, name="listed_copies"),
    path(G, suggestions.suggestions, name="suggestions"),
    path(f"{G}new/<slug:key>/", suggestions.suggest, name="suggest"),
    path(f"{G}<int:suggestion>/", suggestions.suggestion, name="suggestion"),
    path(f"{G}<int:suggestion>/take/", suggestions.take, name="take"),
    path(f"{G}<int:suggestion>/decline/", suggestions.decline, name="decline"),
    path(f"{P}copies/", lineage.copies, name="copies"),
    path(f"{P}copies/<int:copy>/", lineage.answer, name="answer_copy"),
    path(f"{P}learnt/", lessons.provider_lessons, name="provider_lessons"),
    path(f"{P}learnt/<slug:key>/", lessons.write, name="write_lesson"),
    path(N, networks.networks, name="networks"),
    path(f"{N}<int:network>/", networks.network, name="network"),
    path(f"{N}<int:network>/toolkits/<slug:member>/", networks.toolkit, name="member_toolkit"),
    path(f"{N}<int:network>/invite/", networks.invite, name="invite"),
    path(f"{N}<int:network>/accept/", networks.accept, name="accept"),
    path(f"{N}<int:network>/leave/", networks.leave, name="leave"),
    path(f"{P}<slug:school>/learnt/", lessons.school_lessons, name="school_lessons"),
    path(f"{P}<slug:school>/learnt/<int:lesson>/remove/", lessons.remove, name="remove_lesson"),
]
