"""The draft's lists beside measures: what there is, change, add, take away; and what the toolkit tells of itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, Tab
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.items import (
    AreaForm,
    AudienceForm,
    HeadForm,
    ItemForm,
    Kind,
    NeedForm,
    ResponsibilityForm,
    RoleForm,
    ThemeForm,
)
from digivuosi.apps.toolkit.forms.materials import MaterialForm, ServiceForm
from digivuosi.apps.toolkit.queries.sources import Source, languages_of
from digivuosi.apps.toolkit.views.places import Places, address, the_draft
from digivuosi.domain.toolkit.matrix import DUTIES, actor_title, area_title
from digivuosi.domain.toolkit.toolkit import Material, Responsibility

KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "responsibilities",
            gettext_lazy("Responsibilities"),
            gettext_lazy("Who does what: the statements of the responsibility matrix."),
            gettext_lazy("Add a responsibility"),
            ResponsibilityForm,
            "matrix",
        ),
        Kind(
            "areas",
            gettext_lazy("Areas"),
            gettext_lazy("What responsibilities are about: the rows of the matrix."),
            gettext_lazy("Add an area"),
            AreaForm,
            "list",
        ),
        Kind(
            "roles",
            gettext_lazy("Roles"),
            gettext_lazy("Who does the measures. A role has a stable kind and a name of your own."),
            gettext_lazy("Add a role"),
            RoleForm,
            "roles",
        ),
        Kind(
            "themes",
            gettext_lazy("Themes"),
            gettext_lazy("The rings and colours of the wheel, at most eight."),
            gettext_lazy("Add a theme"),
            ThemeForm,
            "wheel",
        ),
        Kind(
            "audiences",
            gettext_lazy("Target groups"),
            gettext_lazy("Whom the measures are for."),
            gettext_lazy("Add a target group"),
            AudienceForm,
            "people",
        ),
        Kind(
            "needs",
            gettext_lazy("Needs"),
            gettext_lazy("What the measures answer."),
            gettext_lazy("Add a need"),
            NeedForm,
            "flag",
        ),
        Kind(
            "materials",
            gettext_lazy("Materials"),
            gettext_lazy("Guides, templates, links and videos that help to do the measures."),
            gettext_lazy("Add a material"),
            MaterialForm,
            "document",
        ),
        Kind(
            "services",
            gettext_lazy("Services"),
            gettext_lazy("Services of others that the measures use. Each municipality makes its own contracts."),
            gettext_lazy("Add a service"),
            ServiceForm,
            "link",
        ),
    )
}
CONFLICT = 409


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def items(request: AccessRequest, kind: str) -> HttpResponse:
    """One list of the draft."""
    source, what = the_draft(request), _kind(kind)
    context = {
        **_frame(request, source, what),
        "groups": _groups(request, source, what),
        "new_url": address(request, "item_new", kind=kind),
    }
    return render(request, "toolkit/items/list.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def item(request: AccessRequest, kind: str, key: str) -> HttpResponse:
    """Change one item."""
    source, what = the_draft(request), _kind(kind)
    before = _found(source, kind, key)
    form = _form(request, source, what, before)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, before)
        except actions.StaleDraft as stale:
            return _stale_page(request, source, what, form, stale)
        except actions.Refused as refused:
            form.add_error(None, str(refused.words))
        else:
            return _done(request, source, what, form)
    context = {
        **_frame(request, source, what),
        "form": form,
        "item": before,
        "title": _heading(source, before),
        "files": _files(source, before),
        "remove_url": address(request, "item_remove", kind=kind, key=key),
    }
    return render(request, "toolkit/items/item.html", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: AccessRequest, kind: str) -> HttpResponse:
    """Add one item."""
    source, what = the_draft(request), _kind(kind)
    form = _form(request, source, what, None)
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, form, None)
        except actions.Refused as refused:
            form.add_error(None, str(refused.words))
        else:
            return _done(request, source, what, form)
    context = {**_frame(request, source, what), "form": form, "item": None, "title": what.new}
    return render(request, "toolkit/items/item.html", context, status=422 if form.errors else 200)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: AccessRequest, kind: str, key: str) -> HttpResponse:
    """Take one item away, after asking; refused while something builds on it."""
    _kind(kind)
    source = the_draft(request)
    before = _found(source, kind, key)
    title = _title(before).get(current(), source.language)
    back = address(request, "items", kind=kind)
    if request.method == "POST":
        version = request.POST.get("version", "")
        try:
            actions.remove_item(
                by=request.access.user,
                provider=request.access.provider,
                kind=kind,
                key=key,
                version=int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0,
            )
        except actions.StillUsed as used:
            names = ", ".join(one.get(current(), source.language) for one in used.users[:5])
            refuse(request, f"{used.words} {names}")
        except actions.Refused as refused:
            refuse(request, str(refused.words))
        else:
            tell(request, _("“%(title)s” was taken out of the draft.") % {"title": title})
        return redirect(back)
    context = {
        "title": _("Take “%(title)s” out of the draft?") % {"title": title},
        "text": _("What is published stays as it is. You can bring it back in the history."),
        "label": _("Take it away"),
        "cancel_url": address(request, "item", kind=kind, key=key),
        "danger": True,
        "hidden": {"version": source.version},
    }
    return render(request, "look/confirm.html", context)


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: AccessRequest) -> HttpResponse:
    """What the toolkit tells of itself: its name, description, licence."""
    source = the_draft(request)
    data = request.POST if request.method == "POST" else None
    form = HeadForm(data, toolkit=source.toolkit, version=source.version)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_head(
                by=request.access.user,
                provider=request.access.provider,
                fields=form.changes(),
                version=form.cleaned_data["version"],
            )
        except actions.StaleDraft as stale:
            form.add_error(None, str(stale.words))
            status = CONFLICT
        else:
            tell(request, _("Saved in the draft. Schools see it when you publish."))
            return redirect(address(request, "head"))
    context = {**_frame(request, source, None), "form": form}
    return render(request, "toolkit/items/head.html", context, status=422 if form.errors and status == 200 else status)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _found(source: Source, kind: str, key: str) -> Any:
    found = next((one for one in getattr(source.toolkit, kind) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _form(request: AccessRequest, source: Source, what: Kind, before: Any) -> ItemForm:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return what.form(data, files, toolkit=source.toolkit, before=before, version=source.version)


def _save(request: AccessRequest, form: ItemForm, before: Any) -> None:
    by, provider = request.access.user, request.access.provider
    made, version = form.item(), form.cleaned_data.get("version") or 0
    if isinstance(form, MaterialForm):
        seen = version if before is not None else None
        actions.save_material(by=by, provider=provider, material=made, content=form.content(made), version=seen)
    elif before is None:
        actions.add_item(by=by, provider=provider, kind=form.kind, item=made)
    else:
        actions.change_item(by=by, provider=provider, kind=form.kind, key=before.key, item=made, version=version)


def _done(request: AccessRequest, source: Source, what: Kind, form: ItemForm) -> HttpResponse:
    title = _title(form.item()).get(current(), source.language)
    tell(request, _("“%(title)s” is saved in the draft. Schools see it when you publish.") % {"title": title})
    return redirect(address(request, "items", kind=what.key))


def _stale_page(
    request: AccessRequest, source: Source, what: Kind, form: ItemForm, stale: actions.StaleDraft
) -> HttpResponse:
    """What somebody else has saved, beside what was typed; saving again puts one's own in its place."""
    form.add_error(None, str(stale.words))
    data = form.data.copy()  # type: ignore[attr-defined]
    data["version"] = str(stale.version)
    form.data = data
    theirs = what.form(None, toolkit=source.toolkit, before=stale.theirs, version=0) if stale.theirs else None
    context = {
        **_frame(request, source, what),
        "form": form,
        "item": stale.theirs,
        "title": _heading(source, stale.theirs or stale.mine),
        "theirs": theirs,
        "their_words": [
            (bound.label, name, bound.initial)
            for name, _code, fields, _open in (theirs.words if theirs else [])
            for bound in fields
        ],
        "their_name": str(stale.by) if stale.by else "",
    }
    return render(request, "toolkit/items/item.html", context, status=CONFLICT)


