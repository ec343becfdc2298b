"""What the gallery shows: sample content that looks like the real thing."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.inputs import DayInput
from digivuosi.apps.look.navigation import NavGroup, NavLink
from digivuosi.apps.look.parts import STATUSES, Crumb, Fact, Tab
from digivuosi.domain.texts import Text

THEMES = (
    Text.of(fi="Johtaminen ja suunnittelu", sv="Ledning och planering", en="Leadership and planning"),
    Text.of(fi="Tarpeet ja seuranta", sv="Behov och uppföljning", en="Needs and follow-up"),
    Text.of(fi="Osaaminen ja koulutus", sv="Kompetens och utbildning", en="Competence and training"),
    Text.of(fi="Opetus ja oppiminen", sv="Undervisning och lärande", en="Teaching and learning"),
    Text.of(fi="Tuki ja verkostot", sv="Stöd och nätverk", en="Support and networks"),
    Text.of(fi="Laitteet ja tunnukset", sv="Enheter och konton", en="Devices and accounts"),
    Text.of(fi="Turvallisuus ja tietosuoja", sv="Säkerhet och dataskydd", en="Safety and data protection"),
    Text.of(fi="Osallisuus ja kodit", sv="Delaktighet och hem", en="Participation and homes"),
)
ONLY_FINNISH = Text.of(fi="Koulun digitiimin kokous joka kuun ensimmäisenä tiistaina")
STEPS = Text.of(
    fi="### Näin se käy\n\n1. Varaa aika rehtorin kanssa.\n2. Käy läpi **syksyn kysely**.\n3. Valitse kolme "
    "[toimenpidettä](https://example.org/).\n\nMuista nämä:\n\n- kirjaa sovittu\n- kerro opettajille",
    sv="### Så går det till\n\n1. Boka en tid med rektorn.\n2. Gå igenom **höstens enkät**.\n3. Välj tre "
    "[åtgärder](https://example.org/).\n\nKom ihåg:\n\n- skriv upp det ni avtalat\n- berätta för lärarna",
    en="### How it goes\n\n1. Book a time with the principal.\n2. Go through **the autumn survey**.\n3. Choose three "
    "[measures](https://example.org/).\n\nRemember to\n\n- write down what was agreed\n- tell the teachers",
)
_PEOPLE = ("Aino Virtanen", "Björn Öhman", "Niillas Länsman")
_HEAT = (
    ("Kivelän koulu", (2, 6, 4, 3, 1, 4, 3, 2, 4, 5, 0)),
    ("Strandnäs skola", (1, 4, 3, 3, 0, 3, 2, 2, 3, 4, 1)),
    ("Lammasjoen yhtenäiskoulu", (5, 9, 7, 6, 3, 7, 6, 4, 6, 8, 2)),
)
_SAMPLE_PLACE = {
    "school": {"name": "Kivelän koulu", "slug": "kivela"},
    "provider": {"name": "Lammasjoki", "slug": "lammasjoki"},
}
_ICONS = Path(__file__).resolve().parent / "static" / "look" / "icons" / "icons.svg"


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=_("Name of the measure"), help_text=_("It stands on the year wheel: short is good."))
    purpose = forms.CharField(label=_("Why we do this"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    month = forms.ChoiceField(label=_("Month"), choices=(("8", _("August")), ("9", _("September"))))
    first = forms.DateField(label=_("First day"), widget=DayInput())
    hours = forms.IntegerField(label=_("Hours"), min_value=0, required=False)
    level = forms.ChoiceField(
        label=_("Level"),
        widget=forms.RadioSelect,
        choices=(("administration", _("Administration")), ("school", _("School"))),
    )
    file = forms.FileField(label=_("Spreadsheet"), required=False, help_text=_("CSV or XLSX, at most 20 MB"))
    recommended = forms.BooleanField(label=_("Stands on every school's year wheel"), required=False)


class SampleFilter(forms.Form):
    words = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    status = forms.ChoiceField(
        label=_("Status"),
        required=False,
        choices=(("", _("All")), ("planned", _("Planned")), ("done", _("Done"))),
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)


def gallery_context(request: HttpRequest) -> dict[str, Any]:
    """Everything that the gallery's templates show."""
    return {
        "themes": list(enumerate(THEMES, start=1)),
        "statuses": STATUSES,
        "icons": icon_names(),
        "people": _PEOPLE,
        "only_finnish": ONLY_FINNISH,
        "steps": STEPS,
        "tokens": ("paper", "paper-2", "ink", "ink-2", "line", "line-strong", "ok", "warn", "error", "info"),
        "first": date(2026, 10, 6),
        "last": date(2026, 10, 16),
        "form": SampleForm(),
        "wrong_form": SampleForm({"title": "", "month": "8", "first": "", "hours": "-1"}, auto_id="wrong_%s"),
        "filter_form": SampleFilter(request.GET or None),
        "samples": _messages(),
        "crumbs": [Crumb(gettext("Toolkit"), "#places"), Crumb(gettext("Autumn survey"))],
        "tabs": _tabs(),
        "facts": _facts(),
        "page": Paginator(range(240), 12).page(4),
        "heat": _HEAT,
        "months": [8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6],
        "placements": _placements(),
        "progress_url": reverse("look:sample-progress") + "?done=0",
        "error_pages": ("400", "403", "404", "429", "500"),
        "part_url": reverse("look:sample-part"),
        "navigation": _navigation(),
        "access": _SAMPLE_PLACE,
    }


