from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedsConfig(AppConfig):
    name = "digivuosi.apps.feeds"
    label = "feeds"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.schools.access import Permission

        register(
            NavEntry(
                place="school",
                order=20,
                title=_("Calendar feeds"),
                url_name="feeds:addresses",
                permission=Permission.SEE_SCHOOL,
                icon="calendar",
                section=Section.SHOWING,
            )
        )
