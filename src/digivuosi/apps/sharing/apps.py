from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK_ROUND_SECONDS = 10.0
"""How often the worker looks for updates whose worker has died: a sign of life counts for 30 s."""


class SharingConfig(AppConfig):
    name = "digivuosi.apps.sharing"
    label = "sharing"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools import panels
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.sharing import hearing, telling_events
        from digivuosi.apps.sharing.actions import take_up_again
        from digivuosi.apps.toolkit.signals import edition_published

        telling_events.register()
        periodic.register("school-updates", seconds=LOOK_ROUND_SECONDS, job=take_up_again)
        edition_published.connect(hearing.update_schools_of_edition, dispatch_uid="sharing.update_schools")
        fresh = _("New from the toolkit")
        register(
            NavEntry(
                "provider",
                10,
                _("Copy from others"),
                "sharing:copy",
                Permission.EDIT_TOOLKIT,
                "download",
                Section.TOGETHER,
            ),
            NavEntry("school", 20, fresh, "sharing:proposals", Permission.SEE_SCHOOL, "bell", Section.PLANNING),
        )
        panels.register(panels.Panel("sharing:panel", _("The toolkit's source"), 5, Permission.EDIT_TOOLKIT))
        panels.register_of_schools(panels.Panel("sharing:school_panel", fresh, 10, Permission.PLAN_YEAR))
