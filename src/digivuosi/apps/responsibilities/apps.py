from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResponsibilitiesConfig(AppConfig):
    name = "digivuosi.apps.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, register
        from digivuosi.apps.responsibilities.hearing import leave_roles_of_member
        from digivuosi.apps.responsibilities.queries import role_of_event
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.schools.signals import member_removed
        from digivuosi.apps.schools.undoing import register_details, register_verbs

        member_removed.connect(leave_roles_of_member, dispatch_uid="responsibilities.leave_roles")
        register(
            NavEntry("school", 60, _("Roles"), "responsibilities:holders", Permission.SEE_SCHOOL, "roles"),
            NavEntry("school", 50, _("Who helps me"), "responsibilities:helpers", Permission.SEE_SCHOOL, "help"),
            NavEntry("provider", 60, _("Roles"), "responsibilities:overview", Permission.OVERSEE_SCHOOLS, "roles"),
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
