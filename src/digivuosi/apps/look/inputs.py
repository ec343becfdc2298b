"""Form inputs that Django's own do not write as a browser wants them."""

from __future__ import annotations

from typing import Any

from django import forms


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar. The value is in ISO form: browsers refuse the Finnish one."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")
