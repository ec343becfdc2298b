from django.urls import path, re_path

from digivuosi.apps.feeds import views

app_name = "feeds"
urlpatterns = [
    re_path(r"^feeds/(?P<token>[A-Za-z0-9_-]{20,80})\.ics$", views.read, name="read"),
    path("<slug:provider>/<slug:school>/feeds/", views.addresses, name="addresses"),
    path("<slug:provider>/<slug:school>/feeds/<int:address>/close/", views.revoke, name="revoke"),
]
