"""Schools from a spreadsheet: the columns, the checking of a row, and adding them all."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import add_school
from digivuosi.apps.schools.importing import Checked, CheckedRow
from digivuosi.apps.schools.models import Provider, School
from digivuosi.apps.schools.queries import names_taken
from digivuosi.apps.schools.spreadsheets import Column, Line

COLUMNS = (
    Column(
        "name",
        {
            "fi": ("koulu", "nimi", "koulun nimi"),
            "sv": ("skola", "namn", "skolans namn"),
            "en": ("school", "name", "school name"),
        },
        required=True,
    ),
    Column(
        "pupils",
        {
            "fi": ("oppilasmäärä", "oppilaita", "oppilaat"),
            "sv": ("elevantal", "elever", "antal elever"),
            "en": ("pupils", "number of pupils", "pupil count"),
        },
    ),
    Column(
        "languages",
        {"fi": ("kielet", "kieli"), "sv": ("språk", "undervisningsspråk"), "en": ("languages", "language")},
    ),
)
LANGUAGE_WORDS = {
    "fi": {"fi", "suomi", "finska", "finnish"},
    "sv": {"sv", "ruotsi", "svenska", "swedish"},
    "en": {"en", "englanti", "engelska", "english"},
}
EXAMPLES = (("Kivelän koulu", "312", "fi"), ("Strandens skola", "148", "fi, sv"))
LONGEST_NAME = 120


def check(lines: Iterable[Line], provider: Provider, ignored: tuple[str, ...] = ()) -> Checked:
    """Every row, with what is wrong with it."""
    taken, seen = names_taken(provider), set[str]()
    rows = []
    for line in lines:
        row = CheckedRow(line.number, line.values)
        _check_name(row, taken, seen)
        _check_pupils(row)
        _check_languages(row, provider.language)
        rows.append(row)
    return Checked(tuple(rows), ignored)


def _check_name(row: CheckedRow, taken: set[str], seen: set[str]) -> None:
    name = " ".join(row.values.get("name", "").split())
    folded = name.casefold()
    if not name:
        row.problems.append(_("The name is missing."))
    elif len(name) > LONGEST_NAME:
        row.problems.append(_("The name is too long: at most 120 letters."))
    elif folded in taken:
        row.problems.append(_("There is a school of this name already."))
    elif folded in seen:
        row.problems.append(_("The same name stands on an earlier row."))
    seen.add(folded)
    row.meaning["name"] = name


def _check_pupils(row: CheckedRow) -> None:
    words = row.values.get("pupils", "").replace(" ", "").replace("\xa0", "")
    row.meaning["pupil_count"] = None
    if not words:
        return
    if words.isascii() and words.isdecimal() and int(words[:9]) <= 20000:
        row.meaning["pupil_count"] = int(words)
    else:
        row.problems.append(_("The number of pupils is no number: %(words)s.") % {"words": words[:40]})


def _check_languages(row: CheckedRow, usual: str) -> None:
    words = row.values.get("languages", "").replace(";", ",").replace("/", ",").replace(" ", ",").casefold()
    found = []
    for word in filter(None, words.split(",")):
        code = next((code for code, names in LANGUAGE_WORDS.items() if word in names), None)
        if code is None:
            row.problems.append(_("The language is not known: %(words)s.") % {"words": word[:40]})
        elif code not in found:
            found.append(code)
    row.meaning["languages"] = ",".join(found or [usual])


def add_all(*, by: User, provider: Provider, checked: Checked) -> list[School]:
    """Add every school of a checked file, all or none."""
    if not checked.is_right:
        raise ValueError("a file with problems is not imported")
    with transaction.atomic():
        return [add_school(by=by, provider=provider, **row.meaning) for row in checked.rows]
