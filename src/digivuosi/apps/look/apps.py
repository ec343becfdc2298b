from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "digivuosi.apps.look"
    label = "look"
