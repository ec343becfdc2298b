"""Results of other tools get a day and their own scale, and a school can talk about them alone."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import migrations, models


def date_them(apps: object, editor: object) -> None:
    """Only the school year was known of what was brought in before: its first day stands for it."""
    results = apps.get_model("needs", "OutsideResult")  # type: ignore[attr-defined]
    for year in set(results._base_manager.values_list("year", flat=True)):
        results._base_manager.filter(year=year).update(measured_on=date(year, 8, 1))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("needs", "0001_rounds"), ("schools", "0001_initial")]

    operations: ClassVar = [
        migrations.AddField("outsideresult", "measured_on", models.DateField(null=True)),
        migrations.AddField("outsideresult", "low", models.FloatField(default=0)),
        migrations.AddField("outsideresult", "high", models.FloatField(default=100)),
        migrations.RunPython(date_them, migrations.RunPython.noop, elidable=True),
        migrations.RemoveConstraint("outsideresult", "outside_result_once_a_year"),
        migrations.RemoveField("outsideresult", "year"),
        migrations.AlterField("outsideresult", "measured_on", models.DateField()),
        migrations.AddConstraint(
            "outsideresult",
            models.UniqueConstraint(
                fields=("provider", "school", "source", "area", "measured_on"), name="outside_result_once_a_day"
            ),
        ),
        migrations.AlterField(
            "talk",
            "round",
            models.ForeignKey(
                null=True, blank=True, on_delete=models.deletion.CASCADE, related_name="+", to="needs.round"
            ),
        ),
        migrations.AddField("talk", "source", models.CharField(blank=True, default="", max_length=30), False),
        migrations.AddField("talk", "measured_on", models.DateField(blank=True, null=True)),
        migrations.AddConstraint(
            "talk",
            models.UniqueConstraint(
                condition=models.Q(("round__isnull", True)),
                fields=("school", "source", "measured_on"),
                name="one_talk_about_a_tool",
            ),
        ),
        migrations.AddConstraint(
            "talk",
            models.CheckConstraint(
                name="talk_is_about_one_thing",
                condition=models.Q(round__isnull=False, source="", measured_on__isnull=True)
                | models.Q(round__isnull=True, measured_on__isnull=False) & ~models.Q(source=""),
            ),
        ),
    ]
