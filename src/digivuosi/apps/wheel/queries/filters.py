"""Which placements a reader wants to see; the same words in the address of every view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode


@dataclass(frozen=True)
class Filters:
    """Empty words mean everything. `whose`: "" for the whole school, "mine" for what is with me, "concerns" for
    what concerns me (also as one of its target group).
    """

    audience: str = ""
    role: str = ""
    theme: str = ""
    status: str = ""
    whose: str = ""
    rings: str = "theme"
    """What the rings of the wheel are: "theme" or "audience"."""

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, whose: str = "") -> Filters:
        """Read the address; unknown words are kept and simply match nothing. `whose` is the default."""
        rings = query.get("rings", "theme")
        return cls(
            audience=query.get("audience", "")[:60],
            role=query.get("role", "")[:60],
            theme=query.get("theme", "")[:60],
            status=query.get("status", "")[:20],
            whose=query.get("whose", whose)[:10],
            rings=rings if rings in {"theme", "audience"} else "theme",
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether something may be hidden: the answer to "why can't I see my item?"."""
        return any((self.audience, self.role, self.theme, self.status, self.whose))

    def everything(self) -> Filters:
        return replace(self, audience="", role="", theme="", status="", whose="")

    def as_query(self, **more: str | int) -> str:
        """The filters as the query part of an address."""
        words = {name: value for name, value in self.__dict__.items() if value and value != "theme"}
        if self.theme:
            words["theme"] = self.theme
        return urlencode({**words, **more})
