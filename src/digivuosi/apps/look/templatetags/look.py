"""Components as template tags. `/look/` shows each of them in its states."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple, RadioSelect
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look import dates as _dates
from digivuosi.apps.look import markdown as _markdown
from digivuosi.apps.look.languages import NAMES, current
from digivuosi.apps.look.navigation import NavGroup, NavLink, bar_of, without_links
from digivuosi.apps.look.parts import STATUSES
from digivuosi.apps.look.telling import undo_of
from digivuosi.domain.texts import Text

register = template.Library()

STATUS_NAMES = {
    "planned": _("Planned"),
    "in-progress": _("In progress"),
    "done": _("Done"),
    "postponed": _("Postponed"),
    "cancelled": _("Cancelled"),
}
_SHAPES = ("", "circle", "square", "triangle", "diamond", "pentagon", "hexagon", "star", "ring")
_HEAT_STEPS = 5
_KINDS = {"success": "ok", "warning": "warn", "error": "error"}


def _attributes(extra: dict[str, Any]) -> SafeString:
    """`hx_post="/x/"` becomes `hx-post="/x/"`; True gives a bare attribute, None and False none."""
    pairs = [(name.rstrip("_").replace("_", "-"), value) for name, value in extra.items()]
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in pairs
            if value is not None and value is not False
        ),
    )


# --- marks -------------------------------------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "", size: str = "") -> SafeString:
    """An icon of our own sprite. Beside words it needs no label; alone it does."""
    if not label:
        return _quiet_icon(name, size)
    href = f"{static('look/icons/icons.svg')}#{name}"
    css = f"icon icon-{size}" if size else "icon"
    return format_html('<svg class="{}" role="img" aria-label="{}"><use href="{}"></use></svg>', css, label, href)


@lru_cache(maxsize=256)
def _quiet_icon(name: str, size: str) -> SafeString:
    """Made once: a long page has hundreds of a few."""
    href = f"{static('look/icons/icons.svg')}#{name}"
    css = f"icon icon-{size}" if size else "icon"
    return format_html('<svg class="{}" aria-hidden="true"><use href="{}"></use></svg>', css, href)


@register.simple_tag
def status(value: str, small: bool = False) -> SafeString:
    """How a placed measure goes: a shape and a word, colour only as a third sign."""
    key = str(value).replace("_", "-")
    if key not in STATUSES:
        return format_html("{}", value)
    css = "status-small " if small else ""
    mark = icon(f"status-{key}")
    return format_html('<span class="status {}status-{}">{}<span>{}</span></span>', css, key, mark, STATUS_NAMES[key])


@register.simple_tag
def theme_swatch(number: int | str, title: Any = "") -> SafeString:
    """A theme's colour with its own shape and texture, so that hue never stands alone."""
    index = int(number) if str(number).isdigit() and 1 <= int(number) <= 8 else 1
    href = f"{static('look/icons/icons.svg')}#theme-{_SHAPES[index]}"
    mark = format_html('<svg class="swatch theme-{}" aria-hidden="true"><use href="{}"></use></svg>', index, href)
    return format_html('<span class="theme">{}<span>{}</span></span>', mark, text_in(title)) if title else mark


@register.simple_tag
def person(name: str, href: str = "", role: Any = "") -> SafeString:
    """Someone who holds a task."""
    initials = "".join(word[0] for word in str(name).split()[:2]).upper()
    shown = format_html('<a href="{}">{}</a>', href, name) if href else format_html("{}", name)
    note = format_html(' <span class="quiet">{}</span>', text_in(role)) if role else ""
    return format_html(
        '<span class="person"><span class="initials" aria-hidden="true">{}</span><span>{}{}</span></span>',
        initials,
        shown,
        note,
    )


@register.simple_tag
def vacant(role: Any = "", href: str = "") -> SafeString:
    """A task that nobody holds; with an address, a link to where it can be filled."""
    words = format_html("{}: {}", text_in(role), gettext("vacant")) if role else gettext("Vacant")
    shown = format_html('<a href="{}">{}</a>', href, words) if href else words
    return format_html('<span class="person person-vacant">{}<span>{}</span></span>', icon("vacant"), shown)


# --- words and dates ---------------------------------------------------------------------------------------------


@register.simple_tag
def text_in(value: Any, fallback: str = "fi", note: bool = True) -> SafeString:
    """A Text in the reader's language; in another language it is marked as such, and says so unless `note=False`."""
    if not isinstance(value, Text):
        return conditional_escape(value)
    shown = value.shown(current(), fallback)
    if shown.language == current() or not shown.text:
        return conditional_escape(shown.text)
    words = format_html('<span lang="{}">{}</span>', shown.language, shown.text)
    return format_html("{} {}", words, _language_note(shown.language)) if note else words


