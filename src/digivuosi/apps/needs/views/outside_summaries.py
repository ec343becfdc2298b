"""What another tool measured at a school, as a summary of its own; and the same beside a survey's summary."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.needs.views.addresses import of_school, school_crumbs
from digivuosi.apps.needs.views.bases import Basis, basis_or_404
from digivuosi.apps.needs.views.files import download
from digivuosi.apps.needs.views.outside_lines import lines_of, rows_of
from digivuosi.apps.schools.access import AccessRequest, Permission, for_school


@for_school(Permission.SEE_SCHOOL)
@require_safe
def outside_summary(request: AccessRequest, **about: Any) -> HttpResponse:
    """A tool's areas on its own scale, the strongest needs, and the way to the talk: no second survey is needed."""
    basis = basis_or_404(request, about)
    found = basis.outside
    assert found is not None  # noqa: S101  (the address names a tool)
    needs = {need.key: need for need in basis.areas}
    context = {
        "found": found,
        "lines": lines_of(basis.toolkit, [found]),
        "strongest": [(needs[one.need], one) for one in basis.strongest],
        "talk_url": basis.url(request, "talk"),
        "files": [(kind.upper(), of_school(request, "outside_table", kind=kind, **about)) for kind in ("xlsx", "csv")],
        "crumbs": school_crumbs(request, Crumb(found.source)),
    }
    return render(request, "needs/outside_summary.html", context)


@for_school(Permission.SEE_SCHOOL)
@require_safe
def outside_table(request: AccessRequest, kind: str, **about: Any) -> HttpResponse:
    """The same as a spreadsheet."""
    basis = basis_or_404(request, about)
    name = f"{request.access.here.slug}-{about['source']}-{about['day']}"
    return download(name, kind, *_table(basis))


def _table(basis: Basis) -> tuple[list[str], list[Sequence[Any]]]:
    headings = [_("Needs area"), _("Tool"), _("Day it was measured"), _("Score on the tool's own scale"),
                _("Lowest score of the tool"), _("Highest score of the tool"), _("From 0 to 100"), _("Answers"),
                _("Change from last time")]  # fmt: skip
    return headings, rows_of(basis.toolkit, [basis.outside] if basis.outside else [], current())
