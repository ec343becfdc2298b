"""The people of a provider and of a school: list, invite, rights."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.parts import part_or_page
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.people.addresses import origin_of
from digivuosi.apps.people.limits import too_many
from digivuosi.apps.schools import actions, queries
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider, for_school
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.forms.people import BY_PRINCIPAL, InviteForm, PeopleFilter, RightForm
from digivuosi.apps.schools.queries import Member
from digivuosi.apps.schools.views.importing import download

A_PAGE = 50


def _here(request: AccessRequest) -> dict[str, str]:
    access = request.access
    slugs = {"provider": access.provider.slug}
    return {**slugs, "school": access.school.slug} if access.school else slugs


def _address(request: AccessRequest, name: str, **more: object) -> str:
    prefix = "school_" if request.access.school else ""
    return reverse(f"schools:{prefix}{name}", kwargs={**_here(request), **more})


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def people(request: AccessRequest) -> HttpResponse:
    """Everyone, with a filter."""
    provider = request.access.provider
    members = queries.people_of(provider)
    form = PeopleFilter(request.GET or None, schools=queries.schools_of(provider))
    found = _filtered(members, form.cleaned_data) if form.is_bound and form.is_valid() else members
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "filter": form, "count": len(found), "all": len(members)}
    return render(request, part_or_page(request, "schools/people.html", "people"), context)


def _filtered(members: list[Member], wanted: dict[str, str]) -> list[Member]:
    words = wanted.get("q", "").strip().casefold()

    def fits(member: Member) -> bool:
        row = member.membership
        if words and words not in member.name.casefold() and words not in row.user.email:
            return False
        if wanted.get("school") and (row.school is None or row.school.slug != wanted["school"]):
            return False
        return not wanted.get("kind") or row.kind == wanted["kind"]

    return [member for member in members if fits(member)]


@for_school(Permission.MANAGE_SCHOOL)
@require_safe
def school_people(request: AccessRequest) -> HttpResponse:
    """The people of one school, for its principal."""
    members = queries.people_of(request.access.provider, request.access.school)
    return render(request, "schools/school_people.html", {"members": members, "by_principal": list(BY_PRINCIPAL)})


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: AccessRequest) -> HttpResponse:
    return _invite(request)


@for_school(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_invite(request: AccessRequest) -> HttpResponse:
    return _invite(request)


def _invite(request: AccessRequest) -> HttpResponse:
    access = request.access
    form = InviteForm(
        request.POST or None,
        schools=access.schools(),
        at=access.school,
        initial={"language": access.provider.language, "school": request.GET.get("school", "")},
    )
    if request.method == "POST" and form.is_valid():
        refusal = too_many(request, "invite")
        if refusal:
            return refusal
        actions.invite(by=access.user, provider=access.provider, origin=origin_of(request), **form.cleaned_data)
        words = _("%(name)s is invited: a link goes to %(email)s.")
        tell(request, words % {"name": form.cleaned_data["name"], "email": form.cleaned_data["email"]})
        return redirect(_address(request, "people"))
    context = {"form": form, "back": _address(request, "people")}
    return render(request, "schools/invite.html", context, status=422 if form.errors else 200)


def _member(request: AccessRequest, pk: int) -> Member:
    membership = queries.membership_of(request.access.provider, pk, request.access.school)
    if membership is None:
        raise Http404
    return queries.member_with_invitation(membership)


def _may_touch(request: AccessRequest, member: Member) -> bool:
    """A principal leaves the coordinator's people alone."""
    return request.access.is_coordinator or member.membership.kind in BY_PRINCIPAL


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def member(request: AccessRequest, pk: int) -> HttpResponse:
    return _member_page(request, pk)


@for_school(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_member(request: AccessRequest, pk: int) -> HttpResponse:
    return _member_page(request, pk)


def _member_page(request: AccessRequest, pk: int) -> HttpResponse:
    """One person's right: change it, mail the invitation again, take it away."""
    shown = _member(request, pk)
    membership = shown.membership
    form = RightForm(
        request.POST or None, by_principal=request.access.school is not None, initial={"kind": membership.kind}
    )
    if request.method == "POST" and membership.school is not None and form.is_valid():
        if not _may_touch(request, shown):
            raise Http404
        actions.change_member(by=request.access.user, membership=membership, kind=form.cleaned_data["kind"])
        tell(request, _("The right of %(name)s is changed.") % {"name": shown.name})
        return redirect(_address(request, "people"))
    context = {
        "member": shown,
        "form": form,
        "may_touch": _may_touch(request, shown),
        "back": _address(request, "people"),
        "remove": _address(request, "member_remove", pk=pk),
        "resend": _address(request, "member_resend", pk=pk),
    }
    return render(request, "schools/member.html", context, status=422 if form.errors else 200)


@for_provider(Permission.MANAGE_PROVIDER)
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: AccessRequest, pk: int) -> HttpResponse:
    return _remove(request, pk)


@for_school(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def school_remove(request: AccessRequest, pk: int) -> HttpResponse:
    return _remove(request, pk)


def _remove(request: AccessRequest, pk: int) -> HttpResponse:
    shown = _member(request, pk)
    if not _may_touch(request, shown):
        raise Http404
    back = _address(request, "people")
    place = str(shown.membership.school or request.access.provider)
    names = {"name": shown.name, "place": place}
    if request.method == "POST":
        try:
            actions.remove_member(by=request.access.user, membership=shown.membership)
        except Refused as refused:
            refuse(request, str(refused.words))
        else:
            tell(request, _("%(name)s no longer belongs to %(place)s.") % names)
        return redirect(back)
    context = {
        "title": _("Remove %(name)s from %(place)s?") % names,
        "text": _("The roles held there become vacant. What the person has done stays in the history."),
        "label": _("Remove"),
        "action": request.path,
        "cancel_url": back,
        "danger": True,
    }
    return render(request, "look/confirm.html", context)


@require_POST
@for_provider(Permission.MANAGE_PROVIDER)
def resend(request: AccessRequest, pk: int) -> HttpResponse:
    return _resend(request, pk)


@require_POST
@for_school(Permission.MANAGE_SCHOOL)
def school_resend(request: AccessRequest, pk: int) -> HttpResponse:
    return _resend(request, pk)


def _resend(request: AccessRequest, pk: int) -> HttpResponse:
    shown = _member(request, pk)
    if not shown.is_invited or shown.invitation is None or not _may_touch(request, shown):
        raise Http404
    refusal = too_many(request, "invite")
    if refusal:
        return refusal
    row = shown.membership
    actions.invite(
        by=request.access.user,
        provider=request.access.provider,
        email=row.user.email,
        name=shown.invitation.name,
        kind=row.kind,
        school=row.school,
        origin=origin_of(request),
    )
    tell(request, _("The invitation is mailed again to %(email)s.") % {"email": row.user.email})
    return redirect(_address(request, "people"))


@for_provider(Permission.MANAGE_PROVIDER)
@require_safe
def download_people(request: AccessRequest, kind: str) -> HttpResponse:
    """The list of people as a spreadsheet."""
    rows = [
        (m.name, m.membership.user.email, m.membership.school or "", m.membership.get_kind_display())
        for m in queries.people_of(request.access.provider)
    ]
    return download("people", kind, [_("Name"), _("E-mail"), _("School"), _("Right")], rows)
