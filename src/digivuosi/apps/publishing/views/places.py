"""Addresses of an open toolkit's pages, as the templates of the toolkit ask for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class OpenPlaces:
    provider: str
    language: str = ""
    """The language that the reader chose in the address, carried on by every link; empty when none was."""

    def address(self, name: str, **more: Any) -> str:
        url = reverse(f"publishing:{name}", kwargs={"provider": self.provider, **more})
        return f"{url}?language={self.language}" if self.language else url

    @property
    def front(self) -> str:
        return self.address("front")

    @property
    def editions(self) -> str:
        return self.address("editions")

    def file(self, key: str, language: str = "") -> str:
        url = reverse("publishing:file", kwargs={"provider": self.provider, "key": key})
        return f"{url}?language={language}" if language else url
