from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.networks.giving import LONGEST_ANSWER
from digivuosi.domain.toolkit.merging.differences import Change
from digivuosi.domain.toolkit.merging.places import Place
from digivuosi.domain.toolkit.merging.values import Choice, Conflict, Taken
from digivuosi.domain.toolkit.suggestions import LARGEST


class WordsForm(forms.Form):
    """What goes along with a suggestion."""

    words: Any = forms.CharField(
        label=_("Why you suggest it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4_000,
        required=False,
        help_text=_("A few words to the publisher. No names of persons."),
    )
    contact: Any = forms.EmailField(
        label=_("E-mail for questions"),
        max_length=200,
        required=False,
        help_text=_("The publisher sees it. May be left empty."),
    )


class FileForm(forms.Form):
    """A suggestion that came by mail."""

    file = forms.FileField(
        label=_("File of a suggestion"),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )

    def clean_file(self) -> bytes:
        sent: UploadedFile[Any] = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is too large."))
        content: bytes = sent.read()
        return content


class AnswerForm(forms.Form):
    answer: Any = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_ANSWER,
        help_text=_("Those who suggested it read this."),
    )


class TakeForm(forms.Form):
    """Which changes are taken, and what stands where both sides have changed something."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    offered: Any = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40_000)
    """The fields that were shown: one that is not there was left empty only if it was."""
    answer: Any = forms.CharField(
        label=_("A few words to those who suggested it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_ANSWER,
        required=False,
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None,
        *,
        changes: Mapping[Place, str],
        conflicts: Mapping[Place, tuple[Conflict, str]],
        version: int,
    ) -> None:
        super().__init__(data, initial={"version": version})
        self._takes = {place: f"take-{_mark(place)}" for place in changes if place not in conflicts}
        self._choices = {place: f"choice-{_mark(place, one)}" for place, (one, _words) in conflicts.items()}
        for place, name in self._takes.items():
            self.fields[name] = forms.BooleanField(label=_lines(changes[place]), required=False, initial=True)
        for place, name in self._choices.items():
            self.fields[name] = forms.ChoiceField(
                label=_lines(conflicts[place][1]),
                widget=forms.RadioSelect,
                choices=[(Taken.OURS.value, _("keep ours")), (Taken.THEIRS.value, _("take theirs"))],
            )
        self.initial["offered"] = " ".join((*self._takes.values(), *self._choices.values()))

    def keep(self, sent: Mapping[str, Any]) -> None:
        """Begin with what somebody chose before the draft moved on, wherever the same is asked again."""
        offered = set(str(sent.get("offered", "")).split())
        for name in offered & {*self._takes.values()}:
            self.initial[name] = name in sent
        for name in offered & {*self._choices.values()}:
            self.initial[name] = sent.get(name)
        self.initial["answer"] = str(sent.get("answer", ""))[:LONGEST_ANSWER]

    def show_in_order(self, places: Iterable[Place]) -> None:
        """Show the changes in this order of their places."""
        self.order_fields([self._takes[place] for place in places if place in self._takes])

    @property
    def chosen(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(("take-", "choice-"))]

    @property
    def without(self) -> tuple[Place, ...]:
        """The places whose change is not taken."""
        return tuple(place for place, name in self._takes.items() if not self.cleaned_data.get(name))

    @property
    def choices(self) -> dict[Place, Choice]:
        return {place: Taken(self.cleaned_data[name]) for place, name in self._choices.items()}


def _mark(place: Place, conflict: Conflict | None = None) -> str:
    """Name a field by what it asks, so that an answer stays with its question when the draft moves on.

    A conflict is another question when a value on either side is another.
    """
    asked = (str(place), conflict and (conflict.base, conflict.ours, conflict.theirs))
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:16]


def labels_of(changes: tuple[Change, ...], words: tuple[str, ...]) -> dict[Place, str]:
    return {change.place: line for change, line in zip(changes, words, strict=True)}


def _lines(words: str) -> SafeString:
    """Words with each of their lines on a line of its own."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in words.split("\n")))
