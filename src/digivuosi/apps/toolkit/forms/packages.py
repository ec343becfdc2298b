"""Forms of packages and editions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.toolkit.forms.writing import Words
from digivuosi.domain.toolkit.sources import MAX_ZIP, MB

LONGEST_NAME = 40
LONGEST_NOTES = 4_000


class UploadForm(forms.Form):
    """A package as a zip; nothing of a file that is too large is read."""

    file = forms.FileField(
        label=_("Package (zip)"),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={"empty": _("The file is empty.")},
    )

    def clean_file(self) -> bytes:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > MAX_ZIP:
            raise ValidationError(
                _("The file is too large: a package has at most %(most)s MB."), params={"most": MAX_ZIP // MB}
            )
        self.file_name = (sent.name or "")[:100]
        content: bytes = sent.read()
        return content


class ReviewForm(forms.Form):
    """The package that was looked at takes the place of this version of the draft."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PublishForm(forms.Form):
    name: Any = forms.CharField(
        label=_("Name of the edition"), max_length=LONGEST_NAME, help_text=_("Short, for example 2026-2.")
    )
    notes: Any = Words(
        label=_("What is new"),
        lines=4,
        max_length=LONGEST_NOTES,
        help_text=_("A few words to the schools. May be left empty."),
    )