def _language_note(language: str) -> SafeString:
    return format_html(
        '<span class="language-note" lang="{}">({})</span>', language, NAMES.get(language, language).lower()
    )


@register.filter
def words(value: Any) -> str:
    """A Text as plain words, for attributes, options and titles."""
    return value.get(current()) if isinstance(value, Text) else str(value)


@register.filter
def bar_links(groups: Sequence[NavGroup]) -> tuple[NavLink, ...]:
    """The links of the navigation that stand in a phone's bar."""
    return bar_of(groups)


@register.filter
def without(groups: Sequence[NavGroup], links: Sequence[NavLink]) -> tuple[NavGroup, ...]:
    """The navigation without some links, as a phone's menu beside its bar."""
    return without_links(groups, links)


@register.filter
def language_names(codes: str) -> str:
    """`fi,sv` as the languages' own names."""
    return ", ".join(NAMES.get(code, code) for code in codes.split(","))


@register.simple_tag
def markdown(value: Any, fallback: str = "fi") -> SafeString:
    """Safe HTML of Markdown words or of a Text in Markdown."""
    language, source = current(), str(value or "")
    if isinstance(value, Text):
        shown = value.shown(language, fallback)
        language, source = shown.language, shown.text
    html = mark_safe(_markdown.render(source))  # nh3 has cleaned it
    if language == current():
        return format_html('<div class="prose">{}</div>', html)
    note = format_html('<p class="language-note">({})</p>', NAMES.get(language, language).lower())
    return format_html('<div class="prose" lang="{}">{}{}</div>', language, html, note)


def _time(day: Any, shown: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), shown)


@register.simple_tag
def date_short(day: Any) -> SafeString:
    return _time(day, _dates.short(day))


@register.simple_tag
def date_weekday(day: Any) -> SafeString:
    return _time(day, _dates.with_weekday(day))


@register.simple_tag
def date_full(day: Any) -> SafeString:
    return _time(day, _dates.full(day))


@register.simple_tag
def date_span(first: Any, last: Any, weeks: bool = False, year: bool = False) -> SafeString:
    """`6.–17.10.`, with `weeks=True` also `vk 41–42`."""
    shown = format_html('<span class="dates">{}</span>', _dates.span(first, last, year=year))
    if not weeks:
        return shown
    return format_html('{} <span class="quiet nowrap">{}</span>', shown, _dates.weeks(first, last))


@register.simple_tag
def date_weeks(first: Any, last: Any = None) -> str:
    return _dates.weeks(first, last or first)


# --- buttons and fields ------------------------------------------------------------------------------------------


@register.simple_tag
def button(label: Any, kind: str = "", icon_name: str = "", **extra: Any) -> SafeString:
    """A button; `kind` is primary, danger, quiet or nothing. Further attributes with underscores for dashes."""
    extra.setdefault("type", "submit")
    mark = icon(icon_name) if icon_name else ""
    return format_html('<button class="{}"{}>{}<span>{}</span></button>', _kind(kind), _attributes(extra), mark, label)


@register.simple_tag
def link_button(label: Any, href: str, kind: str = "", icon_name: str = "", **extra: Any) -> SafeString:
    """A link that looks like a button, for going somewhere to do something."""
    mark = icon(icon_name) if icon_name else ""
    return format_html(
        '<a class="{}" href="{}"{}>{}<span>{}</span></a>', _kind(kind), href, _attributes(extra), mark, label
    )


def _kind(kind: str) -> str:
    return f"button button-{kind}" if kind else "button"


@register.inclusion_tag("look/components/field.html")
def field(bound: BoundField, label: Any = "", help: Any = "", width: str = "") -> dict[str, Any]:
    """One form field with label, help, error and the mark of what must be filled in."""
    kind = getattr(bound.field.widget, "input_type", "")
    if isinstance(bound.field.widget, (RadioSelect, CheckboxSelectMultiple)):
        kind = "group"
    return {
        "field": bound,
        "kind": kind,
        "label": label or bound.label,
        "help": help or bound.help_text,
        "width": width,
        "describedby": bound.aria_describedby,
        "hidden": bound.is_hidden,
    }


