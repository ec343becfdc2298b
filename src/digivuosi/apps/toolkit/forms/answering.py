"""Forms of what surveys answer with and speak of: scales, grades and subjects, areas of outer frameworks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.toolkit.forms.items import ItemForm
from digivuosi.apps.toolkit.forms.writing import choices_of
from digivuosi.domain.toolkit.contents import PLACE_STEP
from digivuosi.domain.toolkit.survey_trees import LAST_PLACE
from digivuosi.domain.toolkit.surveys import STEPS, Branch, BranchKind, FrameworkArea, Scale

LONGEST_TITLE = 200
STEP_LABELS = {
    "step_1": _("Step 1, the worst"),
    "step_2": _("Step 2"),
    "step_3": _("Step 3"),
    "step_4": _("Step 4"),
    "step_5": _("Step 5"),
}
BRANCH_KINDS = {BranchKind.GRADE: _("Grade"), BranchKind.SUBJECT: _("Subject")}


class ScaleForm(ItemForm):
    """Two to five steps; the best one is the last that has words."""

    shapes: ClassVar[dict[str, tuple[Any, int]]] = {
        "title": (_("Title"), 1),
        **{name: (label, 1) for name, label in STEP_LABELS.items()},
        "unknown": (_("Choice of those who cannot say; none when empty"), 1),
    }
    longest: ClassVar[Mapping[str, int]] = dict.fromkeys(shapes, LONGEST_TITLE)
    must = "title step_1 step_2"
    kind, made = "scales", Scale

    def clean(self) -> dict[str, Any]:
        """No step may be left out between others; a translation may wait."""
        given = super().clean() or {}
        names = [f"{step}_{self.languages[0]}" for step in STEPS]
        filled = [name for name in names if given.get(name)]
        for name in names[: names.index(filled[-1])] if filled else []:
            if not given.get(name) and name not in self.errors:
                self.add_error(name, gettext("This step has no words, though a later one has."))
        said: set[str] = set()
        for name in filled:
            words = given[name].strip().casefold()
            if words in said:
                self.add_error(name, gettext("Another step has the same words: nobody could tell them apart."))
            said.add(words)
        return given


class BranchForm(ItemForm):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"title": (_("Title"), 1)}
    kind, made = "branches", Branch
    branch_kind = forms.ChoiceField(
        label=_("Grade or subject"),
        choices=[(k.value, words) for k, words in BRANCH_KINDS.items()],
        widget=forms.RadioSelect,
    )
    place = forms.IntegerField(
        label=_("Place in the list"),
        min_value=0,
        max_value=LAST_PLACE,
        help_text=_("The smallest stands first among its kind."),
    )

    def offer(self) -> None:
        if self.before is not None:
            self.initial["branch_kind"] = self.before.kind.value
        else:
            place = min(max((one.place for one in self.toolkit.branches), default=0) + PLACE_STEP, LAST_PLACE)
            self.initial.update(branch_kind=BranchKind.GRADE.value, place=place)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"kind": BranchKind(cleaned["branch_kind"]), "place": cleaned["place"]}


class FrameworkForm(ItemForm):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {"title": (_("Title"), 1)}
    kind, made = "frameworks", FrameworkArea
    framework = forms.CharField(
        label=_("Framework"), max_length=60, help_text=_("What it is called, such as SELFIE or DigCompOrg.")
    )
    code = forms.CharField(
        label=_("Sign of the area"), max_length=20, help_text=_("The area's own sign, such as C or 2.")
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs areas it speaks of"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def offer(self) -> None:
        field: Any = self.fields["needs"]
        field.choices = with_lost(choices_of(self.toolkit.needs, self.toolkit), getattr(self.before, "needs", ()))

    def clean(self) -> dict[str, Any]:
        """An area of a framework stands in the list once."""
        given = super().clean() or {}
        mine = (str(given.get("framework", "")).casefold(), str(given.get("code", "")).casefold())
        others = (one for one in self.toolkit.frameworks if self.before is None or one.key != self.before.key)
        if all(mine) and any((one.framework.casefold(), one.code.casefold()) == mine for one in others):
            self.add_error("code", gettext("The framework has an area with this sign already."))
        return given

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "framework": cleaned["framework"],
            "code": cleaned["code"],
            "needs": tuple(sorted(cleaned["needs"])),
        }


def with_lost(choices: list[tuple[str, str]], now: Any) -> list[tuple[str, str]]:
    """The choices, and what is chosen now though it leads nowhere: saving must not drop it unseen."""
    known = {key for key, _title in choices}
    return [*choices, *((key, key) for key in now if key and key not in known)]
