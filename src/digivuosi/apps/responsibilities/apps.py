from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsibilitiesConfig(AppConfig):
    name = "digivuosi.apps.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.responsibilities.hearing import leave_roles_of_member
        from digivuosi.apps.responsibilities.queries import role_of_event
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.schools.signals import member_removed
        from digivuosi.apps.schools.undoing import register_details, register_verbs

        member_removed.connect(leave_roles_of_member, dispatch_uid="responsibilities.leave_roles")
        see, oversee = Permission.SEE_SCHOOL, Permission.OVERSEE_SCHOOLS
        register(
            NavEntry("school", 20, _("Roles"), "responsibilities:holders", see, "roles", Section.PEOPLE),
            NavEntry("school", 10, _("Who helps me"), "responsibilities:helpers", see, "help", Section.PEOPLE),
            NavEntry("provider", 30, _("Roles"), "responsibilities:overview", oversee, "roles", Section.PEOPLE),
        )
        register_details("role.", role_of_event)
        register_verbs(
            {
                "role.name": _("named for a role"),
                "role.change": _("changed the hours of a role"),
                "role.remove": _("took away a role"),
                "role.label": _("renamed a role"),
            }
        )
