from django.apps import AppConfig


class PublishingConfig(AppConfig):
    name = "digivuosi.apps.publishing"
    label = "publishing"
