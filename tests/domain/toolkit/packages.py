"""A small sound package, as files, that each test may break in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from digivuosi.domain.schoolyear.calendar import SchoolYear
from digivuosi.domain.toolkit.checking import Finding, examine

SMALL = {
    "toolkit.yaml": """\
format: digivuosi-toolkit/1
id: kuusela
edition: "2026.1"
title: {fi: Kuuselan työkalupaketti, sv: Kuusela verktygslåda}
publisher: Kuusela
languages: [fi, sv]
""",
    "themes.yaml": """\
- key: needs
  title: {fi: Tarpeet, sv: Behov}
  colour: 2
- key: support
  title: {fi: Tuki, sv: Stöd}
  colour: 5
""",
    "audiences.yaml": """\
- key: teachers
  title: {fi: Opettajat, sv: Lärare}
""",
    "needs.yaml": """\
- key: resources
  title: {fi: Resurssit, sv: Resurser}
""",
    "areas.yaml": """\
- key: devices
  title: {fi: Laitteet, sv: Enheter}
""",
    "roles.yaml": """\
- key: mentor
  kind: mentor
  level: administration
  title: {fi: Digimentori, sv: Digimentor}
- key: principal
  kind: principal
  title: {fi: Rehtori, sv: Rektor}
""",
    "responsibilities.yaml": """\
- key: devices-school
  level: school
  actor: principal
  duty: R
  about: devices
  text: {fi: Huolehdimme laitteista., sv: Vi sköter enheterna.}
  measures: [survey]
""",
    "materials.yaml": """\
- key: agenda
  kind: file
  path: agenda.{language}.md
  title: {fi: Esityslista, sv: Dagordning}
- key: site
  kind: link
  address: https://example.org/kysely
  title: {fi: Sivusto, sv: Webbplats}
""",
    "materials/agenda.fi.md": "# Esityslista\n\n1. Avaus\n",
    "materials/agenda.sv.md": "# Dagordning\n\n1. Öppning\n",
    "measures/survey.yaml": """\
key: survey
title: {fi: Syyskysely, sv: Höstenkät}
purpose: {fi: Tiedämme mitä opettajat tarvitsevat., sv: Vi vet vad lärarna behöver.}
theme: needs
audiences: [teachers]
responsible:
- {role: mentor, hours: 8}
contributing:
- {role: principal, hours: 0.5}
window: {from: october, to: november}
recommended_time: week 45
days: 5
needs: [resources]
materials: [agenda, site]
""",
    "measures/summary.yaml": """\
key: summary
title: {fi: Koonti, sv: Sammanställning}
purpose: {fi: Luvuista tulee puhetta., sv: Siffrorna blir samtal.}
theme: support
responsible:
- {role: mentor}
window: {from: november, to: december}
after:
- {measure: survey, gap_days: 2}
""",
}

Texts = dict[str, str]


def as_bytes(files: Texts) -> dict[str, bytes]:
    return {path: text.encode() for path, text in files.items()}


def codes(files: Texts, calendars: Sequence[SchoolYear] = ()) -> list[str]:
    """Return the codes of what is found in a package, in order of file and line."""
    return [finding.code for finding in found(files, calendars)]


def found(files: Texts, calendars: Sequence[SchoolYear] = ()) -> tuple[Finding, ...]:
    return examine(zipped(files), calendars).findings


def zipped(files: Mapping[str, str] | Mapping[str, bytes]) -> bytes:
    """Return a zip of files, as any program makes it."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as opened:
        for path, content in files.items():
            opened.writestr(path, content)
    return made.getvalue()
