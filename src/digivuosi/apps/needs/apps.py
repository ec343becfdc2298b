from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "digivuosi.apps.needs"
    label = "needs"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools import panels, undoing
        from digivuosi.apps.schools.access import Permission

        register(
            NavEntry("school", 40, _("Needs"), "needs:school_rounds", Permission.SEE_SCHOOL, "eye", Section.PLANNING),
            NavEntry("provider", 18, _("Needs"), "needs:rounds", Permission.OVERSEE_SCHOOLS, "eye"),
        )
        panels.register_of_schools(panels.Panel("needs:open_now", _("Surveys open now"), 5, Permission.SEE_SCHOOL))
        undoing.register_verbs(
            {
                "round.open": _("opened a survey"),
                "round.end": _("changed the last day of a survey"),
                "round.close": _("closed a survey"),
                "round.remind": _("reminded the schools of a survey"),
                "round.expect": _("told how many people a survey asks"),
                "round.code": _("took a new code for a survey"),
                "round.links": _("made links for a survey"),
                "round.text": _("read a free text of a survey"),
                "talk.save": _("wrote down a digital talk"),
                "target.save": _("chose a target"),
                "target.remove": _("took away a target"),
                "target.take": _("took a measure into the year for a target"),
                "outside.import": _("brought in results of another survey"),
                "retention.remove": _("removed what was past its time"),
            }
        )
