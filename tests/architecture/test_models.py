"""Foreign keys point down the line of the apps; the import linter does not see keys that are given as words."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from .repository import contract, heights, our_apps

ORDER = heights(contract("apps")["layers"])


def upward_keys() -> list[str]:
    found = []
    for app in our_apps():
        for model in app.get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                target = getattr(field, "related_model", None)
                forward = isinstance(field, models.ForeignKey | models.ManyToManyField)
                if (
                    forward
                    and isinstance(target, type)
                    and issubclass(target, models.Model)
                    and target._meta.app_label in ORDER
                ):
                    own, other = ORDER[app.label], ORDER[target._meta.app_label]
                    if other > own:
                        found.append(f"{model.__name__}.{field.name} → {target.__name__}")
    return found


def test_foreign_keys_point_down() -> None:
    assert upward_keys() == []


def test_the_walk_sees_keys() -> None:
    keys = [field for app in our_apps() for model in app.get_models() for field in model._meta.get_fields()]
    assert any(isinstance(field, models.ForeignKey) for field in keys)


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_can_be_told_apart_in_words() -> None:
    """A row that shows itself as "Placement object (7)" helps nobody in a log or a shell."""
    silent = [
        model.__name__
        for model in apps.get_models()
        if model._meta.app_label in ORDER and not model._meta.auto_created and model.__str__ is models.Model.__str__
    ]
    assert silent == []
