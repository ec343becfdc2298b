from django.apps import AppConfig


class NeedsConfig(AppConfig):
    name = "digivuosi.apps.needs"
    label = "needs"
