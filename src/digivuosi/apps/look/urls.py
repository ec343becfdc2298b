from django.urls import path

from digivuosi.apps.look import views

app_name = "look"
urlpatterns = [
    path("look/", views.gallery, name="gallery"),
    path("look/progress/", views.sample_progress, name="sample-progress"),
    path("look/part/", views.sample_part, name="sample-part"),
    path("look/confirm/", views.sample_confirm, name="sample-confirm"),
    path("look/errors/<int:status>/", views.sample_error, name="sample-error"),
    path("language/", views.language, name="language"),
    path("theme/", views.scheme, name="scheme"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
