from django.urls import path, register_converter

from digivuosi.apps.publishing.converters import EditionName
from digivuosi.apps.publishing.views import asking, editions, harvesting, materials, pages

app_name = "publishing"
register_converter(EditionName, "edition")
OPEN = "open/<slug:provider>/"
urlpatterns = [
    path("oai", harvesting.oai, name="oai"),
    path("oai/digivuosi-lrmi-1.xsd", harvesting.lrmi_schema, name="lrmi_schema"),
    path(OPEN, pages.front, name="front"),
    path(f"{OPEN}measures/<slug:key>/", pages.measure, name="measure"),
    path(f"{OPEN}materials/<slug:key>/", materials.material, name="material"),
    path(f"{OPEN}materials/<slug:key>/file/", materials.file, name="file"),
    path(f"{OPEN}metadata.jsonld", editions.metadata, name="metadata"),
    path(f"{OPEN}editions.atom", editions.feed, name="feed"),
    path(f"{OPEN}editions/", pages.editions, name="editions"),
    path(f"{OPEN}editions/<edition:edition>.json", editions.statement, name="statement"),
    path(f"{OPEN}editions/<edition:edition>.zip", editions.package, name="package"),
    path(f"{OPEN}keys.json", editions.keys, name="keys"),
    path("<slug:provider>/publishing/", asking.publishing, name="publishing"),
    path("<slug:provider>/publishing/key/", asking.key, name="key"),
]
