"""The buttons of a row of the year. Sixty rows of them as templates took half of the page's time."""

from __future__ import annotations

from functools import cache
from html import escape
from typing import TYPE_CHECKING

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from digivuosi.apps.look.languages import current
from digivuosi.apps.look.templatetags.look import icon

if TYPE_CHECKING:
    from digivuosi.apps.wheel.views.rows import Row, StatusButton

register = template.Library()


@register.simple_tag
def row_buttons(row: Row) -> SafeString:
    """The next statuses in sight, the rest and the moves by a week in a menu; all are buttons of the form `acts`."""
    title, more = escape(row.title.get(current())), escape(_("More"))
    moves = "".join(
        _item(f"b-{row.pk}-{name}", f"{row.address}move/", "weeks", weeks, sign, words)
        for name, weeks, sign, words in (
            ("earlier", "-1", "left", _("A week earlier")),
            ("later", "1", "right", _("A week later")),
        )
    )
    states = "".join(
        _item(_id(row, button), f"{row.address}status/", "status", button.value, button.icon, button.title)
        for button in row.more
    )
    in_sight = "".join(
        f'<button class="button" {_does(_id(row, button), f"{row.address}status/", "status", button.value)}>'
        f'{_icon(button.icon)}<span>{escape(button.title)}</span><span class="sr">: {title}</span></button>'
        for button in row.buttons
    )
    html = (
        (f'<div class="row-buttons">{in_sight}</div>' if in_sight else "")
        + f'<details class="menu row-menu"><summary aria-label="{more}: {title}">{_icon("more")}</summary>'
        f'<div class="menu-body"><ul>{moves}{states}</ul></div></details>'
    )
    return mark_safe(html)  # every word in it is escaped above


def _item(name: str, address: str, field: str, value: str, sign: str, words: str) -> str:
    does = _does(name, address, field, value)
    return f'<li><button class="menu-button" {does}>{_icon(sign)}<span>{escape(words)}</span></button></li>'


def _does(name: str, address: str, field: str, value: str) -> str:
    return f'id="{name}" form="acts" formaction="{escape(address)}" name="{field}" value="{value}"'


def _id(row: Row, button: StatusButton) -> str:
    return f"b-{row.pk}-{button.value}"


@cache
def _icon(name: str) -> str:
    return str(icon(name))
