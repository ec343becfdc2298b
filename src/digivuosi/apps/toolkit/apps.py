from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitConfig(AppConfig):
    name = "digivuosi.apps.toolkit"
    label = "toolkit"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.toolkit import telling_events

        telling_events.register()
        see = Permission.SEE_PROVIDER
        register(
            NavEntry("provider", 20, _("Toolkit"), "toolkit:toolkit", see, "toolkit"),
            NavEntry("provider", 10, _("Draft"), "toolkit:draft", Permission.EDIT_TOOLKIT, "edit", Section.PLANNING),
            NavEntry("provider", 20, _("Responsibility matrix"), "toolkit:matrix", see, "matrix", Section.PLANNING),
        )
