from django.apps import AppConfig


class SubscribingConfig(AppConfig):
    name = "digivuosi.apps.subscribing"
    label = "subscribing"
