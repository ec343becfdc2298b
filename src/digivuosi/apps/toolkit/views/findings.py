"""What the checker says of the draft, each with the page where it can be mended."""

from __future__ import annotations

from collections.abc import Sequence

from digivuosi.apps.look.languages import current
from digivuosi.apps.schools.access import AccessRequest
from digivuosi.apps.toolkit.queries.differences import OTHER_KINDS, SURVEY_KINDS
from digivuosi.apps.toolkit.queries.sources import Source
from digivuosi.apps.toolkit.views.places import address
from digivuosi.domain.toolkit.findings import Finding
from digivuosi.domain.toolkit.surveys import Statement

MOST_FINDINGS = 50


def told(request: AccessRequest, source: Source, findings: Sequence[Finding]) -> list[tuple[Finding, str, str]]:
    """The first findings, each with the page that mends it and what that page is called."""
    rows = []
    for finding in findings[:MOST_FINDINGS]:
        url = finding_url(request, source, finding)
        rows.append((finding, url, (_title(source, finding) if url else "") or finding.file))
    return rows


def _title(source: Source, finding: Finding) -> str:
    """What a measure, a survey, a section or a statement is called; nothing for what stands in a list."""
    kind, key = _place(finding)
    if kind != "measures" and kind not in SURVEY_KINDS:
        return ""
    found = next((one for one in getattr(source.toolkit, kind) if one.key == key), None)
    words = found.text if isinstance(found, Statement) else found.title if found else None
    return words.get(current(), source.language) if words else ""


def finding_url(request: AccessRequest, source: Source, finding: Finding) -> str:
    """Where what a finding tells of can be mended; empty when no page can."""
    kind, key = _place(finding)
    if kind == "measures":
        return address(request, "edit_measure", key=key) if source.toolkit.measure(key) else ""
    if kind == "surveys":
        return address(request, "survey", survey=key) if source.toolkit.survey(key) else ""
    if kind in SURVEY_KINDS:
        return _part_url(request, source, kind, key)
    return address(request, "items", kind=kind) if kind in OTHER_KINDS else ""


def _part_url(request: AccessRequest, source: Source, kind: str, key: str) -> str:
    """The page of a section or a statement; empty when it stands in no survey."""
    toolkit = source.toolkit
    statement = toolkit.statement(key) if kind == "statements" else None
    name = statement.section if statement else key
    section = next((one for one in toolkit.sections if one.key == name), None)
    if section is None or toolkit.survey(section.survey) is None:
        return ""
    return address(request, "statement" if statement else "section", survey=section.survey, key=key)


def _place(finding: Finding) -> tuple[str, str]:
    """The list and the key of what a finding is about: a file of its own names both."""
    kind, _slash, file = finding.file.partition("/")
    return kind.removesuffix(".yaml"), file.removesuffix(".yaml") or finding.key
