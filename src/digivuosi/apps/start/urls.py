from django.urls import path

from digivuosi.apps.start import views

app_name = "start"
urlpatterns = [
    path("", views.home, name="home"),
    path("health/", views.health, name="health"),
    path("start/", views.new, name="new"),
    path("start/<slug:provider>/", views.ready, name="ready"),
    path("start/<slug:provider>/fill/", views.fill, name="fill"),
]
