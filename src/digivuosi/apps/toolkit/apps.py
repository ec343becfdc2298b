from django.apps import AppConfig


class ToolkitConfig(AppConfig):
    name = "digivuosi.apps.toolkit"
    label = "toolkit"
