from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "digivuosi.apps.people"
    label = "people"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, register

        register(NavEntry("user", 10, _("My settings"), "people:settings", icon="user"))
