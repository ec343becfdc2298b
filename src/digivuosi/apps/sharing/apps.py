from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "digivuosi.apps.sharing"
    label = "sharing"
