from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look import clock
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.schools.slugs import PROVIDER_RESERVED, slug_for
from digivuosi.apps.sharing.queries.upstream import open_toolkits
from digivuosi.apps.start.queries import ADDRESS, FILE, HERE, STARTER, Beginning, SchoolRow, provider_slugs
from digivuosi.apps.subscribing.addresses import LONGEST_ADDRESS, target_of, whole_address
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.schoolyear.calendar import SchoolYear, suggested_year

MOST_SCHOOLS = 400
MOST_PUPILS = 5000
_CELLS = re.compile(r"\s*[;\t]\s*")
_LANGUAGES = re.compile(r"[a-z]{2}(,[a-z]{2}){0,3}")


def _years() -> list[tuple[str, str]]:
    now = school_year_now(clock.today())
    return [(str(starts), f"{starts}–{starts + 1}") for starts in (now, now + 1)]


def _weeks(*weeks: int) -> list[tuple[str, str]]:
    return [(str(week), gettext("week %(number)s") % {"number": week}) for week in weeks]


def _sources() -> list[tuple[str, Any]]:
    """The starter toolkit, those on this server that may be copied, and what comes from elsewhere."""
    here = [
        (f"{HERE}{one.provider.slug}", gettext("A copy of %(name)s") % {"name": one.provider.name})
        for one in open_toolkits()
    ]
    return [
        (STARTER, gettext("The starter toolkit")),
        *here,
        (ADDRESS, gettext("A copy from another server")),
        (FILE, gettext("A copy from a file, which I bring next")),
    ]


class StartForm(forms.Form):
    """All that is needed of a municipality to begin; everything can be changed later."""

    name = forms.CharField(
        label=_("Name of the municipality or other education provider"), max_length=120, min_length=2
    )
    language = forms.ChoiceField(label=_("First language"), choices=settings.LANGUAGES)
    contact = forms.EmailField(
        label=_("E-mail that people may write to"), required=False, help_text=_("Shown to your own schools only.")
    )
    year = forms.ChoiceField(label=_("School year"), choices=_years)
    autumn_break = forms.ChoiceField(label=_("Autumn break"), choices=lambda: _weeks(41, 42, 43), initial="42")
    winter_break = forms.ChoiceField(label=_("Winter break"), choices=lambda: _weeks(7, 8, 9, 10), initial="9")
    first_day = forms.DateField(
        label=_("First school day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Leave empty, and we suggest a day that fits the law's number of school days."),
    )
    source = forms.ChoiceField(label=_("The toolkit begins from"), choices=_sources, initial=STARTER, required=False)
    address = forms.CharField(
        label=_("Address of the toolkit"),
        required=False,
        max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Only when the toolkit is on another server: the address of its public page."),
    )
    schools = forms.CharField(
        label=_("Schools, one on a line"),
        max_length=60_000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_(
            "Only the name is needed. You may add the number of pupils and the languages, "
            "for example: Kivelän koulu; 318; fi"
        ),
    )

    def clean_schools(self) -> tuple[SchoolRow, ...]:
        lines = [(number, line) for number, line in enumerate(self.cleaned_data["schools"].splitlines(), 1)]
        rows, problems, names = [], [], set()
        for number, line in lines:
            if not line.strip():
                continue
            try:
                row = _school(line, self.cleaned_data.get("language", "fi"))
                if row.name.casefold() in names:
                    raise ValidationError(_("“%(name)s” is there twice."), params={"name": row.name})
            except ValidationError as problem:
                words = gettext("Line %(number)s: %(words)s") % {"number": number, "words": problem.messages[0]}
                problems.append(words)
                continue
            names.add(row.name.casefold())
            rows.append(row)
        if len(rows) > MOST_SCHOOLS:
            problems.append(gettext("At most %(most)s schools at a time.") % {"most": MOST_SCHOOLS})
        if problems:
            raise ValidationError(problems[:20])
        return tuple(rows)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, year = cleaned.get("first_day"), cleaned.get("year")
        if first and year and not (first.year == int(year) and first.month in (7, 8, 9)):
            self.add_error("first_day", _("The first school day of that year is in August."))
        cleaned["source"] = cleaned.get("source") or STARTER
        if cleaned["source"] == ADDRESS:
            try:
                cleaned["address"] = str(target_of(whole_address(cleaned.get("address", ""))))
            except FetchRefused as problem:
                self.add_error("address", str(problem.words))
        return cleaned

    def calendar(self) -> SchoolYear:
        """The suggested calendar with what was chosen."""
        given = self.cleaned_data
        year = suggested_year(int(given["year"]), int(given["autumn_break"]), int(given["winter_break"]))
        return replace(year, first_school_day=given["first_day"]) if given.get("first_day") else year

    def beginning(self) -> Beginning:
        """What the form says, ready for the action."""
        given = self.cleaned_data
        return Beginning(
            name=given["name"],
            slug=slug_for(given["name"], provider_slugs() | PROVIDER_RESERVED),
            language=given["language"],
            contact=given["contact"],
            calendar=self.calendar(),
            schools=given["schools"],
            source=given["source"],
            address=given["address"] if given["source"] == ADDRESS else "",
        )

    def source_words(self) -> str:
        """From where the toolkit begins, as the form says it."""
        words = str(dict(_sources()).get(self.cleaned_data["source"], ""))
        return f"{words}: {self.cleaned_data['address']}" if self.cleaned_data["source"] == ADDRESS else words

    def summary(self) -> str:
        count = len(self.cleaned_data["schools"])
        return ngettext("%(count)s school", "%(count)s schools", count) % {"count": count}


def _school(line: str, language: str) -> SchoolRow:
    name, *rest = [cell.strip() for cell in _CELLS.split(line.strip())]
    if not 2 <= len(name) <= 120:
        raise ValidationError(_("a school's name has 2–120 letters."))
    pupils, languages = None, language
    for cell in filter(None, rest):
        if cell.isascii() and cell.isdecimal() and int(cell) <= MOST_PUPILS:
            pupils = int(cell)
        elif _LANGUAGES.fullmatch(cell.replace(" ", "").lower()):
            languages = cell.replace(" ", "").lower()
        else:
            words = _("“%(cell)s” is neither a number of pupils nor languages such as fi or fi,sv.")
            raise ValidationError(words, params={"cell": cell[:40]})
    return SchoolRow(name, pupils, languages)