def confirm_context() -> dict[str, Any]:
    """What the sample of a page that asks once more shows."""
    return {
        "title": gettext("Leave this measure out of the year?"),
        "text": gettext("The measure disappears from the year wheel of the school. The city sees your reason."),
        "label": gettext("Leave out"),
        "action": reverse("look:gallery"),
        "cancel_url": reverse("look:gallery"),
        "danger": True,
        "facts": _facts(),
    }


def sample_done(given: str) -> dict[str, Any]:
    """The next state of the gallery's long work."""
    done = min(60, (int(given) if given.isdigit() and len(given) < 4 else 0) + 15)
    url = "" if done == 60 else f"{reverse('look:sample-progress')}?done={done}"
    return {"done": done, "total": 60, "url": url}


@cache
def icon_names() -> tuple[str, ...]:
    """The icons of the sprite that pages may use."""
    found = re.findall(r'<symbol id="([^"]+)"', _ICONS.read_text(encoding="utf-8"))
    return tuple(name for name in found if not name.startswith(("theme-", "status-")))


def _messages() -> list[Message]:
    return [
        Message(constants.SUCCESS, gettext("Moved to week 38."), extra_tags=f"undo:{reverse('look:gallery')}"),
        Message(constants.WARNING, gettext("Week 42 is the autumn break: this was placed in week 43.")),
        Message(constants.ERROR, gettext("The file has no column “start”. Nothing was changed.")),
        Message(constants.INFO, gettext("The city has published a new edition of the toolkit.")),
    ]


def _tabs() -> list[Tab]:
    titles = (_("Year wheel"), _("List"), _("Line"), _("Month"))
    icons = ("wheel", "list", "line", "month")
    return [
        Tab(title, "#tabs", current=number == 0, count=24 if number == 1 else None, icon=icons[number])
        for number, title in enumerate(titles)
    ]


def _facts() -> list[Fact]:
    return [
        Fact(gettext("Theme"), THEMES[1]),
        Fact(gettext("Recommended time"), gettext("2 weeks after the autumn break")),
        Fact(gettext("Done when"), ONLY_FINNISH),
    ]


def _placements() -> list[dict[str, Any]]:
    return [
        {
            "title": THEMES[number - 1],
            "theme": number,
            "status": status,
            "who": _PEOPLE[number % 3] if number != 2 else "",
            "first": date(2026, 8 + number, 5),
            "last": date(2026, 8 + number, 5 + 3 * number),
            "hours": 2 * number,
        }
        for number, status in zip((1, 2, 3), ("done", "in-progress", "planned"), strict=True)
    ]


def _navigation() -> list[NavGroup]:
    school = (
        (_("Now"), "now", True),
        (_("Year wheel"), "wheel", False),
        (_("List"), "list", False),
        (_("Toolkit"), "toolkit", False),
        (_("Who helps me"), "help", False),
    )
    provider = ((_("Overview"), "overview", False), (_("Schools"), "school", False))
    return [
        NavGroup("school", "Kivelän koulu", tuple(NavLink(t, "#places", i, c) for t, i, c in school)),
        NavGroup("provider", "Lammasjoki", tuple(NavLink(t, "#places", i, c) for t, i, c in provider)),
    ]
