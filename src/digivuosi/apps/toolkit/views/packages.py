"""Packages: the draft as a zip, and a zip in the draft's place after a look at what would change."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from digivuosi.apps.look.parts import Crumb
from digivuosi.apps.look.telling import refuse, tell
from digivuosi.apps.schools.access import AccessRequest, Permission, for_provider
from digivuosi.apps.toolkit import actions
from digivuosi.apps.toolkit.forms.packages import ReviewForm, UploadForm
from digivuosi.apps.toolkit.queries import draft_of, upload_of
from digivuosi.apps.toolkit.queries.differences import differences
from digivuosi.apps.toolkit.queries.drafts import calendars_for
from digivuosi.apps.toolkit.queries.sources import draft_source, package_in
from digivuosi.apps.toolkit.views.places import address, the_draft
from digivuosi.domain.toolkit.checking import Examined, PackageProblem, examine
from digivuosi.domain.toolkit.findings import Finding
from digivuosi.domain.toolkit.package import read_package, write_zip

MOST_FINDINGS = 100
CONFLICT = 409


@for_provider(Permission.EDIT_TOOLKIT)
@require_POST
def start(request: AccessRequest) -> HttpResponse:
    """Begin the draft from the starter toolkit."""
    package = read_package(Path(settings.STARTER_DIR))
    try:
        actions.start_from(by=request.access.user, provider=request.access.provider, package=package)
    except actions.Refused as problem:
        refuse(request, str(problem.words))
    else:
        tell(request, _("The draft begins from the starter toolkit. Change it as you like and publish."))
    return redirect(address(request, "draft"))


@for_provider(Permission.EDIT_TOOLKIT)
@require_safe
def download(request: AccessRequest) -> HttpResponse:
    """The draft as a package: the same draft gives the same bytes."""
    source = the_draft(request)
    response = HttpResponse(write_zip(package_in(source)), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{source.toolkit.id}-draft-{source.version}.zip"'
    return response


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: AccessRequest) -> HttpResponse:
    """Send a package. One with mistakes is refused with every one of them; the draft stays as it is."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _upload_page(request, form, status=422 if request.method == "POST" else 200)
    content = form.cleaned_data["file"]
    examined, findings = _examined(request, content)
    if examined is None or examined.package is None or not examined.is_sound:
        return _upload_page(request, form, findings=findings, status=422)
    try:
        actions.keep_upload(
            by=request.access.user, provider=request.access.provider, name=form.file_name, content=content
        )
    except actions.Refused as problem:
        form.add_error("file", str(problem.words))
        return _upload_page(request, form, status=422)
    return redirect(address(request, "upload_review"))


def _examined(request: AccessRequest, content: bytes) -> tuple[Examined | None, tuple[Finding, ...]]:
    try:
        examined = examine(content, calendars_for(request.access.provider))
    except PackageProblem as problem:
        return None, problem.findings
    return examined, examined.findings


def _upload_page(
    request: AccessRequest, form: UploadForm, *, findings: tuple[Finding, ...] = (), status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "refused": bool(findings),
        "kept": upload_of(request.access.provider, request.access.user),
        "crumbs": _crumbs(request, _("Bring a package")),
        **_told(findings),
    }
    return render(request, "toolkit/editing/upload.html", context, status=status)


def _told(findings: tuple[Finding, ...]) -> dict[str, Any]:
    return {
        "findings": [(finding, "", finding.file) for finding in findings[:MOST_FINDINGS]],
        "more_findings": max(0, len(findings) - MOST_FINDINGS),
    }


def _crumbs(request: AccessRequest, here: str) -> list[Crumb]:
    return [Crumb(_("Draft"), address(request, "draft")), Crumb(here)]


@for_provider(Permission.EDIT_TOOLKIT)
@require_http_methods(["GET", "HEAD", "POST"])
def upload_review(request: AccessRequest) -> HttpResponse:
    """Look at what the package would change, and take it or leave it."""
    access = request.access
    kept = upload_of(access.provider, access.user)
    if kept is None:
        refuse(request, _("There is no package waiting. Choose the file again."))
        return redirect(address(request, "upload"))
    if request.method == "POST" and request.POST.get("verb") == "leave":
        actions.forget_upload(by=access.user, provider=access.provider)
        tell(request, _("The package was left. The draft is as it was."))
        return redirect(address(request, "draft"))
    examined, findings = _examined(request, bytes(kept.content))
    if examined is None or examined.package is None or not examined.is_sound:
        return _upload_page(request, UploadForm(), findings=findings, status=422)
    if request.method == "POST":
        return _take(request, examined, kept.name)
    return _review_page(request, examined, kept.name)


def _take(request: AccessRequest, examined: Examined, name: str) -> HttpResponse:
    """Put the package in the draft's place, unless somebody has changed the draft since it was shown."""
    form, package, access = ReviewForm(request.POST), examined.package, request.access
    assert package is not None  # noqa: S101  (looked at above)
    if not form.is_valid():
        return _review_page(request, examined, name, status=422)
    try:
        if draft_of(access.provider) is None:
            actions.start_from(by=access.user, provider=access.provider, package=package)
            actions.forget_upload(by=access.user, provider=access.provider)
        else:
            version = form.cleaned_data["version"]
            actions.import_package(by=access.user, provider=access.provider, package=package, version=version)
    except actions.StaleDraft:
        refuse(request, _("Somebody has changed the draft meanwhile. Look at what the package would change now."))
        return _review_page(request, examined, name, status=CONFLICT)
    except actions.Refused as problem:
        refuse(request, str(problem.words))
        return _review_page(request, examined, name, status=422)
    tell(request, _("The package is the draft now. Schools see it when you publish."))
    return redirect(address(request, "draft"))


def _review_page(request: AccessRequest, examined: Examined, name: str, *, status: int = 200) -> HttpResponse:
    source, package = draft_source(request.access.provider), examined.package
    assert package is not None  # noqa: S101  (looked at above)
    context = {
        "form": ReviewForm(initial={"version": source.version if source else 0}),
        "name": name,
        "toolkit": package.toolkit,
        "own_language": package.toolkit.language,
        "change": differences(source.toolkit if source else None, package.toolkit),
        "is_first": source is None,
        "crumbs": _crumbs(request, _("Bring a package")),
        **_told(examined.findings),
    }
    return render(request, "toolkit/editing/review.html", context, status=status)
