"""People from a spreadsheet: the columns, the checking of a row, and inviting them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from digivuosi.apps.people.models import User
from digivuosi.apps.responsibilities.actions import name_many
from digivuosi.apps.responsibilities.labels import DEFAULT_LABELS
from digivuosi.apps.responsibilities.queries import role_labels
from digivuosi.apps.schools.actions.many import Invitee, invite_many
from digivuosi.apps.schools.importing import Checked, CheckedRow
from digivuosi.apps.schools.models import MembershipKind, Provider, School
from digivuosi.apps.schools.queries import memberships_by_email, schools_of
from digivuosi.apps.schools.spreadsheets import Column, Line
from digivuosi.domain.texts import Text

__all__ = ["COLUMNS", "EXAMPLES", "check", "invite_all"]

COLUMNS = (
    Column("name", {"fi": ("nimi",), "sv": ("namn",), "en": ("name", "full name")}, required=True),
    Column(
        "email",
        {
            "fi": ("sähköposti", "sähköpostiosoite"),
            "sv": ("e-post", "e-postadress", "epost"),
            "en": ("e-mail", "email", "e-mail address"),
        },
        required=True,
    ),
    Column("school", {"fi": ("koulu",), "sv": ("skola",), "en": ("school",)}),
    Column("right", {"fi": ("oikeus", "oikeudet"), "sv": ("rättighet", "rättigheter"), "en": ("right", "rights")}),
    Column(
        "roles",
        {"fi": ("roolit", "rooli"), "sv": ("roller", "roll"), "en": ("roles", "role")},
    ),
    Column("language", {"fi": ("kieli",), "sv": ("språk",), "en": ("language",)}),
)
EXAMPLES = (
    ("Riitta Rehtori", "riitta.rehtori@example.fi", "Kivelän koulu", "rehtori", "rehtori", "fi"),
    ("Taina Tutor", "taina.tutor@example.fi", "Kivelän koulu", "digitiimi", "digitiimi, pedagoginen tukihenkilö", "fi"),
    ("Kerttu Koordinaattori", "kerttu@example.fi", "", "koordinaattori", "", "fi"),
)
RIGHTS = {
    MembershipKind.TEACHER: {"teacher", "opettaja", "lärare"},
    MembershipKind.TEAM: {"team", "digital team", "digitiimi", "tiimi", "digiteam", "teamet"},
    MembershipKind.PRINCIPAL: {"principal", "rehtori", "rektor", "apulaisrehtori", "biträdande rektor"},
    MembershipKind.MENTOR: {"mentor", "digital mentor", "digimentori", "mentori", "digimentor"},
    MembershipKind.COORDINATOR: {"coordinator", "koordinaattori", "koordinator", "utvecklingskoordinator"},
}
ROLES = {
    "pedagogical-support": {"tutoropettaja", "tutor", "tutorlärare", "tutor teacher", "pedagogical support"},
    "technical-support": {"technical support", "tekninen tuki", "teknisk stöd", "laitevastaava"},
    "digital-team": {"team", "tiimi"},
}
USUAL_ROLE = {
    MembershipKind.PRINCIPAL: "principal",
    MembershipKind.TEAM: "digital-team",
    MembershipKind.MENTOR: "mentor",
}
"""The role that goes with a right when the file names none."""
MOST_PEOPLE = 1000


@dataclass(frozen=True)
class _Known:
    """What rows are checked against, read once."""

    schools: dict[str, School]
    roles: dict[str, str]
    here: dict[str, set[tuple[int | None, str]]]
    language: str


def check(lines: Iterable[Line], provider: Provider, ignored: tuple[str, ...] = ()) -> Checked:
    """Every row, with what is wrong with it."""
    lines = list(lines)
    known = _Known(
        {school.name.casefold(): school for school in schools_of(provider)},
        _role_words(role_labels(provider)),
        memberships_by_email(provider),
        provider.language,
    )
    seen: set[tuple[str, str]] = set()
    rows = [_checked(line, known, seen) for line in lines]
    for row in rows[MOST_PEOPLE:]:
        row.problems.append(_("At most 1,000 people at a time."))
    return Checked(tuple(rows), ignored)


def _role_words(labels: dict[str, Text]) -> dict[str, str]:
    words = {kind: kind for kind in DEFAULT_LABELS}
    for kind, names in ROLES.items():
        words |= dict.fromkeys(names, kind)
    for labels_now in (DEFAULT_LABELS, labels):
        words |= {said.casefold(): kind for kind, label in labels_now.items() for _language, said in label}
    return words


def _checked(line: Line, known: _Known, seen: set[tuple[str, str]]) -> CheckedRow:
    row = CheckedRow(line.number, line.values)
    email = row.values.get("email", "").strip().lower()
    _check_person(row, email)
    _check_right(row, known)
    _check_roles(row, known)
    place = (email, row.values.get("school", "").casefold())
    if email and place in seen:
        row.problems.append(_("The same person and school stand on an earlier row."))
    seen.add(place)
    school: School | None = row.meaning.get("school")
    if (school.pk if school else None, row.meaning.get("kind", "")) in known.here.get(email, set()):
        row.notes.append(_("Is here already with this right."))
    return row


def _check_person(row: CheckedRow, email: str) -> None:
    name = " ".join(row.values.get("name", "").split())
    if not name:
        row.problems.append(_("The name is missing."))
    elif len(name) > 150:
        row.problems.append(_("The name is too long: at most 150 letters."))
    try:
        if len(email) > 254:
            raise ValidationError("long")
        validate_email(email)
    except ValidationError:
        row.problems.append(_("The e-mail address is missing or wrong."))
    row.meaning |= {"name": name, "email": email}


def _check_right(row: CheckedRow, known: _Known) -> None:
    words = row.values.get("right", "").strip().casefold()
    kind = next((kind for kind, names in RIGHTS.items() if words in names), None)
    if not words:
        kind = MembershipKind.TEACHER
    if kind is None:
        row.problems.append(_("The right is not known: %(words)s.") % {"words": words[:40]})
    named = " ".join(row.values.get("school", "").split())
    school = known.schools.get(named.casefold())
    if kind == MembershipKind.COORDINATOR:
        if named:
            row.problems.append(_("A coordinator is of the whole provider: leave the school empty."))
        school = None
    elif not named:
        row.problems.append(_("The school is missing."))
    elif school is None:
        row.problems.append(_("There is no school of this name: %(words)s.") % {"words": named[:60]})
    row.meaning |= {"kind": str(kind or ""), "school": school}
    language = row.values.get("language", "").strip().casefold()[:2]
    codes = {"su": "fi", "fi": "fi", "ru": "sv", "sv": "sv", "sw": "sv", "en": "en"}
    if language and language not in codes:
        row.problems.append(_("The language is not known: %(words)s.") % {"words": language})
    row.meaning["language"] = codes.get(language, known.language)


def _check_roles(row: CheckedRow, known: _Known) -> None:
    words = row.values.get("roles", "").replace(";", ",").replace("/", ",").casefold()
    roles = []
    for word in filter(None, (part.strip() for part in words.split(","))):
        kind = known.roles.get(word)
        if kind is None:
            row.problems.append(_("The role is not known: %(words)s.") % {"words": word[:40]})
        elif kind not in roles and kind != "teachers":
            roles.append(kind)
    right = row.meaning["kind"]
    if not words.strip() and right in USUAL_ROLE:
        roles = [USUAL_ROLE[MembershipKind(right)]]
    row.meaning["roles"] = roles if row.meaning["school"] is not None else []


def invite_all(*, by: User, provider: Provider, checked: Checked, year: int, origin: str = "") -> int:
    """Make everyone a member with their roles, all or nothing, and mail each new person once."""
    if not checked.is_right:
        raise ValueError("a file with problems is not imported")
    meanings = [row.meaning for row in checked.rows]
    fields = ("email", "name", "language", "kind", "school")
    invitees = [Invitee(**{field: meaning[field] for field in fields}) for meaning in meanings]
    with transaction.atomic():
        users = invite_many(by=by, provider=provider, invitees=invitees, origin=origin)
        roles = [(m["school"], kind, users[m["email"]]) for m in meanings for kind in m["roles"]]
        name_many(by=by, provider=provider, year=year, roles=roles)
    return len(users)
