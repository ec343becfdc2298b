"""The address table, walked: every address with its name, arguments and view."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators import http

TENANT = {"provider", "school"}


@dataclass(frozen=True)
class Address:
    """One line of the address table."""

    name: str
    route: str
    arguments: frozenset[str]
    view: Callable[..., Any]

    @property
    def mark(self) -> tuple[str, Any] | None:
        return getattr(self.view, "access_mark", None)

    @property
    def own_arguments(self) -> frozenset[str]:
        """What beside the tenant the address needs."""
        return self.arguments - TENANT

    @property
    def methods(self) -> frozenset[str] | None:
        """What the view's own mark (`require_safe`, `require_POST`, …) lets through; None without one."""
        view = self.view
        while view is not None:
            if view.__code__.co_filename == http.__file__:
                return frozenset(getclosurevars(view).nonlocals["request_method_list"])
            view = getattr(view, "__wrapped__", None)
        return None

    def __str__(self) -> str:
        return self.name or self.route


def walk() -> list[Address]:
    return sorted(_walk(get_resolver().url_patterns, "", ""), key=str)


def _walk(patterns: list[URLPattern | URLResolver], route: str, namespace: str) -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern.url_patterns, here, below)
        else:
            arguments = frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex)
            yield Address(f"{namespace}{pattern.name or ''}", here, arguments, pattern.callback)
