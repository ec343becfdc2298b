"""Roles in the whole provider: who is where, what roles are called, which schools a mentor has."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.dates import school_year
from digivuosi.apps.look.parts import Tab
from digivuosi.apps.look.telling import tell
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.responsibilities import actions, people_import, queries
from digivuosi.apps.responsibilities.forms import LabelsForm
from digivuosi.apps.responsibilities.labels import SCHOOL_KINDS, as_heading
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.schools.queries import asked_year, school_year_now, users_with_right, years_offered
from digivuosi.apps.schools.views.importing import ImportPage, import_page, template_download


def _address(request: AccessRequest, name: str, year: int | None = None, **more: object) -> str:
    url = reverse(f"responsibilities:{name}", kwargs={"provider": request.access.provider.slug, **more})
    return url if year is None else f"{url}?year={year}"


@for_provider(Permission.OVERSEE_SCHOOLS)
@require_safe
def overview(request: AccessRequest) -> HttpResponse:
    """Schools × roles, vacancies in sight."""
    access, year = request.access, asked_year(request)
    schools = [school for school in access.schools() if not school.is_administration]
    held = queries.holders_of_schools(schools, year)
    labels = queries.role_labels(access.provider)
    rows = [
        (
            school,
            reverse("responsibilities:holders", kwargs={"provider": access.provider.slug, "school": school.slug}),
            [(labels[kind], held[school.pk].get(kind, [])) for kind in SCHOOL_KINDS],
        )
        for school in schools
    ]
    vacant = sum(1 for _school, _url, cells in rows for _label, holders in cells if not holders)
    context = {
        "rows": rows,
        "kinds": [as_heading(labels[kind]) for kind in SCHOOL_KINDS],
        "vacant": vacant,
        "year": year,
        "year_name": school_year(year),
        "tabs": [Tab(school_year(y), _address(request, "overview", y), y == year) for y in years_offered()[1:]],
        "may_manage": access.allows(Permission.MANAGE_PROVIDER),
    }
    return render(request, "responsibilities/overview.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def labels(request: AccessRequest) -> HttpResponse:
    """What the provider calls each kind of role."""
    provider = request.access.provider
    form = LabelsForm(request.POST or None, own=queries.label_rows(provider))
    if request.method == "POST" and form.is_valid():
        for kind, label in form.labels().items():
            actions.set_role_label(by=request.access.user, provider=provider, kind=kind, label=label)
        tell(request, _("The names of the roles are saved."))
        return redirect(_address(request, "labels"))
    return render(request, "responsibilities/labels.html", {"form": form}, status=422 if form.errors else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def mentors(request: AccessRequest) -> HttpResponse:
    """Each mentor's own schools, as check boxes."""
    access = request.access
    schools = [school for school in access.schools() if not school.is_administration]
    people = users_with_right(access.provider, "mentor")
    year = school_year_now(clock.today())
    if request.method == "POST":
        for mentor in people:
            chosen = set(request.POST.getlist(f"mentor-{mentor.user.pk}"))
            actions.set_mentor_schools(
                by=access.user,
                provider=access.provider,
                mentor=mentor.user,
                schools=[school for school in schools if school.slug in chosen],
                year=year,
            )
        tell(request, _("The schools of the mentors are saved."))
        return redirect(_address(request, "mentors"))
    rows = [(school, [(mentor.user, school.pk in mentor.school_ids) for mentor in people]) for school in schools]
    context = {"rows": rows, "mentors": [(m.user, len(m.school_ids)) for m in people]}
    return render(request, "responsibilities/mentors.html", context)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def import_people(request: AccessRequest) -> HttpResponse:
    """Many people from a spreadsheet, with their rights and roles."""
    access = request.access
    provider, user = access.provider, access.user
    year = school_year_now(clock.today())
    page = ImportPage(
        key="people",
        title=_("People from a spreadsheet"),
        columns=people_import.COLUMNS,
        examples=people_import.EXAMPLES,
        check=lambda lines, ignored: people_import.check(lines, provider, ignored),
        take=lambda checked: (
            _("People added: %(count)s. Each new one gets an invitation by mail.")
            % {
                "count": people_import.invite_all(
                    by=user, provider=provider, checked=checked, year=year, origin=origin_of(request)
                )
            }
        ),
        confirm=_("Invite them all"),
        here=_address(request, "import_people"),
        back=reverse("schools:people", kwargs={"provider": provider.slug}),
        template_xlsx=_address(request, "import_template", kind="xlsx"),
        template_csv=_address(request, "import_template", kind="csv"),
    )
    return import_page(request, page)


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def import_template(request: AccessRequest, kind: str) -> HttpResponse:
    return template_download(people_import.COLUMNS, people_import.EXAMPLES, "people", kind)
