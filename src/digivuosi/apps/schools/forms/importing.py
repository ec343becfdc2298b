from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.schools.spreadsheets import MOST_BYTES


class FileForm(forms.Form):
    """A spreadsheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("CSV, Excel (.xlsx) or OpenDocument (.ods), at most 5 megabytes and 3,000 rows."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,.ods,.xls,.txt"}),
    )

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large: at most 5 megabytes."))
        content: bytes = given.read()
        return content
