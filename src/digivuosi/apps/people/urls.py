from django.urls import path

from digivuosi.apps.people import views

app_name = "people"
urlpatterns = [
    path("accounts/settings/", views.own_settings, name="settings"),
    path("accounts/link/", views.ask_for_link, name="ask_for_link"),
    path("accounts/link/sent/", views.link_sent, name="link_sent"),
    path("accounts/link/<str:secret>/", views.use_link, name="use_link"),
    path("accounts/demo/", views.demo_sign_in, name="demo_sign_in"),
]
