from django.apps import AppConfig


class StartConfig(AppConfig):
    name = "digivuosi.apps.start"
    label = "start"
