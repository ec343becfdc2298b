from django.urls import URLPattern

app_name = "subscribing"
urlpatterns: list[URLPattern] = []
