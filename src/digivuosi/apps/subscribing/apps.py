from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK_ROUND_SECONDS = 60.0


class SubscribingConfig(AppConfig):
    name = "digivuosi.apps.subscribing"
    label = "subscribing"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools import undoing
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.subscribing.actions import poll_due

        edit = Permission.EDIT_TOOLKIT
        register(
            NavEntry("provider", 20, _("Sources"), "subscribing:sources", edit, "feed", Section.TOGETHER),
        )
        periodic.register("subscriptions", seconds=LOOK_ROUND_SECONDS, job=poll_due)
        undoing.register_verbs(
            {
                "source.follow": _("began to follow a source"),
                "source.stop": _("stopped following a source"),
                "source.key": _("trusted a source's new key"),
                "source.edition": _("a new edition came from a source"),
            }
        )
