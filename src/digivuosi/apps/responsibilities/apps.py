from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "digivuosi.apps.responsibilities"
    label = "responsibilities"
