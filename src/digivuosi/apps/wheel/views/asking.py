"""What a page of a school's year was asked for: year, filters, and the addresses that keep them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from digivuosi.apps.look import clock, dates
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.access import AccessRequest, Permission
from digivuosi.apps.schools.queries import asked_year, school_year_now, years_offered
from digivuosi.apps.wheel.forms import FilterForm
from digivuosi.apps.wheel.queries import Filters, PlacedMeasure, SchoolsYear, year_of

if TYPE_CHECKING:
    from digivuosi.apps.people.models import User
    from digivuosi.apps.schools.access import Access
    from digivuosi.apps.schools.models import School
    from digivuosi.domain.texts import Text

MOST_DIGITS = 18
VIEWS = ("wheel", "line", "list", "month")
"""The views of one year, in the order that their tabs stand."""


@dataclass(frozen=True)
class Asked:
    """A reader's question about a school's year."""

    access: Access
    school: School
    year: SchoolsYear
    page: str
    """The name of the address that was asked for."""
    today: date
    language: str
    selected: int | None
    extra: dict[str, str] = field(default_factory=dict)
    """What else the address says and its links keep, as the order of the list."""
    placement: int | None = None
    """Whose own page this is, when it is one's."""

    @property
    def user(self) -> User:
        return self.access.user

    @property
    def can_plan(self) -> bool:
        return self.access.allows(Permission.PLAN_YEAR)

    @property
    def shown_day(self) -> date | None:
        """Today, when it is in the year that is shown."""
        return self.today if self.today in self.year.calendar else None

    @cached_property
    def slugs(self) -> dict[str, str]:
        return {"provider": self.access.provider.slug, "school": self.school.slug}

    @cached_property
    def labels(self) -> dict[str, Text]:
        """What the provider calls its roles."""
        return role_labels(self.access.provider)

    @cached_property
    def placements_address(self) -> str:
        """The address under which the placements are, by their numbers."""
        return self.plain_address("placement", placement=0).removesuffix("0/")

    def plain_address(self, name: str, **kwargs: Any) -> str:
        return reverse(f"wheel:{name}", kwargs={**self.slugs, **kwargs})

    def address(self, page: str = "", *, filters: Filters | None = None, **more: str | int | None) -> str:
        """The address of a view of this year with these filters; `more` of None leaves a word out."""
        starts = self.year.starts
        kept: dict[str, str | int] = {} if starts == school_year_now(self.today) else {"year": starts}
        kept |= self.extra if not page or page == self.page else {}
        kept |= {name: value for name, value in more.items() if value is not None}
        for name in [name for name, value in more.items() if value is None]:
            kept.pop(name, None)
        query = (filters or self.year.filters).as_query(**kept)
        if (page or self.page) == "placement":
            return self.plain_address("placement", placement=self.placement)
        path = self.plain_address(page or self.page)
        return f"{path}?{query}" if query else path

    @property
    def here(self) -> str:
        """This very page, to come back to."""
        return self.address(selected=self.selected)

    def placement_address(self, one: PlacedMeasure) -> str:
        return f"{self.placements_address}{one.placement.pk}/"


def usual_whose(access: Access) -> str:
    """A teacher first sees what concerns them; the others the whole year. Nobody is kept from seeing all."""
    return "all" if access.allows(Permission.PLAN_YEAR) else "concerns"


def ask(
    request: AccessRequest,
    page: str,
    *,
    starts: int | None = None,
    placement: int | None = None,
    extra: dict[str, str] | None = None,
) -> Asked:
    """Read the year that the address asks for, or the year given."""
    access = request.access
    assert access.school is not None  # noqa: S101  (for_school)
    filters = Filters.from_query(request.GET, usual=usual_whose(access))
    year = year_of(access.school, starts or asked_year(request), user=access.user, filters=filters)
    return Asked(
        access=access,
        school=access.school,
        year=year,
        page=page,
        today=clock.today(),
        language=current(),
        selected=number(request.GET.get("selected", "")),
        extra=extra or {},
        placement=placement,
    )


def number(written: str) -> int | None:
    """A number as addresses write it; anything else is None."""
    fits = written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS
    return int(written) if fits else None


@dataclass(frozen=True)
class Choice:
    """One of a few addresses (or of the values of a field) between which a reader chooses."""

    title: Any
    url: str
    current: bool


def frame_of(asked: Asked) -> dict[str, Any]:
    """What stands around every view of a year: the other views, years, filters, and what they hide."""
    year, filters = asked.year, asked.year.filters
    return {
        "asked": asked,
        "year": year,
        "can_plan": asked.can_plan,
        "here": asked.here,
        "tabs": _tabs(asked),
        "years": _years(asked),
        "whose": _whose(asked),
        "rings": _rings(asked) if asked.page in ("wheel", "line") else [],
        "filter_form": FilterForm(year, _kept(asked)),
        "filter_action": asked.address(filters=Filters(whose=filters.whose, rings=filters.rings, usual=filters.usual)),
        "everything": asked.address(filters=filters.everything()),
        "hidden": year.hidden_count,
        "other_year": "" if year.starts == school_year_now(asked.today) else str(year.starts),
        "list_address": asked.address("list"),
        "week_word": dates.week(asked.today, asked.language).partition(dates.NOBREAK)[0],
    }


def _kept(asked: Asked) -> dict[str, str]:
    filters = asked.year.filters
    words = dict(asked.extra)
    if asked.year.starts != school_year_now(asked.today):
        words["year"] = str(asked.year.starts)
    if filters.whose != filters.usual:
        words["whose"] = filters.whose
    if filters.rings != "theme":
        words["rings"] = filters.rings
    return words


def _tabs(asked: Asked) -> list[Tab]:
    titles = {"wheel": _("Wheel"), "line": _("Line"), "list": _("List"), "month": _("Month")}
    return [Tab(titles[name], asked.address(name), name == asked.page, icon=name) for name in VIEWS]


def _years(asked: Asked) -> list[Choice]:
    now = school_year_now(asked.today)
    starts = asked.year.starts
    return [
        Choice(dates.school_year(one), asked.address(year=None if one == now else one, month=None), one == starts)
        for one in years_offered()
        if abs(one - starts) <= 1
    ]


def _whose(asked: Asked) -> list[Choice]:
    titles = {"all": _("The whole school"), "concerns": _("What concerns me"), "mine": _("Mine")}
    if asked.school.is_administration:
        titles["all"] = _("The whole administration")
    filters = asked.year.filters
    return [
        Choice(title, asked.address(filters=filters.with_(whose=name)), filters.whose == name)
        for name, title in titles.items()
    ]


def _rings(asked: Asked) -> list[Choice]:
    titles = {"theme": _("By theme"), "audience": _("By target group")}
    filters = asked.year.filters
    return [
        Choice(title, asked.address(filters=filters.with_(rings=name)), filters.rings == name)
        for name, title in titles.items()
    ]
