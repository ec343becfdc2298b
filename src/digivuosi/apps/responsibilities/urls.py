from django.urls import path

from digivuosi.apps.responsibilities.views import holders, provider

P = "<slug:provider>/"
S = "<slug:provider>/<slug:school>/"

app_name = "responsibilities"
urlpatterns = [
    path(f"{P}roles/", provider.overview, name="overview"),
    path(f"{P}roles/labels/", provider.labels, name="labels"),
    path(f"{P}roles/mentors/", provider.mentors, name="mentors"),
    path(f"{P}people/import/", provider.import_people, name="import_people"),
    path(f"{P}people/import/people.<spreadsheet:kind>", provider.import_template, name="import_template"),
    path(f"{S}roles/", holders.holders, name="holders"),
    path(f"{S}roles/name/", holders.name, name="name"),
    path(f"{S}roles/copy/", holders.copy, name="copy"),
    path(f"{S}roles/<int:pk>/remove/", holders.remove, name="remove"),
    path(f"{S}help/", holders.helpers, name="helpers"),
]
