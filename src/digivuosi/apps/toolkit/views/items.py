"""The draft's lists beside measures: what there is, change, add, take away; and what the toolkit tells of itself."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.parts import Crumb, Tab
from digivuosi.apps.look.telling import tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.items import HeadForm, ItemForm, NeedForm
from digivuosi.apps.toolkit.forms.materials import MaterialForm
from digivuosi.apps.toolkit.queries.sources import Source, languages_of
from digivuosi.apps.toolkit.views.kinds import KINDS, Kind
from digivuosi.apps.toolkit.views.places import Places, address, the_draft
from digivuosi.apps.toolkit.views.saving import (
    asked_to_remove,
    removed,
    save_item,
    tell_saved,
    theirs_of,
    version_of,
    written,
)
from digivuosi.domain.toolkit.matrix import DUTIES, actor_title, area_title
from digivuosi.domain.toolkit.toolkit import Material, Responsibility


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
    return _item_form(request, source, what, _found(source, kind, key))


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def item_new(request: AccessRequest, kind: str) -> HttpResponse:
    """Add one item."""
    return _item_form(request, the_draft(request), _kind(kind), None)


def _item_form(request: AccessRequest, source: Source, what: Kind, before: Any) -> HttpResponse:
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = what.form(data, files, toolkit=source.toolkit, before=before, version=source.version)

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = None
        if stale and stale.theirs:
            theirs = what.form(None, toolkit=source.toolkit, before=stale.theirs, version=0)
        context = {
            **_frame(request, source, what),
            "form": form,
            "stale": stale,
            "their_words": theirs_of(theirs),
            "title": _heading(source, before) if before else what.new,
            "files": _files(source, before),
            "remove_url": address(request, "item_remove", kind=what.key, key=before.key) if before else "",
        }
        return render(request, "toolkit/items/item.html", context, status=status)

    return written(
        request, form, lambda: _save(request, form, before), page, lambda: _done(request, source, what, form)
    )


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def item_remove(request: AccessRequest, kind: str, key: str) -> HttpResponse:
    """Take one item away, after asking; refused while something builds on it."""
    _kind(kind)
    source = the_draft(request)
    title = _title(_found(source, kind, key)).get(current(), source.language)
    if request.method == "POST":

        def remove() -> None:
            by, provider = request.access.user, request.access.provider
            actions.remove_item(by=by, provider=provider, kind=kind, key=key, version=version_of(request))

        back = address(request, "items", kind=kind)
        return removed(request, title=title, remove=remove, gone_url=back, kept_url=back)
    return asked_to_remove(
        request,
        title=title,
        text=_("What is published stays as it is. You can bring it back in the history."),
        version=source.version,
        cancel_url=address(request, "item", kind=kind, key=key),
    )


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def head(request: AccessRequest) -> HttpResponse:
    """What the toolkit tells of itself: its name, description, licence."""
    source = the_draft(request)
    data = request.POST if request.method == "POST" else None
    form = HeadForm(data, toolkit=source.toolkit, version=source.version)

    def save() -> None:
        by, provider, version = request.access.user, request.access.provider, form.cleaned_data["version"]
        actions.change_head(by=by, provider=provider, fields=form.changes(), version=version)

    def page(status: int, stale: actions.StaleDraft | None = None) -> HttpResponse:
        theirs = HeadForm(None, toolkit=stale.theirs, version=0) if stale else None
        plain = [(bound.label, "", bound.initial) for bound in theirs.others] if theirs else []
        context = {
            **_frame(request, source, None),
            "form": form,
            "stale": stale,
            "their_words": [*theirs_of(theirs), *plain],
        }
        return render(request, "toolkit/items/head.html", context, status=status)

    def done() -> HttpResponse:
        tell(request, _("Saved in the draft. Schools see it when you publish."))
        return redirect(address(request, "head"))

    return written(request, form, save, page, done)


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise Http404
    return KINDS[kind]


def _found(source: Source, kind: str, key: str) -> Any:
    found = next((one for one in getattr(source.toolkit, kind) if one.key == key), None)
    if found is None:
        raise Http404
    return found


def _save(request: AccessRequest, form: ItemForm, before: Any) -> None:
    by, provider = request.access.user, request.access.provider
    seen = (form.cleaned_data.get("version") or 0) if before is not None else None
    if isinstance(form, MaterialForm):
        made = form.item()
        actions.save_material(by=by, provider=provider, material=made, content=form.content(made), version=seen)
    elif isinstance(form, NeedForm):
        measures = form.cleaned_data["measures"]
        actions.change_need(by=by, provider=provider, need=form.item(), measures=measures, version=seen)
    else:
        save_item(request, form, before)


def _done(request: AccessRequest, source: Source, what: Kind, form: ItemForm) -> HttpResponse:
    tell_saved(request, _title(form.item()), source.toolkit)
    return redirect(address(request, "items", kind=what.key))


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
