"""Addresses of this app, and what its pages have in common."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.needs.queries.rounds import AskedSchool, asked_at, round_of
from digivuosi.apps.schools.access import AccessRequest


def of_provider(request: AccessRequest, name: str, **more: object) -> str:
    return reverse(f"needs:{name}", kwargs={"provider": request.access.provider.slug, **more})


def of_school(request: AccessRequest, name: str, **more: object) -> str:
    access = request.access
    return reverse(f"needs:{name}", kwargs={"provider": access.provider.slug, "school": access.here.slug, **more})


def round_or_404(request: AccessRequest, pk: int) -> Any:
    """A round of the provider."""
    found = round_of(request.access.provider, pk)
    if found is None:
        raise Http404
    return found


def asked_or_404(request: AccessRequest, round_pk: int) -> AskedSchool:
    """A round that this school is asked in."""
    found = asked_at(request.access.here, round_pk)
    if found is None:
        raise Http404
    return found


def provider_crumbs(request: AccessRequest, *more: Crumb) -> list[Crumb]:
    return [Crumb(_("Needs"), of_provider(request, "rounds")), *more]


def school_crumbs(request: AccessRequest, *more: Crumb) -> list[Crumb]:
    return [Crumb(_("Needs"), of_school(request, "school_rounds")), *more]
