"""The address table. Fixed words first; tenant addresses come last, since they match any word."""

from django.urls import include, path

handler400 = "digivuosi.apps.look.views.bad_request"
handler403 = "digivuosi.apps.look.views.forbidden"
handler404 = "digivuosi.apps.look.views.not_found"
handler500 = "digivuosi.apps.look.views.server_error"

urlpatterns = [
    path("", include("digivuosi.apps.look.urls")),
    path("", include("digivuosi.apps.people.urls")),
    path("accounts/", include("digivuosi.apps.people.account_urls")),
    path("", include("digivuosi.apps.start.urls")),
    path("", include("digivuosi.apps.feeds.urls")),
    path("", include("digivuosi.apps.publishing.urls")),
    path("", include("digivuosi.apps.subscribing.urls")),
    # Before sharing, whose `<provider>/<school>/proposals/` would take `open/<provider>/proposals/` for its own.
    path("", include("digivuosi.apps.networks.urls")),
    path("", include("digivuosi.apps.sharing.urls")),
    path("", include("digivuosi.apps.needs.urls")),
    path("", include("digivuosi.apps.schools.urls")),
    path("", include("digivuosi.apps.responsibilities.urls")),
    path("", include("digivuosi.apps.toolkit.urls")),
    path("", include("digivuosi.apps.timing.urls")),
    path("", include("digivuosi.apps.wheel.urls")),
]
