"""An open toolkit's parts with their whole addresses, as metadata tells of them."""

from __future__ import annotations

from django.urls import reverse

from digivuosi.apps.people.addresses import absolute
from digivuosi.domain.publishing.resources import Places


def places_on(slug: str, origin: str) -> Places:
    """Where the parts of a provider's open toolkit are; `origin` is this server as it was asked, or empty."""

    def of(name: str, **more: str) -> str:
        return absolute(reverse(f"publishing:{name}", kwargs={"provider": slug, **more}), origin)

    return Places(of("front"), lambda key: of("measure", key=key), lambda key: of("material", key=key))


def public_address(slug: str, origin: str) -> str:
    """The provider's public address, whole; statements name it."""
    return places_on(slug, origin).toolkit
