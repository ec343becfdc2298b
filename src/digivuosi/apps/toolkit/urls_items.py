"""Addresses of the draft's lists beside measures."""

from django.urls import URLPattern, path

from digivuosi.apps.toolkit.views import items

LISTS = "<slug:provider>/toolkit/draft/lists"

urlpatterns: list[URLPattern] = [
    path("<slug:provider>/toolkit/draft/about/", items.head, name="head"),
    path(f"{LISTS}/<slug:kind>/", items.items, name="items"),
    path(f"{LISTS}/<slug:kind>/new/", items.item_new, name="item_new"),
    path(f"{LISTS}/<slug:kind>/<slug:key>/", items.item, name="item"),
    path(f"{LISTS}/<slug:kind>/<slug:key>/remove/", items.item_remove, name="item_remove"),
]