@register.inclusion_tag("look/components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """All fields of a form, one under another, after a summary of what is wrong."""
    return {"form": form}


@register.inclusion_tag("look/components/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a form, with a link to each field; it takes the focus."""
    return {"form": form, "wrong": [bound for bound in form if bound.errors] if form.is_bound else []}


@register.inclusion_tag("look/components/filter_bar.html", takes_context=True)
def filter_bar(
    context: Context, form: BaseForm, target: str = "", action: str = "", search: str = ""
) -> dict[str, Any]:
    """A GET form of filters: a button without scripts, at once with them. `target` is what htmx swaps."""
    request = context.get("request")
    path = action or (request.path if request else "")
    return {
        "form": form,
        "target": target,
        "action": path,
        "search": search,
        "filtered": bool(request and request.GET),
    }


# --- blocks ------------------------------------------------------------------------------------------------------


@register.simple_block_tag
def notice(content: SafeString, kind: str = "info", title: Any = "") -> SafeString:
    """Something to know: info, ok, warn or error."""
    head = format_html('<p class="notice-title">{}</p>', title) if title else ""
    return format_html('<div class="notice notice-{}">{}<div>{}{}</div></div>', kind, icon(kind), head, content)


@register.simple_block_tag
def empty(content: SafeString, title: Any, icon_name: str = "") -> SafeString:
    """Nothing is here yet: say so, and what to do next."""
    mark = icon(icon_name, size="large") if icon_name else ""
    return format_html('<div class="empty">{}<h2>{}</h2>{}</div>', mark, title, content)


@register.simple_block_tag
def details(content: SafeString, summary: Any, is_open: bool = False) -> SafeString:
    """More for those who want it."""
    return format_html(
        '<details class="more"{}><summary>{}<span>{}</span></summary><div class="more-body">{}</div></details>',
        mark_safe(" open") if is_open else "",
        icon("chevron"),
        summary,
        content,
    )


@register.simple_block_tag
def toolbar(content: SafeString, label: Any = "") -> SafeString:
    """Buttons that belong together."""
    extra = format_html(' role="group" aria-label="{}"', label) if label else ""
    return format_html('<div class="toolbar"{}>{}</div>', extra, content)


@register.simple_block_tag
def table(content: SafeString, caption: Any, cards: bool = True, show_caption: bool = False) -> SafeString:
    """A table that scrolls by itself; with `cards` it becomes cards on a phone (cells need data-label)."""
    return format_html(
        '<div class="table-wrap" tabindex="0" role="region" aria-label="{}"><table class="{}">'
        '<caption class="{}">{}</caption>{}</table></div>',
        caption,
        "table table-cards" if cards else "table",
        "" if show_caption else "sr",
        caption,
        content,
    )


# --- lists, places and long work -----------------------------------------------------------------------------------


@register.inclusion_tag("look/components/tabs.html")
def tabs(items: Iterable[Any], label: Any = "") -> dict[str, Any]:
    """Links between views of one thing."""
    return {"items": items, "label": label or gettext("Views")}


@register.inclusion_tag("look/components/breadcrumbs.html")
def breadcrumbs(items: Iterable[Any]) -> dict[str, Any]:
    return {"items": items}


@register.inclusion_tag("look/components/facts.html")
def facts(items: Iterable[Any]) -> dict[str, Any]:
    """A definition list of Fact values."""
    return {"items": items}


@register.inclusion_tag("look/components/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any], target: str = "") -> dict[str, Any]:
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"request": context.get("request"), "page": page, "numbers": list(numbers), "target": target}


@register.inclusion_tag("look/components/panel.html")
def panel(id: str, src: str = "", title: Any = "", now: bool = True) -> dict[str, Any]:
    """A part of the page that another address fills; without scripts it is a link there."""
    return {"id": id, "src": src, "title": title, "now": now}


@register.inclusion_tag("look/components/progress.html")
def progress(done: int, total: int, label: Any, url: str = "", id: str = "progress") -> dict[str, Any]:
    """How far long work is. With `url` it asks again every two seconds; leave `url` out when it is finished."""
    return {"done": done, "total": total, "label": label, "url": url, "id": id}


@register.simple_tag
def heat_cell(value: float, top: float, label: Any = "", href: str = "") -> SafeString:
    """A table cell of a heat map: the number itself, and how much it is of `top` as a shade."""
    step = 0 if not value or not top else max(1, min(_HEAT_STEPS, round(_HEAT_STEPS * value / top)))
    number = format_html("{}", value if value else "–")
    body = format_html('<a href="{}">{}</a>', href, number) if href else number
    hint = format_html('<span class="sr"> {}</span>', label) if label else ""
    return format_html('<td class="heat heat-{}">{}{}</td>', step, body, hint)


@register.filter
def undo_address(message: Any) -> str:
    """Where a message's change can be taken back."""
    return undo_of(getattr(message, "extra_tags", ""))


@register.filter
def notice_kind(message: Any) -> str:
    """The kind of notice that a message is shown as."""
    return _KINDS.get(getattr(message, "level_tag", ""), "info")
