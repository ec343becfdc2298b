from django.apps import AppConfig


class TimingConfig(AppConfig):
    name = "digivuosi.apps.timing"
    label = "timing"
