"""Answering a survey: by the code on the wall or by a link that works once. Nobody signs in, nobody is known.

The page is one form that works without scripts and without a good connection: see static/needs/js/answer.js.
Its cookie holds a secret of this browser's own, goes to this page only and says nothing about who.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from digivuosi.apps.look import clock
from digivuosi.apps.look.languages import current
from digivuosi.apps.needs.actions.answering import Full, LinkUsed, save_unfinished, send
from digivuosi.apps.needs.forms import CodeForm
from digivuosi.apps.needs.queries.questions import questions_of, survey_of
from digivuosi.apps.needs.queries.rounds import asked_by_code, is_open, link_by_token
from digivuosi.apps.needs.queries.sheets import kept_sheet, read_form
from digivuosi.apps.needs.views.pages_of_survey import shown_parts
from digivuosi.apps.people.limits import too_many
from digivuosi.apps.people.secrets import new_secret
from digivuosi.apps.schools.access import for_anyone
from digivuosi.apps.toolkit.queries.toolkits import Kept
from digivuosi.domain.needs.answering import AnswerSheet, SheetProblem
from digivuosi.domain.toolkit.toolkit import Toolkit

DAYS_AFTER = 1
"""How long after the last day the browser keeps its secret."""


_kept: Kept[tuple[Toolkit, str]] = Kept(60)


@dataclass(frozen=True)
class Door:
    """What an address of answering leads to; `why_not` is set when it leads nowhere now."""

    asked: Any = None
    link: Any = None
    why_not: str = ""
    is_over: bool = False
    """Whether it leads nowhere for good, so that the browser may forget what it kept for it."""

    @property
    def cookie(self) -> str:
        return f"answer-{self.asked.pk}" if self.link is None else f"answer-{self.asked.pk}-{self.link.pk}"


@for_anyone
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Type the code that hangs on the wall."""
    form = CodeForm(request.POST or None)
    if request.method == "POST":
        if answer := too_many(request, "answer_code"):
            return answer
        if form.is_valid():
            return HttpResponseRedirect(reverse("needs:answer", kwargs={"code": form.cleaned_data["code"]}))
    return _render(request, "needs/answer_enter.html", {"form": form}, status=422 if form.errors else 200)


@for_anyone
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The survey by the code on the wall."""
    asked = asked_by_code(code.upper())
    if asked is None and (limited := too_many(request, "answer_code", even_get=True)):
        return limited
    return _answer(request, _door(asked))


@for_anyone
@require_http_methods(["GET", "HEAD", "POST"])
def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The survey by a link that works once."""
    link = link_by_token(token)
    if link is None and (limited := too_many(request, "answer_code", even_get=True)):
        return limited
    return _answer(request, _door(link.asked if link else None, link))


