from django.apps import AppConfig


class ResponsibilitiesConfig(AppConfig):
    name = "digivuosi.apps.responsibilities"
    label = "responsibilities"

    def ready(self) -> None:
        from digivuosi.apps.responsibilities.hearing import leave_roles_of_member
        from digivuosi.apps.schools.signals import member_removed

        member_removed.connect(leave_roles_of_member, dispatch_uid="responsibilities.leave_roles")
