from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK_ROUND_SECONDS = 60.0
SELDOM_SECONDS = 300.0


class NetworksConfig(AppConfig):
    name = "digivuosi.apps.networks"
    label = "networks"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.networks.giving import hear_of_undoing
        from digivuosi.apps.networks.receiving import check_due
        from digivuosi.apps.networks.remote_copies import look_due
        from digivuosi.apps.networks.sending import look_after_due
        from digivuosi.apps.networks.telling import tell_due
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.toolkit.signals import change_taken_back

        edit, see, manage = Permission.EDIT_TOOLKIT, Permission.SEE_PROVIDER, Permission.MANAGE_PROVIDER
        learnt = _("What was learnt")
        register(
            NavEntry("school", 50, learnt, "networks:school_lessons", Permission.SEE_SCHOOL, "flag", Section.PLANNING),
            NavEntry("provider", 50, learnt, "networks:provider_lessons", edit, "flag", Section.PLANNING),
            NavEntry("provider", 30, _("Suggestions"), "networks:suggestions", edit, "send", Section.TOGETHER),
            NavEntry("provider", 50, _("Copies of ours"), "networks:copies", manage, "copy", Section.TOGETHER),
            NavEntry("provider", 60, _("Networks"), "networks:networks", see, "link", Section.TOGETHER),
        )
        periodic.register("suggestions", seconds=LOOK_ROUND_SECONDS, job=look_after_due)
        periodic.register("letters", seconds=LOOK_ROUND_SECONDS, job=check_due)
        periodic.register("told-copies", seconds=SELDOM_SECONDS, job=tell_due)
        periodic.register("copies-of-copies", seconds=SELDOM_SECONDS, job=look_due)
        change_taken_back.connect(hear_of_undoing, dispatch_uid="networks.hear_of_undoing")
        self._tell_of_events()

    def _tell_of_events(self) -> None:
        from digivuosi.apps.networks.giving import undo_take
        from digivuosi.apps.schools import undoing
        from digivuosi.apps.schools.access import Permission

        undoing.register("suggestion.take", undo_take, Permission.EDIT_TOOLKIT)
        undoing.register_verbs(
            {
                "suggestion.came": _("a suggestion came"),
                "suggestion.take": _("took a suggestion into the draft"),
                "suggestion.take.undo": _("took a suggestion out of the draft again"),
                "suggestion.open": _("a suggestion is open again, since nothing of it is in the draft"),
                "suggestion.decline": _("answered a suggestion"),
                "suggestion.send": _("suggested a change to the publisher"),
                "suggestion.answered": _("the publisher answered a suggestion"),
                "suggestion.reopened": _("the publisher took back its answer to a suggestion"),
                "copy.came": _("a copy on another server told of itself"),
                "copy.gone": _("a copy on another server took back what it had told"),
                "copy.show": _("put a copy on the map"),
                "copy.hide": _("hid a copy from the map"),
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
