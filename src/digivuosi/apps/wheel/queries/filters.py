"""Which placements a reader wants to see; the same words in the address of every view."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from urllib.parse import urlencode

WHOSE = ("all", "mine", "concerns")
RINGS = ("theme", "audience")


@dataclass(frozen=True)
class Filters:
    """Empty words mean everything. `whose`: "all" for the whole school, "mine" for what is with me, "concerns" for
    what concerns me (also as one of its target group).
    """

    audience: str = ""
    role: str = ""
    theme: str = ""
    status: str = ""
    """A status, or "late" for what is open although its last day has passed."""
    whose: str = "all"
    rings: str = "theme"
    """What the rings of the wheel and the rows of the line are: "theme" or "audience"."""
    usual: str = "all"
    """`whose` when the address says nothing: a teacher first sees what concerns them."""

    @classmethod
    def from_query(cls, query: Mapping[str, str], *, usual: str = "all") -> Filters:
        """Read the address; unknown words are kept and simply match nothing."""
        whose, rings = query.get("whose", usual), query.get("rings", "theme")
        return cls(
            audience=query.get("audience", "")[:60],
            role=query.get("role", "")[:60],
            theme=query.get("theme", "")[:60],
            status=query.get("status", "")[:20],
            whose=whose if whose in WHOSE else usual,
            rings=rings if rings in RINGS else "theme",
            usual=usual,
        )

    @property
    def narrowed_by(self) -> int:
        """How many of the filters are set, whose not counted."""
        return sum(1 for value in (self.audience, self.role, self.theme, self.status) if value)

    def everything(self) -> Filters:
        return replace(self, audience="", role="", theme="", status="", whose="all")

    def with_(self, **changes: str) -> Filters:
        return replace(self, **changes)

    def as_query(self, **more: str | int) -> str:
        """The filters as the query part of an address: only what differs from what is usual."""
        plain = {**{field.name: field.default for field in fields(self)}, "whose": self.usual}
        told = {name: getattr(self, name) for name in plain if name != "usual"}
        return urlencode({**{k: v for k, v in told.items() if v != plain[k]}, **{k: v for k, v in more.items() if v}})
