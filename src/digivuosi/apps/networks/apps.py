from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK_ROUND_SECONDS = 60.0


class NetworksConfig(AppConfig):
    name = "digivuosi.apps.networks"
    label = "networks"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.look.navigation import NavEntry, register
        from digivuosi.apps.networks.sending import look_after_due
        from digivuosi.apps.schools.access import Permission

        edit, see = Permission.EDIT_TOOLKIT, Permission.SEE_PROVIDER
        register(
            NavEntry("school", 70, _("What was learnt"), "networks:school_lessons", Permission.SEE_SCHOOL, "flag"),
            NavEntry("provider", 63, _("Suggestions"), "networks:suggestions", edit, "send"),
            NavEntry("provider", 64, _("What was learnt"), "networks:provider_lessons", edit, "flag"),
            NavEntry("provider", 65, _("Networks"), "networks:networks", see, "link"),
        )
        periodic.register("suggestions", seconds=LOOK_ROUND_SECONDS, job=look_after_due)
        self._tell_of_events()

    def _tell_of_events(self) -> None:
        from digivuosi.apps.schools import undoing

        undoing.register_verbs(
            {
                "suggestion.came": _("a suggestion came"),
                "suggestion.take": _("took a suggestion into the draft"),
                "suggestion.decline": _("answered a suggestion"),
                "suggestion.send": _("suggested a change to the publisher"),
                "suggestion.answered": _("the publisher answered a suggestion"),
                "network.make": _("made a network"),
                "network.invite": _("invited a municipality to a network"),
                "network.invited": _("was invited to a network"),
                "network.join": _("joined a network"),
                "network.leave": _("left a network"),
                "lesson.write": _("wrote what was learnt"),
                "lesson.remove": _("took away what was learnt"),
                "lineage.consent": _("changed what is told about copies"),
            }
        )
