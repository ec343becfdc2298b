"""Showing a page whole, or only the part of it that changes; and showing again the page that someone came from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from digivuosi.apps.schools.access import AccessRequest

if TYPE_CHECKING:
    from django.forms import Form
    from django_htmx.middleware import HtmxDetails

LONGEST_ADDRESS = 1000


class PageRequest(AccessRequest):
    """A request of a page of a school's year."""

    htmx: HtmxDetails


@dataclass(frozen=True)
class Page:
    """A template and its words. Its partial "view" is what changes while one works."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Bad:
    """A form that could not be done, to be shown again as it was filled in."""

    placement: int
    form: Form


Maker = Callable[[PageRequest, "Bad | None"], Page]
_makers: dict[str, Maker] = {}


def shows(name: str) -> Callable[[Maker], Maker]:
    """The function makes the page of this address name; it is shown again after a change made there."""

    def keep(maker: Maker) -> Maker:
        _makers[name] = maker
        return maker

    return keep


def show(request: PageRequest, page: Page, *, status: int = 200, spoken: str = "") -> HttpResponse:
    """Answer with the whole page, or to htmx with the part that changes and the messages. `spoken` is read out."""
    context = {**page.context, "spoken": spoken}
    if wants_part(request):
        response = render(request, "wheel/part.html", {**context, "part": f"{page.template}#view"}, status=status)
    else:
        response = render(request, page.template, context, status=status)
    # One address gives two answers: the browser must not show the part when one comes back to the page.
    patch_vary_headers(response, ["HX-Request"])
    return response


def wants_part(request: PageRequest) -> bool:
    htmx = request.htmx
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def came_from(request: PageRequest, usual: str) -> str:
    """The address of this school that the person came from, else `usual`.

    With scripts that is where the browser stands (a selection changes it); without, the form says it.
    """
    told = [request.htmx.current_url_abs_path if request.htmx else "", request.POST.get("next", "")]
    told += [request.GET.get("next", "")]
    for address in told:
        if address and len(address) <= LONGEST_ADDRESS and _is_here(request, address):
            return str(address)
    return usual


def show_again(
    request: PageRequest, address: str, *, bad: Bad | None = None, status: int = 200, spoken: str = ""
) -> HttpResponse:
    """Show the page at `address` as if it had been asked for, after a change or a form that could not be done."""
    maker = _makers[_name_at(urlsplit(address).path)]
    stand_at(request, address)
    return show(request, maker(request, bad), status=status, spoken=spoken)


def stand_at(request: PageRequest, address: str) -> None:
    """Let the request be as if it had asked for this address."""
    parts = urlsplit(address)
    request.GET = QueryDict(parts.query)
    request.path = request.path_info = parts.path


def can_show(address: str) -> bool:
    return _name_at(urlsplit(address).path) in _makers


def _is_here(request: PageRequest, address: str) -> bool:
    access = request.access
    if not url_has_allowed_host_and_scheme(address, allowed_hosts=None) or access.school is None:
        return False
    return urlsplit(address).path.startswith(f"/{access.provider.slug}/{access.school.slug}/")


def _name_at(path: str) -> str:
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.url_name or "" if found.app_name == "wheel" else ""
