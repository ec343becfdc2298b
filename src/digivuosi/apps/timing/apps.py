from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

LOOK_ROUND_SECONDS = 10.0
"""How often the worker looks for runs whose worker has died."""


class TimingConfig(AppConfig):
    name = "digivuosi.apps.timing"
    label = "timing"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools import undoing
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.timing import actions
        from digivuosi.apps.timing.actions.undoing import CAN_BE_UNDONE

        plan, oversee, hours = Permission.PLAN_YEAR, Permission.OVERSEE_SCHOOLS, _("Hours and absences")
        periodic.register("timing-runs", seconds=LOOK_ROUND_SECONDS, job=actions.take_up_again)
        register(
            NavEntry("school", 30, _("Propose a timing"), "timing:propose", plan, "timing", Section.PLANNING),
            NavEntry("school", 40, hours, "timing:hours", plan, "hours", Section.PEOPLE),
            NavEntry("provider", 30, _("Timing at all schools"), "timing:city", oversee, "timing", Section.PLANNING),
            NavEntry("provider", 40, hours, "timing:provider_hours", oversee, "hours", Section.PEOPLE),
        )
        for verb in CAN_BE_UNDONE:
            # Whose absence someone may write depends on who they are; taking back is for whoever leads the school.
            undoing.register(verb, actions.take_back, Permission.MANAGE_SCHOOL if "absence" in verb else plan)
        undoing.register_verbs(
            {
                "timing.rules": _("changed the rules of the hours"),
                "timing.new-per-week": _("changed how many new things a week there may be"),
                "timing.school": _("changed the quiet weeks or new things of the school"),
                "timing.mentor": _("changed the working time of a mentor"),
                "timing.absence-added": _("wrote down an absence"),
                "timing.absence-removed": _("removed an absence"),
                "timing.rules.undo": _("took back a change of the hours"),
                "timing.new-per-week.undo": _("took back a change of the hours"),
                "timing.school.undo": _("took back a change of the hours"),
                "timing.mentor.undo": _("took back a change of the hours"),
                "timing.absence-added.undo": _("took back an absence"),
                "timing.absence-removed.undo": _("took back the removal of an absence"),
            }
        )
