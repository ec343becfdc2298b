"""What a browser would send of a page's form that nobody has touched."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from lxml import html


def fields(answer: HttpResponse) -> dict[str, Any]:
    """What a browser would send back: the fields of the form as they stand, found by an HTML parser.

    Whether the page is valid is asked by `tests/pages`; the strict parser takes longer than the page.
    """
    tree = html.document_fromstring(answer.content.decode())
    form = next(f for f in tree.iter("form") if f.get("method") == "post" and "data-guard" in f.attrib)
    found: dict[str, Any] = {}
    for one in form.iter("input"):
        kind, name = one.get("type"), one.get("name") or ""
        if kind in ("checkbox", "radio"):
            if "checked" in one.attrib:
                found.setdefault(name, []).append(one.get("value"))
        elif kind not in ("file", "submit"):
            found[name] = one.get("value") or ""
    for one in form.iter("textarea"):
        found[one.get("name") or ""] = (one.text or "").removeprefix("\n")
    for one in form.iter("select"):
        found[one.get("name") or ""] = [o.get("value") for o in one.iter("option") if "selected" in o.attrib]
    return found
