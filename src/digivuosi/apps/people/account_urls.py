"""allauth's pages, each with its mark; allauth finds them by these names, so they stand in no namespace."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods

from digivuosi.apps.look.marks import public
from digivuosi.apps.people.marks import for_signed_in
from digivuosi.apps.people.views import SignInView

takes = require_http_methods(["GET", "HEAD", "POST"])
"""Django's form views would take a PUT for a POST."""

urlpatterns = [
    path("login/", public(takes(SignInView.as_view())), name="account_login"),
    path("logout/", public(takes(views.logout)), name="account_logout"),
    path("inactive/", public(takes(views.account_inactive)), name="account_inactive"),
    path("signup/", public(takes(views.signup)), name="account_signup"),
    path("reauthenticate/", for_signed_in(takes(views.reauthenticate)), name="account_reauthenticate"),
    path("email/", for_signed_in(takes(views.email)), name="account_email"),
    path("confirm-email/", public(takes(views.email_verification_sent)), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", public(takes(views.confirm_email)), name="account_confirm_email"),
    path("password/change/", for_signed_in(takes(views.password_change)), name="account_change_password"),
    path("password/set/", for_signed_in(takes(views.password_set)), name="account_set_password"),
    path("password/reset/", public(takes(views.password_reset)), name="account_reset_password"),
    path("password/reset/done/", public(takes(views.password_reset_done)), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(takes(views.password_reset_from_key)),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(takes(views.password_reset_from_key_done)),
        name="account_reset_password_from_key_done",
    ),
]
