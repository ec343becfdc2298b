from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

PLACES = (
    (10, _("Now"), "now", "now"),
    (20, _("Year wheel"), "wheel", "wheel"),
    (30, _("List"), "list", "list"),
    (40, _("Month"), "month", "month"),
    (50, _("Line"), "line", "line"),
)


class WheelConfig(AppConfig):
    name = "digivuosi.apps.wheel"
    label = "wheel"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools import panels, undoing
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.wheel import taking_back

        see = Permission.SEE_SCHOOL
        register(
            *(
                NavEntry(
                    place="school",
                    order=order,
                    title=title,
                    url_name=f"wheel:{name}",
                    permission=see,
                    icon=icon,
                )
                for order, title, name, icon in PLACES
            )
        )
        register(
            NavEntry("school", 10, _("Measures"), "wheel:measures", see, "measure", Section.PLANNING),
            NavEntry("school", 10, _("Poster"), "wheel:poster", see, "poster", Section.SHOWING),
            NavEntry(
                "school",
                30,
                _("Publish the wheel"),
                "wheel:publish",
                Permission.MANAGE_SCHOOL,
                "publish",
                Section.SHOWING,
            ),
            NavEntry("provider", 15, _("Years of the schools"), "wheel:overview", Permission.OVERSEE_SCHOOLS, "wheel"),
        )
        panels.register(panels.Panel("wheel:progress", _("How far the schools are"), 10, Permission.OVERSEE_SCHOOLS))
        for verb in taking_back.CAN_BE_UNDONE:
            undoing.register(verb, taking_back.take_back, Permission.PLAN_YEAR)
        undoing.register_verbs(taking_back.VERBS)
