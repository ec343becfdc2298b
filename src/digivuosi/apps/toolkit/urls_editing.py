"""Addresses of the pages that write: the draft, packages, publishing, and what a school makes its own."""

from django.urls import URLPattern, path

from digivuosi.apps.toolkit.views import editing, local, packages, publishing

DRAFT = "<slug:provider>/toolkit/draft/"
MEASURES = "<slug:provider>/<slug:school>/measures/"

urlpatterns: list[URLPattern] = [
    path(DRAFT, editing.draft, name="draft"),
    path(f"{DRAFT}start/", packages.start, name="draft_start"),
    path(f"{DRAFT}time/", editing.preview_time, name="preview_time"),
    path(f"{DRAFT}measures/new/", editing.new_measure, name="new_measure"),
    path(f"{DRAFT}measures/<slug:key>/", editing.edit_measure, name="edit_measure"),
    path(f"{DRAFT}measures/<slug:key>/remove/", editing.remove_measure, name="remove_measure"),
    path(f"{DRAFT}package.zip", packages.download, name="draft_zip"),
    path(f"{DRAFT}package/", packages.upload, name="upload"),
    path(f"{DRAFT}package/review/", packages.upload_review, name="upload_review"),
    path(f"{DRAFT}publish/", publishing.publish, name="publish"),
    path(f"{MEASURES}new/", local.own_new, name="own_new"),
    path(f"{MEASURES}<slug:key>/local/", local.local, name="local"),
    path(f"{MEASURES}<slug:key>/own/", local.own_edit, name="own_edit"),
    path(f"{MEASURES}<slug:key>/own/remove/", local.own_remove, name="own_remove"),
]
