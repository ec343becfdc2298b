from django.urls import path

from digivuosi.apps.subscribing import views

app_name = "subscribing"
urlpatterns = [
    path("<slug:provider>/sources/", views.sources, name="sources"),
    path("<slug:provider>/sources/<int:source>/look/", views.look_now, name="look_now"),
    path("<slug:provider>/sources/<int:source>/stop/", views.stop, name="stop"),
    path("<slug:provider>/sources/<int:source>/key/", views.trust_key, name="trust_key"),
]
