from django.urls import path

from digivuosi.apps.toolkit import urls_editing, urls_items, urls_surveys
from digivuosi.apps.toolkit.views import editions, materials, matrix, measures, toolkits

P = "<slug:provider>/"
T = f"{P}toolkit/"
E = f"{T}editions/<str:edition>/"
D = f"{P}toolkit/draft/as-read/"

app_name = "toolkit"
urlpatterns = [
    path(T, toolkits.toolkit, name="toolkit"),
    path(f"{T}measures/<slug:key>/", measures.measure, name="measure"),
    path(f"{T}materials/<slug:key>/", materials.material, name="material"),
    path(f"{T}materials/<slug:key>/file/", materials.material_file, name="material_file"),
    path(f"{T}editions/", editions.editions, name="editions"),
    path(E, editions.edition, name="edition"),
    path(f"{E}package.zip", editions.edition_zip, name="edition_zip"),
    path(f"{E}as-read/", toolkits.edition_toolkit, name="edition_toolkit"),
    path(f"{E}measures/<slug:key>/", measures.edition_measure, name="edition_measure"),
    path(f"{E}materials/<slug:key>/", materials.edition_material, name="edition_material"),
    path(f"{E}materials/<slug:key>/file/", materials.edition_material_file, name="edition_material_file"),
    path(D, toolkits.draft_toolkit, name="draft_toolkit"),
    path(f"{D}measures/<slug:key>/", measures.draft_preview, name="draft_preview"),
    path(f"{D}materials/<slug:key>/", materials.draft_material, name="draft_material"),
    path(f"{D}materials/<slug:key>/file/", materials.draft_material_file, name="draft_material_file"),
    path(f"{P}matrix/", matrix.matrix, name="matrix"),
]
urlpatterns += [*urls_items.urlpatterns, *urls_surveys.urlpatterns, *urls_editing.urlpatterns]
