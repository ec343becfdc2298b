"""The provider's schools: list, add, change, close, and many at once from a spreadsheet."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools import actions, queries, school_import
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.forms.schools import SchoolForm
from digivuosi.apps.schools.views.importing import ImportPage, download, import_page, template_download


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def schools(request: AccessRequest) -> HttpResponse:
    """All schools, closed ones below."""
    rows = queries.schools_of(request.access.provider, closed=True)
    context = {"open_schools": [s for s in rows if s.is_active], "closed_schools": [s for s in rows if not s.is_active]}
    return render(request, "schools/schools.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: AccessRequest) -> HttpResponse:
    provider = request.access.provider
    form = SchoolForm(request.POST or None, provider=provider)
    if request.method == "POST" and form.is_valid():
        try:
            school = actions.add_school(by=request.access.user, provider=provider, **form.cleaned_data)
        except Refused as refused:
            refuse(request, str(refused.words))
        else:
            tell(request, _("%(school)s is added.") % {"school": school.name})
        return redirect("schools:schools", provider=provider.slug)
    context = {"form": form, "title": _("Add a school"), "school": None}
    return render(request, "schools/school_form.html", context, status=422 if form.errors else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AccessRequest, unit: str) -> HttpResponse:
    provider = request.access.provider
    school = queries.school_of(provider, unit)
    if school is None:
        raise Http404
    form = SchoolForm(request.POST or None, instance=school, provider=provider)
    if request.method == "POST" and form.is_valid():
        actions.change_school(by=request.access.user, school=queries.school_again(school), **form.cleaned_data)
        tell(request, _("%(school)s is saved.") % {"school": school.name})
        return redirect("schools:schools", provider=provider.slug)
    context = {"form": form, "title": _("Change the school"), "school": school}
    return render(request, "schools/school_form.html", context, status=422 if form.errors else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: AccessRequest, unit: str) -> HttpResponse:
    """Close a school; asks first."""
    provider = request.access.provider
    school = queries.school_of(provider, unit)
    if school is None:
        raise Http404
    back = reverse("schools:schools", kwargs={"provider": provider.slug})
    if request.method == "POST":
        try:
            actions.close_school(by=request.access.user, school=school)
        except Refused as refused:
            refuse(request, str(refused.words))
        else:
            again = reverse("schools:open", kwargs={"provider": provider.slug, "unit": school.slug})
            tell(request, _("%(school)s is closed.") % {"school": school.name}, undo=again)
        return redirect(back)
    context = {
        "title": _("Close %(school)s?") % {"school": school.name},
        "text": _("It disappears from the pages. Its year, people and history are kept, and you can open it again."),
        "label": _("Close the school"),
        "action": request.path,
        "cancel_url": back,
        "danger": True,
    }
    return render(request, "look/confirm.html", context)


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def open_again(request: AccessRequest, unit: str) -> HttpResponse:
    provider = request.access.provider
    school = queries.school_of(provider, unit)
    if school is None:
        raise Http404
    actions.open_school(by=request.access.user, school=school)
    tell(request, _("%(school)s is open again.") % {"school": school.name})
    return redirect("schools:schools", provider=provider.slug)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def import_schools(request: AccessRequest) -> HttpResponse:
    """Many schools from a spreadsheet."""
    provider, user = request.access.provider, request.access.user
    here = {"provider": provider.slug}
    page = ImportPage(
        key="schools",
        title=_("Schools from a spreadsheet"),
        columns=school_import.COLUMNS,
        examples=school_import.EXAMPLES,
        check=lambda lines, ignored: school_import.check(lines, provider, ignored),
        take=lambda checked: (
            _("Schools added: %(count)s.")
            % {"count": len(school_import.add_all(by=user, provider=provider, checked=checked))}
        ),
        confirm=_("Add the schools"),
        here=reverse("schools:import", kwargs=here),
        back=reverse("schools:schools", kwargs=here),
        template_xlsx=reverse("schools:import_template", kwargs={**here, "kind": "xlsx"}),
        template_csv=reverse("schools:import_template", kwargs={**here, "kind": "csv"}),
    )
    return import_page(request, page)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def import_template(request: AccessRequest, kind: str) -> HttpResponse:
    return template_download(school_import.COLUMNS, school_import.EXAMPLES, "schools", kind)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def download_schools(request: AccessRequest, kind: str) -> HttpResponse:
    """The list of schools as a spreadsheet that can be read in again elsewhere."""
    rows = [
        (school.name, school.pupil_count, school.languages)
        for school in queries.schools_of(request.access.provider)
        if not school.is_administration
    ]
    return download("schools", kind, [_("School"), _("Pupils"), _("Languages")], rows)
