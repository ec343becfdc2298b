"""What was learnt: the municipality's lessons in its toolkit, a school's own for its people."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.networks.actions import lessons as acting
from digivuosi.apps.networks.forms.lessons import LessonForm, SchoolLessonForm
from digivuosi.apps.networks.queries import lessons as asking
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.toolkit.queries.sources import draft_source

YEARS_BACK = 6


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def provider_lessons(request: AccessRequest) -> HttpResponse:
    """Every measure of the draft, with what has been learnt of it."""
    source = draft_source(request.access.provider)
    rows = asking.measures_by_title(source.toolkit, current()) if source else []
    context = {"rows": rows, "own_language": source.language if source else "fi"}
    return render(request, "networks/lessons.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: AccessRequest, key: str) -> HttpResponse:
    """Write what was learnt of one measure, or take an old lesson away."""
    provider = request.access.provider
    source = draft_source(provider)
    measure = source.toolkit.measure(key) if source else None
    if source is None or measure is None:
        raise Http404
    year = school_year_now(clock.today())
    is_removal = "remove" in request.POST
    form = LessonForm(
        request.POST if request.method == "POST" and not is_removal else None,
        languages=source.toolkit.languages,
        years=range(year, year - YEARS_BACK, -1),
        year=year,
    )
    try:
        if is_removal:
            number = int(request.POST["remove"]) if request.POST["remove"].isdecimal() else -1
            if not 0 <= number < len(measure.learnt):
                raise Http404
            lesson = measure.learnt[number]
            acting.remove_lesson(by=request.access.user, provider=provider, key=key, lesson=lesson)
            tell(request, _("It was taken out of the draft. Editions that have it keep it."))
            return redirect("networks:write_lesson", provider=provider.slug, key=key)
        if form.is_bound and form.is_valid():
            chosen = form.cleaned_data["year"]
            acting.write_lesson(by=request.access.user, provider=provider, key=key, text=form.text, year=chosen)
            tell(request, _("It is in the draft, and goes out with the next edition."))
            return redirect("networks:provider_lessons", provider=provider.slug)
    except Refused as problem:
        refuse(request, str(problem.words))
    crumbs = [
        Crumb(_("What was learnt"), reverse("networks:provider_lessons", kwargs={"provider": provider.slug})),
        Crumb(measure.title),
    ]
    context = {
        "form": form,
        "measure": measure,
        "lessons": list(enumerate(measure.learnt))[::-1],
        "own_language": source.language,
        "crumbs": crumbs,
    }
    return render(request, "networks/lesson.html", context, status=422 if form.errors else 200)


@for_school(Permission.SEE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_lessons(request: AccessRequest) -> HttpResponse:
    """What the school has learnt, for its own people; those who plan the year may write."""
    access, school = request.access, request.access.here
    toolkit = toolkit_for_school(school)
    titles = asking.measures_by_title(toolkit, current()) if toolkit else []
    writes = access.allows(Permission.PLAN_YEAR)
    form = SchoolLessonForm(
        request.POST if request.method == "POST" and writes else None,
        measures=[(measure.key, title) for measure, title in titles],
        measure=request.GET.get("measure", ""),
    )
    if form.is_bound and form.is_valid():
        try:
            acting.write_school_lesson(
                by=access.user,
                school=school,
                measure_key=form.cleaned_data["measure"],
                year=school_year_now(clock.today()),
                text=form.cleaned_data["text"],
            )
        except Refused as problem:
            form.add_error(None, str(problem.words))
        else:
            tell(request, _("It was saved for the people of your school."))
            return redirect("networks:school_lessons", provider=access.provider.slug, school=school.slug)
    named = {measure.key: title for measure, title in titles}
    rows = [(row, named.get(row.measure_key, row.measure_key)) for row in asking.school_lessons(school)]
    context = {"form": form, "writes": writes, "rows": rows, "has_measures": bool(titles)}
    return render(request, "networks/school_lessons.html", context, status=422 if form.errors else 200)


@for_school(Permission.PLAN_YEAR)
@require_POST
def remove(request: AccessRequest, lesson: int) -> HttpResponse:
    row = asking.school_lesson(request.access.here, lesson)
    if row is None:
        raise Http404
    acting.remove_school_lesson(by=request.access.user, lesson=row)
    tell(request, _("It was taken away."))
    access = request.access
    return redirect("networks:school_lessons", provider=access.provider.slug, school=access.here.slug)
