from django.apps import AppConfig


class StartConfig(AppConfig):
    name = "digivuosi.apps.start"
    label = "start"

    def ready(self) -> None:
        from digivuosi.apps.look import periodic
        from digivuosi.apps.start.actions.retention import obey_today

        periodic.register("retention", seconds=24 * 60 * 60, job=obey_today)
