"""The template tags: what they write, and that they escape what people wrote."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from digivuosi.apps.look.gallery import icon_names
from digivuosi.apps.look.parts import STATUSES, Fact, Tab
from digivuosi.apps.look.telling import undo_of
from digivuosi.domain.texts import Text

APPS = Path(__file__).resolve().parents[3] / "src" / "digivuosi" / "apps"
HOSTILE = '<b onclick="x">&'
ESCAPED = "&lt;b onclick=&quot;x&quot;&gt;&amp;"


def rendered(source: str, **context: Any) -> str:
    html = Template("{% load look i18n %}" + source).render(Context(context))
    return re.sub(r"\s+", " ", html).strip()


class MeasureForm(forms.Form):
    title = forms.CharField(label="Nimi", help_text="Lyhyt on hyvä.")
    note = forms.CharField(label="Muistiin", required=False)
    level = forms.ChoiceField(label="Taso", choices=[("a", "Hallinto"), ("b", "Koulu")], widget=forms.RadioSelect)
    recommended = forms.BooleanField(label="Suositeltu", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


@pytest.mark.parametrize(
    "source",
    [
        "{% button x %}",
        "{% button 'a' data_copy=x %}",
        "{% link_button x '/' %}",
        "{% link_button 'a' x %}",
        "{% person x href=x role=x %}",
        "{% vacant x %}",
        "{% theme_swatch 3 x %}",
        "{% text_in x %}",
        "{% text_in text %}",
        "{% notice 'info' title=x %}{% endnotice %}",
        "{% empty x %}{% endempty %}",
        "{% details x %}{% enddetails %}",
        "{% table caption=x %}{% endtable %}",
        "{% heat_cell 3 9 label=x %}",
        "{% facts facts %}",
        "{% status x %}",
    ],
)
def test_what_people_wrote_is_escaped(source: str) -> None:
    text = Text.of(sv=HOSTILE)
    html = rendered(source, x=HOSTILE, text=text, facts=[Fact(HOSTILE, text)])
    assert HOSTILE not in html
    assert ESCAPED in html


def test_attributes_of_a_button() -> None:
    html = rendered('{% button "Siirrä" kind="primary" name="verb" hx_post="/x/" disabled=True title=None %}')
    assert html == (
        '<button class="button button-primary" name="verb" hx-post="/x/" disabled type="submit">'
        "<span>Siirrä</span></button>"
    )


@pytest.mark.parametrize("value", STATUSES)
def test_a_state_has_a_shape_and_a_word(value: str) -> None:
    html = rendered("{% status value %}", value=value.replace("-", "_"))
    assert f"#status-{value}" in html
    assert re.search(r"<span>\w+", html)


@pytest.mark.parametrize(("number", "shape"), [(1, "circle"), ("8", "ring"), (0, "circle"), ("x", "circle")])
def test_a_theme_has_a_shape(number: int | str, shape: str) -> None:
    assert f"#theme-{shape}" in rendered("{% theme_swatch number %}", number=number)


def test_a_text_in_another_language_says_so() -> None:
    assert rendered("{% text_in t %}", t=Text.of(fi="Kysely", sv="Enkät")) == "Kysely"
    with translation.override("sv"):
        html = rendered("{% text_in t %}", t=Text.of(fi="Kysely"))
        assert html == '<span lang="fi">Kysely</span> <span class="language-note" lang="fi">(suomi)</span>'
        assert rendered("{% text_in t note=False %}", t=Text.of(fi="Kysely")) == '<span lang="fi">Kysely</span>'
        assert rendered("{{ t|words }}", t=Text.of(fi="Kysely")) == "Kysely"
        assert 'lang="fi"' in rendered("{% markdown t %}", t=Text.of(fi="**Kysely**"))


def test_dates_are_for_machines_too() -> None:
    context = {"a": date(2026, 10, 6), "b": date(2026, 10, 16)}
    assert rendered("{% date_short a %}", **context) == '<time datetime="2026-10-06">6.10.</time>'
    assert "vk 41–42" in rendered("{% date_span a b weeks=True %}", **context).replace("\u00a0", " ")


def test_a_field_says_what_it_wants_and_what_is_wrong() -> None:
    html = rendered("{% fields form %}", form=MeasureForm({"title": "", "version": "x"}))
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_helptext"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'role="alert" tabindex="-1" data-focus' in html
    assert '<a href="#id_title">Nimi</a>' in html
    assert '<fieldset class="field field-wrong" id="id_level"' in html
    assert html.count('type="hidden"') == 1


def test_a_form_that_nobody_sent_has_no_errors() -> None:
    html = rendered("{% fields form %}", form=MeasureForm())
    assert "role=" not in html
    assert html.count('class="required"') == 2


def test_filters_keep_their_address_and_offer_to_clear() -> None:
    request = RequestFactory().get("/list/", {"note": "a"})
    html = rendered('{% filter_bar form target="#list" %}', form=MeasureForm(), request=request)
    assert 'method="get" action="/list/"' in html
    assert 'hx-get="/list/" hx-target="#list"' in html
    assert 'href="/list/"' in html


def test_pages_keep_the_rest_of_the_address() -> None:
    request = RequestFactory().get("/list/", {"q": "å", "page": "2"})
    html = rendered("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'href="?q=%C3%A5&amp;page=3"' in html
    assert 'aria-current="page"' in html
    assert rendered("{% pagination page %}", page=Paginator([1], 10).page(1), request=request) == ""


def test_progress_asks_until_it_is_done() -> None:
    running = rendered('{% progress 12 60 "Sijoitetaan" url="/p/" %}')
    assert 'hx-get="/p/" hx-trigger="every 2s"' in running
    assert 'value="12" max="60"' in running
    done = rendered('{% progress 60 60 "Sijoitetaan" %}')
    assert "hx-get" not in done
    assert "value=" not in rendered('{% progress 0 0 "Luetaan" url="/p/" %}')


@pytest.mark.parametrize(("value", "step"), [(0, 0), (0.1, 1), (5, 3), (9, 5), (20, 5)])
def test_heat_goes_by_the_share_of_the_top(value: float, step: int) -> None:
    assert f"heat-{step}" in rendered("{% heat_cell value 9 %}", value=value)


def test_tabs_mark_the_current_one() -> None:
    html = rendered("{% tabs tabs %}", tabs=[Tab("Kello", "/k/", current=True), Tab("Luettelo", "/l/", count=0)])
    assert html.count('aria-current="page"') == 1
    assert '<span class="count">0</span>' in html


@pytest.mark.parametrize(
    ("tags", "url"),
    [("undo:/a/b/", "/a/b/"), ("undo://elsewhere.example/", ""), ("undo:https://elsewhere.example/", ""), (None, "")],
)
def test_undo_stays_on_this_server(tags: str | None, url: str) -> None:
    assert undo_of(tags) == url


def test_a_message_has_its_kind_and_its_way_back() -> None:
    message = Message(constants.SUCCESS, "Siirretty", extra_tags="undo:/a/")
    html = rendered('{% include "look/components/message.html" %}', message=message)
    assert "notice-ok" in html
    assert '<form method="post" action="/a/">' in html


def test_every_icon_in_use_is_drawn() -> None:
    named = re.compile(r"""\{%-?\s*icon\s+["']([\w-]+)["']|icon(?:_name)?=["']([\w-]+)["']""")
    used = {
        (one or other, file.name)
        for file in [*APPS.rglob("*.html"), *APPS.rglob("*.py")]
        for one, other in named.findall(file.read_text(encoding="utf-8"))
    }
    assert {(name, file) for name, file in used if name not in icon_names()} == set()
