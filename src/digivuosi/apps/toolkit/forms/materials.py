"""The form of a material: a file (or one for each language), a link or a video link."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import NAMES
from digivuosi.apps.toolkit.forms.items import ItemForm
from digivuosi.domain.toolkit.checks.materials import ALLOWED
from digivuosi.domain.toolkit.sources import MAX_MATERIAL
from digivuosi.domain.toolkit.toolkit import LANGUAGE_PLACE, MATERIALS, Material, MaterialKind, Service

KINDS = {MaterialKind.FILE: _("File"), MaterialKind.LINK: _("Link"), MaterialKind.VIDEO: _("Video link")}
ONE_FOR_ALL = "file"


def sound_address(words: object) -> str:
    """Return an address of the web, or nothing. Raises ValidationError."""
    address = str(words).strip()
    if address:
        URLValidator(schemes=["https", "http"], message=_("The address is not a web address."))(address)
    return address


class MaterialForm(ItemForm):
    """Files that are not given anew stay as they are."""

    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"title": (_("Title"), 1)}
    kind, made = "materials", Material
    material_kind = forms.ChoiceField(
        label=_("Kind"), choices=[(key.value, words) for key, words in KINDS.items()], widget=forms.RadioSelect
    )
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2_000,
        widget=forms.URLInput,
        help_text=_("For a link or a video; begins with https://"),
    )

    def offer(self) -> None:
        accept = ",".join(ALLOWED)
        labels: dict[str, Any] = {ONE_FOR_ALL: _("File, the same in every language")}
        if len(self.languages) > 1:
            for language in self.languages:
                labels[f"{ONE_FOR_ALL}_{language}"] = _("File: %(language)s") % {
                    "language": NAMES.get(language, language)
                }
        for name, label in labels.items():
            widget = forms.FileInput(attrs={"accept": accept})
            self.fields[name] = forms.FileField(label=label, required=False, widget=widget, max_length=200)
        self.initial.setdefault("material_kind", MaterialKind.FILE.value)
        if self.before is not None:
            self.initial["material_kind"] = self.before.kind.value

    def clean_address(self) -> str:
        return sound_address(self.cleaned_data["address"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        kind = cleaned.get("material_kind")
        if kind in (MaterialKind.LINK, MaterialKind.VIDEO):
            if not cleaned.get("address") and "address" not in self.errors:
                self.add_error("address", _("Give the address."))
            return cleaned
        sent = self.sent()
        if any(len(str(one.name)) and one.size > MAX_MATERIAL for one in sent.values()):
            raise ValidationError(_("The file is too large: at most 10 megabytes."))
        self._check_files(sent)
        return cleaned

    def _check_files(self, sent: Mapping[str, Any]) -> None:
        suffixes = {PurePosixPath(str(one.name)).suffix.lower() for one in sent.values()}
        has_file = self.before is not None and self.before.path
        if not sent and not has_file:
            raise ValidationError(_("Choose a file."))
        if ONE_FOR_ALL in sent and len(sent) > 1:
            raise ValidationError(_("Give one file for all languages, or one for each; not both."))
        if suffixes - set(ALLOWED):
            raise ValidationError(_("Files of this kind are not taken: %(kind)s.") % {"kind": ", ".join(suffixes)})
        if len(suffixes) > 1:
            raise ValidationError(_("The files of the languages must be of the same kind."))
        if sent and ONE_FOR_ALL not in sent and len(sent) < len(self.languages) and not self._joins(suffixes):
            raise ValidationError(_("Give a file in every language of the toolkit."))

    def _joins(self, suffixes: set[str]) -> bool:
        """Whether files of some languages join those that are there already."""
        path = self.before.path if self.before is not None else ""
        return LANGUAGE_PLACE in path and {PurePosixPath(path).suffix.lower()} == suffixes

    def sent(self) -> dict[str, Any]:
        names = [ONE_FOR_ALL, *(f"{ONE_FOR_ALL}_{language}" for language in self.languages)]
        return {name: one for name in names if (one := self.cleaned_data.get(name))}

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        kind = MaterialKind(cleaned["material_kind"])
        if kind is not MaterialKind.FILE:
            return {"kind": kind, "address": cleaned["address"], "path": "", "sha256": ""}
        return {"kind": kind, "address": "", "path": self._path()}

    def _path(self) -> str:
        sent, now = self.sent(), self.before.path if self.before is not None else ""
        if not sent:
            return str(now)
        suffix = PurePosixPath(str(next(iter(sent.values())).name)).suffix.lower()
        key = self.before.key if self.before is not None else self.new_key()
        if ONE_FOR_ALL in sent:
            return f"{key}{suffix}"
        return str(now) if self._joins({suffix}) else f"{key}.{LANGUAGE_PLACE}{suffix}"

    def content(self, material: Material) -> dict[str, bytes]:
        """The bytes that were sent, by their path in the package."""
        found = {}
        for name, one in self.sent().items():
            language = name.removeprefix(f"{ONE_FOR_ALL}_")
            path = material.path.replace(LANGUAGE_PLACE, language) if name != ONE_FOR_ALL else material.path
            found[f"{MATERIALS}/{path}"] = one.read()
        return found


class ServiceForm(ItemForm):
    """A service of others; its name is looked for in the texts of the measures."""

    kind, made = "services", Service
    address = forms.CharField(
        label=_("Address"),
        required=False,
        max_length=2_000,
        widget=forms.URLInput,
        help_text=_("Begins with https://. May be left empty."),
    )

    def clean_address(self) -> str:
        return sound_address(self.cleaned_data["address"])

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"address": cleaned["address"]}
