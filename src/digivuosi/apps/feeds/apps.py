from django.apps import AppConfig


class FeedsConfig(AppConfig):
    name = "digivuosi.apps.feeds"
    label = "feeds"
