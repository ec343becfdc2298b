from django.apps import AppConfig


class WheelConfig(AppConfig):
    name = "digivuosi.apps.wheel"
    label = "wheel"
