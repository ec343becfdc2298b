from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "digivuosi.apps.publishing"
    label = "publishing"

    def ready(self) -> None:
        from digivuosi.apps.look.navigation import NavEntry, Section, register
        from digivuosi.apps.publishing.hearing import open_new_edition
        from digivuosi.apps.schools.access import Permission
        from digivuosi.apps.schools.undoing import register_verbs
        from digivuosi.apps.toolkit.signals import edition_published

        edition_published.connect(open_new_edition, dispatch_uid="publishing.open_new_edition")
        register(
            NavEntry(
                "provider",
                40,
                _("For others"),
                "publishing:publishing",
                Permission.MANAGE_PROVIDER,
                "publish",
                Section.TOGETHER,
            )
        )
        register_verbs(
            {
                "publishing.open": _("opened the toolkit to anyone"),
                "publishing.close": _("took the open toolkit back"),
                "publishing.key": _("took a new signing key into use"),
                "publishing.sign": _("signed the editions under a new address"),
            }
        )
