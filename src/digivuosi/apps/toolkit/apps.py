from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ToolkitConfig(AppConfig):
    name = "digivuosi.apps.toolkit"
    label = "toolkit"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, register
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.toolkit import telling_events

        telling_events.register()
        register(
            NavEntry("provider", 20, _("Toolkit"), "toolkit:toolkit", Permission.SEE_PROVIDER, "toolkit"),
            NavEntry("provider", 30, _("Responsibility matrix"), "toolkit:matrix", Permission.SEE_PROVIDER, "matrix"),
            NavEntry("provider", 40, _("Draft"), "toolkit:draft", Permission.EDIT_TOOLKIT, "edit"),
        )