def _title(one: Any) -> Any:
    return one.text if isinstance(one, Responsibility) else one.title


def _heading(source: Source, one: Any) -> Any:
    """A responsibility is called by who and about what: its own words are long, and stand in the form."""
    if not isinstance(one, Responsibility):
        return one.title
    titles = actor_title(source.toolkit, one.actor), area_title(source.toolkit, one.about)
    return " – ".join(title.get(current(), source.language) for title in titles)


def _files(source: Source, one: Any) -> list[tuple[str, str]]:
    """The files that a material has now: path and address."""
    if not isinstance(one, Material) or not one.path:
        return []
    places, spoken = Places(source), languages_of(source, one.key)
    paths = one.files(spoken or [source.language])
    urls = [places.file(one.key, language) for language in spoken] or [places.file(one.key)]
    return [(path.rpartition("/")[2], url) for path, url in zip(paths, urls, strict=True) if path in source.files]


def _groups(request: AccessRequest, source: Source, what: Kind) -> list[tuple[Any, list[Any]]]:
    """The rows of a list; responsibilities by their area, with who and what part."""
    toolkit = source.toolkit

    def row(one: Any) -> dict[str, Any]:
        found = {"item": one, "title": _title(one), "url": address(request, "item", kind=what.key, key=one.key)}
        if isinstance(one, Responsibility):
            found.update(actor=actor_title(toolkit, one.actor), duty=one.duty.value, duty_words=DUTIES[one.duty])
        return found

    listed = list(getattr(toolkit, what.key))
    if what.key == "themes":
        listed.sort(key=lambda one: (one.colour, one.key))
    elif what.key != "responsibilities":
        listed.sort(key=lambda one: one.title.get(current(), toolkit.language).casefold())
    if what.key != "responsibilities":
        return [(None, [row(one) for one in listed])] if listed else []
    areas = dict.fromkeys([*(area.key for area in toolkit.areas), *(one.about for one in listed)])
    groups = [(area_title(toolkit, key), [row(one) for one in listed if one.about == key]) for key in areas]
    return [(title, rows) for title, rows in groups if rows]


def _frame(request: AccessRequest, source: Source, what: Kind | None) -> dict[str, Any]:
    """What every page of the draft's lists shows around."""
    tabs = [
        Tab(kind.title, address(request, "items", kind=kind.key), kind is what, icon=kind.icon)
        for kind in KINDS.values()
    ]
    return {
        "source": source,
        "own_language": source.language,
        "kind": what,
        "tabs": tabs,
        "head_url": address(request, "head"),
        "list_url": address(request, "items", kind=what.key) if what else "",
        "draft_url": address(request, "draft"),
        "crumbs": [
            Crumb(_("Draft"), address(request, "draft")),
            *([Crumb(what.title, address(request, "items", kind=what.key))] if what else []),
        ],
    }