@for_anyone
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The script that gives the form without a connection. Its address says how far it reaches: only answering."""
    response = HttpResponse(_worker_script(), content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@cache
def _worker_script() -> bytes:
    return (Path(__file__).parents[1] / "static/needs/js/answer_worker.js").read_bytes()


def _door(asked: Any, link: Any = None) -> Door:
    today = clock.today()
    if asked is None:
        return Door(why_not=_("There is no such survey, or it is over. Check the code or the link."))
    if today < asked.round.opens:
        return Door(asked, link, _("The survey has not opened yet."))
    if not is_open(asked.round, today):
        return Door(asked, link, _("The survey is over. Thank you to all who answered."), is_over=True)
    return Door(asked, link)


def _answer(request: HttpRequest, door: Door) -> HttpResponse:
    if door.why_not:
        return _private(_closed(request, door.why_not, is_over=door.is_over))
    secret = request.COOKIES.get(door.cookie, "")[:100]
    if request.method == "POST":
        if answer := too_many(request, "answer_send", key=str(door.asked.pk)):
            return answer
        return _private(_posted(request, door, secret))
    questions = questions_of(door.asked.round)
    sheet, is_sent = kept_sheet(door.asked, secret, questions)
    if is_sent:
        return _private(_thanks(request, door))
    if door.link is not None and door.link.is_used:
        words = _("This link has been used: an answer was sent by it. Each link works once.")
        return _private(_closed(request, words, is_over=True))
    if "empty" in request.GET:
        return _private(_form(request, door, AnswerSheet(door.asked.round.survey_key)))
    return _private(_page(request, door, secret, sheet))


def _posted(request: HttpRequest, door: Door, secret: str) -> HttpResponse:
    what = request.POST.get("what", "send")
    here = HttpResponseRedirect(request.path)
    if what == "other":
        here.delete_cookie(door.cookie, path=request.path)
        return here
    secret, survey = secret or new_secret(), door.asked.round.survey_key
    try:
        sheet = read_form(request.POST, questions_of(door.asked.round), survey, partial=what == "save")
        if what == "save":
            save_unfinished(asked=door.asked, secret=secret, sheet=sheet)
        else:
            send(asked=door.asked, secret=secret, sheet=sheet, link=door.link)
    except SheetProblem as problem:
        words = "; ".join(dict.fromkeys(fault.message.get(current()) for fault in problem.faults[:3]))
        kept = problem.kept or AnswerSheet(survey)
        return _page(request, door, secret, kept, wrong=words[:1].upper() + words[1:], status=422)
    except LinkUsed:
        words = _("This link has been used: an answer was sent by it. Each link works once.")
        return _closed(request, words, is_over=True)
    except Full:
        words = _("So many answers have come from this school that no more are taken. Tell the person who asked you.")
        return _closed(request, words)
    if request.headers.get("X-Quiet") == "1":
        return _with_secret(HttpResponse(status=204), request, door, secret)
    if what == "save":
        here = HttpResponseRedirect(f"{request.path}#questions")
    return _with_secret(here, request, door, secret)


def _page(
    request: HttpRequest, door: Door, secret: str, sheet: AnswerSheet, *, wrong: str = "", status: int = 200
) -> HttpResponse:
    return _with_secret(_form(request, door, sheet, wrong, status), request, door, secret or new_secret())


def _form(request: HttpRequest, door: Door, sheet: AnswerSheet, wrong: str = "", status: int = 200) -> HttpResponse:
    context = {
        "asked": door.asked,
        "school": door.asked.school,
        "survey": survey_of(door.asked.round),
        "closes": door.asked.round.closes,
        "questions": _questions(door, sheet),
        "wrong": wrong,
        "is_link": door.link is not None,
    }
    return _render(request, "needs/answer.html", context, status=status)


def _closed(request: HttpRequest, words: str, *, is_over: bool = False) -> HttpResponse:
    return _render(request, "needs/answer_closed.html", {"words": words, "is_over": is_over}, status=410)


def _questions(door: Door, sheet: AnswerSheet) -> str:
    """The questions as HTML. Most people come with an empty sheet, many at once: for them it is made once."""
    questions, survey = questions_of(door.asked.round), door.asked.round.survey_key
    name = f"{id(questions)}/{current()}"
    is_empty = not (sheet.steps or sheet.texts or sheet.branches)
    kept = _kept.get(name) if is_empty else None
    # The questions are kept beside their HTML, so that their id is not given to others meanwhile.
    if kept is not None and kept[0] is questions:
        return kept[1]
    parts = shown_parts(questions, survey, sheet)
    html = render_to_string("needs/parts/questions.html", {"parts": parts, "branches": parts.branches})
    return _kept.put(name, (questions, html))[1] if is_empty else html


def _thanks(request: HttpRequest, door: Door) -> HttpResponse:
    context = {"survey": survey_of(door.asked.round), "school": door.asked.school, "is_link": door.link is not None}
    return _render(request, "needs/answer_thanks.html", context)


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    # The way back from choosing a language is the page itself, also from the one that is put aside.
    return render(request, template, {**context, "today": clock.today(), "here": request.path}, status=status)


def _with_secret(response: HttpResponse, request: HttpRequest, door: Door, secret: str) -> HttpResponse:
    until = door.asked.round.closes + timedelta(days=DAYS_AFTER) - clock.today()
    response.set_cookie(
        door.cookie,
        secret,
        max_age=int(until.total_seconds()),
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _private(response: HttpResponse) -> HttpResponse:
    add_never_cache_headers(response)
    response["X-Robots-Tag"] = "noindex"
    return response
