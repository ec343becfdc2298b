from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SchoolsConfig(AppConfig):
    name = "digivuosi.apps.schools"
    label = "schools"

    def ready(self) -> None:
        self._put_into_navigation()
        self._tell_of_events()
        from digivuosi.apps.people.demo import register
        from digivuosi.apps.schools.queries import people_of_demo

        register("schools", people_of_demo)

    def _put_into_navigation(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools.access import Permission

        manage, manage_school = Permission.MANAGE_PROVIDER, Permission.MANAGE_SCHOOL
        register(
            NavEntry("school", 30, _("People"), "schools:school_people", manage_school, "people", Section.PEOPLE),
            NavEntry("school", 10, _("History"), "schools:history", Permission.PLAN_YEAR, "history", Section.UPKEEP),
            NavEntry("school", 20, _("Settings"), "schools:school_settings", manage_school, "settings", Section.UPKEEP),
            NavEntry("provider", 10, _("Overview"), "schools:overview", None, "overview"),
            NavEntry("provider", 40, _("Calendar"), "schools:calendar", None, "calendar", Section.PLANNING),
            NavEntry("provider", 10, _("Schools"), "schools:schools", manage, "school", Section.PEOPLE),
            NavEntry("provider", 20, _("People"), "schools:people", manage, "people", Section.PEOPLE),
            NavEntry("provider", 10, _("History"), "schools:provider_history", manage, "history", Section.UPKEEP),
            NavEntry("provider", 20, _("Settings"), "schools:settings", manage, "settings", Section.UPKEEP),
            NavEntry("user", 20, _("My schools"), "schools:mine", icon="school"),
        )

    def _tell_of_events(self) -> None:
        from digivuosi.apps.schools import queries, taking_back, undoing
        from digivuosi.apps.schools.access import Permission

        undoing.register_verbs(
            {
                "provider.start": _("started the provider"),
                "provider.change": _("changed the settings of the provider"),
                "school.add": _("added a school"),
                "school.change": _("changed a school"),
                "school.close": _("closed a school"),
                "school.open": _("opened a school again"),
                "school.change.undo": _("took back a change of a school"),
                "school.close.undo": _("took back the closing of a school"),
                "school.open.undo": _("took back the opening of a school"),
                "member.add": _("gave a right"),
                "member.remove": _("took away a right"),
                "member.invite": _("invited a person"),
                "member.accept": _("took up an invitation"),
                "calendar.save": _("saved the calendar"),
                "calendar.save.undo": _("took back a change of the calendar"),
            }
        )
        undoing.register_details("member.", queries.right_of_event)
        for verb in ("school.change", "school.close", "school.open"):
            undoing.register(verb, taking_back.undo_school, Permission.MANAGE_SCHOOL)
        undoing.register("calendar.save", taking_back.undo_calendar, Permission.MANAGE_PROVIDER)
