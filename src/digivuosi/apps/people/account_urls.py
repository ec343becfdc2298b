"""allauth's pages, each with its mark; allauth finds them by these names, so they stand in no namespace."""

from allauth.account import views
from django.urls import path, re_path

from digivuosi.apps.look.marks import public
from digivuosi.apps.people.marks import for_signed_in
from digivuosi.apps.people.views import SignInView

urlpatterns = [
    path("login/", public(SignInView.as_view()), name="account_login"),
    path("logout/", public(views.logout), name="account_logout"),
    path("inactive/", public(views.account_inactive), name="account_inactive"),
    path("signup/", public(views.signup), name="account_signup"),
    path("reauthenticate/", for_signed_in(views.reauthenticate), name="account_reauthenticate"),
    path("email/", for_signed_in(views.email), name="account_email"),
    path("confirm-email/", public(views.email_verification_sent), name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", public(views.confirm_email), name="account_confirm_email"),
    path("password/change/", for_signed_in(views.password_change), name="account_change_password"),
    path("password/set/", for_signed_in(views.password_set), name="account_set_password"),
    path("password/reset/", public(views.password_reset), name="account_reset_password"),
    path("password/reset/done/", public(views.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        public(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
