from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "digivuosi.apps.people"
    label = "people"
