"""Public pages of the look: the gallery, the choices of language and colours, accessibility, and errors."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template import loader
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from digivuosi.apps.look import actions
from digivuosi.apps.look.gallery import confirm_context, gallery_context, sample_done
from digivuosi.apps.look.languages import current
from digivuosi.apps.look.marks import public

ERROR_PAGES = (400, 403, 404, 405, 429, 500)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Speak another language, and go back to the page."""
    response = HttpResponseRedirect(_back(request))
    try:
        actions.choose_language(by=request.user, language=request.POST.get("language", ""), response=response)
    except actions.UnknownChoice:
        return bad_request(request)
    return response


@public
@require_POST
def scheme(request: HttpRequest) -> HttpResponse:
    """Show light or dark pages, and go back to the page."""
    response = HttpResponseRedirect(_back(request))
    try:
        actions.choose_scheme(scheme=request.POST.get("scheme", ""), response=response)
    except actions.UnknownChoice:
        return bad_request(request)
    return response


@public
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, whole in each language."""
    return render(request, "look/accessibility.html", {"statement": f"look/accessibility/{current()}.html"})


@public
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in its states."""
    return render(request, "look/gallery.html", gallery_context(request))


@public
@require_safe
def sample_progress(request: HttpRequest) -> HttpResponse:
    """The gallery's example of long work: it gets on by each asking, then stops asking."""
    return render(request, "look/gallery/progress.html", sample_done(request.GET.get("done", "")))


@public
@require_safe
def sample_part(request: HttpRequest) -> HttpResponse:
    """The gallery's example of a panel: a part for htmx, a whole page for a browser without scripts."""
    is_part = "HX-Request" in request.headers
    return render(request, "look/gallery/part.html" if is_part else "look/gallery/part_page.html")


@public
@require_safe
def sample_confirm(request: HttpRequest) -> HttpResponse:
    """The gallery's example of a page that asks once more."""
    return render(request, "look/confirm.html", confirm_context())


@public
@require_safe
def sample_error(request: HttpRequest, status: int) -> HttpResponse:
    """An error page to look at, sent as a page that is well."""
    if status not in ERROR_PAGES:
        raise Http404
    return render(request, f"{status}.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    # Whatever broke may break again: this page asks nothing of the request, the session or the database.
    return HttpResponse(loader.render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token did not fit: an old tab, or another person on the same machine."""
    return _error(request, 403, "403_csrf.html")


def _error(request: HttpRequest, status: int, template: str = "") -> HttpResponse:
    context: dict[str, Any] = {"status": status}
    return render(request, template or f"{status}.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page to return to; only one of this server."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"
