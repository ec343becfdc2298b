from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "digivuosi.apps.networks"
    label = "networks"
