"""Tenant base: rows of a provider and rows of a school.

Reads outside a scope raise (django-scopes). The scope guards reads only, so saving checks the tenant as well:
a row of another school, or one that points to another school's row, is refused.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django_scopes import get_scope


class WrongTenant(Exception):
    """A row was about to be written outside the tenant it belongs to."""


def _allowed_ids(value: Any) -> set[int]:
    many = value if isinstance(value, (list, tuple, set, frozenset, models.QuerySet)) else [value]
    return {item.pk for item in many}


class _Owned(models.Model):
    class Meta:
        abstract = True

    owner_field: str

    def save(self, *args: Any, **kwargs: Any) -> None:
        guard(self)
        super().save(*args, **kwargs)


def guard(row: _Owned) -> None:
    """Refuse a row outside the open scope, or one that points to another tenant's row."""
    scope = get_scope()
    owner_id = getattr(row, f"{row.owner_field}_id")
    if row.owner_field in scope:
        value = scope[row.owner_field]
        if value is not None and owner_id not in _allowed_ids(value):
            raise WrongTenant(f"{type(row).__name__} of another {row.owner_field}")
    for field in row._meta.concrete_fields:
        if not isinstance(field, models.ForeignKey):
            continue
        other = getattr(row, field.name) if field.is_cached(row) else None
        same_kind = isinstance(other, _Owned) and other.owner_field == row.owner_field
        if same_kind and getattr(other, f"{row.owner_field}_id") != owner_id:
            raise WrongTenant(f"{type(row).__name__}.{field.name} is of another {row.owner_field}")


def guard_all(rows: Iterable[_Owned]) -> None:
    """The guard for bulk writes, which pass `save` by."""
    for row in rows:
        guard(row)


class SchoolOwned(_Owned):
    """A row that one school owns; managers are `ScopedManager(school="school")`."""

    owner_field = "school"
    school = models.ForeignKey("schools.School", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True


class ProviderOwned(_Owned):
    """A row that one provider owns; managers are `ScopedManager(provider="provider")`."""

    owner_field = "provider"
    provider = models.ForeignKey("schools.Provider", on_delete=models.CASCADE, related_name="+")

    class Meta:
        abstract = True
