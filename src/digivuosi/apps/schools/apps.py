from django.apps import AppConfig


class SchoolsConfig(AppConfig):
    name = "digivuosi.apps.schools"
    label = "schools"
