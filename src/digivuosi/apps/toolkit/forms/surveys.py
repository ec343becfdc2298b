"""Forms of a survey in the draft: the survey itself, one section, one statement; and the title of a copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from digivuosi.apps.look.languages import current
from digivuosi.apps.toolkit.forms.answering import LONGEST_TITLE, with_lost
from digivuosi.apps.toolkit.forms.items import ItemForm
from digivuosi.apps.toolkit.forms.measures import free_key
from digivuosi.apps.toolkit.forms.writing import (
    LONGEST,
    RuleField,
    SpanFields,
    Words,
    choices_of,
    text_fields,
    text_from,
)
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_trees import next_place
from digivuosi.domain.toolkit.surveys import BranchKind, Section, Statement, StatementKind, Survey
from digivuosi.domain.toolkit.toolkit import Span, Toolkit

NONE = [("", "–")]
WINDOW = SpanFields("window")
STATEMENT_KINDS = {
    StatementKind.SCALE: _("Answered by a step of a scale, and counted"),
    StatementKind.FREE_TEXT: _("Answered in own words; never counted"),
}


class SurveyForm(ItemForm):
    """What a survey is, whom it asks and when; its sections have pages of their own."""

    shapes: ClassVar[dict[str, tuple[Any, int]]] = {
        "title": (_("Title"), 1),
        "purpose": (_("Introduction for those who answer"), 4),
        "description": (_("Note for those who run the survey"), 3),
    }
    must = "title purpose"
    kind, made = "surveys", Survey
    audience = forms.ChoiceField(label=_("Who answers"))
    window_from = RuleField(label=_("Open from"), required=True)
    window_to = RuleField(label=_("Open to"), help_text=_("When empty, the same as the beginning."))
    minutes = forms.IntegerField(label=_("Minutes it takes at most"), min_value=1, max_value=60)
    measure = forms.ChoiceField(label=_("Measure on the wheel that stands for it"), required=False)

    def offer(self) -> None:
        audience: Any = self.fields["audience"]
        audience.choices = with_lost(choices_of(self.toolkit.audiences, self.toolkit), [self._now("audience")])
        measure: Any = self.fields["measure"]
        offered = choices_of(self.toolkit.measures, self.toolkit)
        measure.choices = [*NONE, *with_lost(offered, [self._now("measure")])]
        self.initial.setdefault("minutes", 10)
        if self.before is not None:
            self.initial.update(WINDOW.initial(self.before.window))

    def _now(self, name: str) -> str:
        return getattr(self.before, name, "")

    @property
    def window(self) -> Span | None:
        return WINDOW.read(self.cleaned_data)

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "audience": cleaned["audience"],
            "window": WINDOW.read(cleaned),
            "minutes": cleaned["minutes"],
            "measure": cleaned["measure"],
        }


class _Branched(ItemForm):
    """Of a survey, and perhaps for some grades and subjects only."""

    grades = forms.MultipleChoiceField(label=_("Only these grades"), required=False)
    subjects = forms.MultipleChoiceField(
        label=_("Only these subjects"),
        required=False,
        help_text=_("When nothing is chosen, everybody gets it. Of grades and of subjects one each must be theirs."),
    )
    _FIELDS: ClassVar = {"grades": BranchKind.GRADE, "subjects": BranchKind.SUBJECT}

    def __init__(self, *args: Any, survey: Survey, **kwargs: Any) -> None:
        self.survey = survey
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        now = getattr(self.before, "branches", ())
        known = {one.key for one in self.toolkit.branches}
        lost = [key for key in now if key not in known]
        for name, kind in self._FIELDS.items():
            branches = sorted((b for b in self.toolkit.branches if b.kind is kind), key=lambda b: (b.place, b.key))
            choices = [(b.key, b.title.get(current(), self.toolkit.language)) for b in branches]
            field: Any = self.fields[name]
            field.widget = forms.CheckboxSelectMultiple()
            field.choices = [*choices, *((key, key) for key in lost if name == "grades")]
            self.initial[name] = [key for key, _title in field.choices if key in now]

    @property
    def branches_open(self) -> bool:
        """Whether somebody is chosen already, so that the choices must be seen."""
        return any(self[name].value() or self[name].errors for name in self._FIELDS)

    def branches(self, cleaned: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(sorted({*cleaned["grades"], *cleaned["subjects"]}))


class SectionForm(_Branched):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {
        "title": (_("Title"), 1),
        "description": (_("Words under the title"), 2),
    }
    kind, made = "sections", Section

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = {"branches": self.branches(cleaned)}
        if self.before is None:
            beside = [one for one in self.toolkit.sections if one.survey == self.survey.key]
            found.update(survey=self.survey.key, place=next_place(beside))
        return found


class StatementForm(_Branched):
    shapes: ClassVar[dict[str, tuple[Any, int]]] = {
        "text": (_("Statement"), 2),
        "description": (_("Note for those who make the survey"), 2),
    }
    longest: ClassVar[Mapping[str, int]] = {**LONGEST, "text": LONGEST_TITLE}
    must, kind, made = "text", "statements", Statement
    answered = forms.ChoiceField(
        label=_("How it is answered"),
        choices=[(k.value, words) for k, words in STATEMENT_KINDS.items()],
        widget=forms.RadioSelect,
    )
    scale = forms.ChoiceField(label=_("Scale"), required=False)
    need = forms.ChoiceField(label=_("Needs area that the answer speaks of"), required=False)
    section = forms.ChoiceField(label=_("Section"))
    frameworks = forms.MultipleChoiceField(
        label=_("Areas of outer frameworks it maps to"), required=False, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("answered", "scale", "need", "section", "grades", "subjects", "frameworks")

    def __init__(self, *args: Any, section: Section, **kwargs: Any) -> None:
        self.owner = section
        super().__init__(*args, **kwargs)

    def offer(self) -> None:
        super().offer()
        toolkit, before = self.toolkit, self.before
        parts = [part.section for part in toolkit.survey_parts(self.survey.key)]
        frameworks = sorted(toolkit.frameworks, key=lambda one: (one.framework, len(one.code), one.code))
        areas = [(f.key, f"{f.framework} {f.code}: {f.title.get(current(), toolkit.language)}") for f in frameworks]
        offered = {
            "scale": [*NONE, *with_lost(choices_of(toolkit.scales, toolkit), [getattr(before, "scale", "")])],
            "need": [*NONE, *with_lost(choices_of(toolkit.needs, toolkit), [getattr(before, "need", "")])],
            "section": [(one.key, one.title.get(current(), toolkit.language)) for one in parts],
            "frameworks": with_lost(areas, getattr(before, "frameworks", ())),
        }
        for name, choices in offered.items():
            field: Any = self.fields[name]
            field.choices = choices
        self.initial["answered"] = (before.kind if before else StatementKind.SCALE).value
        self.initial.setdefault("section", self.owner.key)
        if before is None:
            self.initial.update(self._like_the_last())

    def _like_the_last(self) -> dict[str, str]:
        """The next statement usually speaks of the same need on the same scale."""
        beside = [one for one in self.toolkit.statements if one.section == self.owner.key and one.scale]
        last = max(beside, key=lambda one: one.place, default=None)
        return {"scale": last.scale, "need": last.need} if last else {}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("answered") == StatementKind.SCALE:
            for name, words in (
                ("scale", gettext("Choose the scale that it is answered on.")),
                ("need", gettext("Choose the needs area: without it the answers lead to no measure.")),
            ):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, words)
        return given

    def values(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        kind = StatementKind(cleaned["answered"])
        found: dict[str, Any] = {
            "kind": kind,
            "scale": cleaned["scale"] if kind is StatementKind.SCALE else "",
            "need": cleaned["need"],
            "section": cleaned["section"],
            "branches": self.branches(cleaned),
            "frameworks": tuple(sorted(cleaned["frameworks"])),
        }
        if self.before is None or self.before.section != cleaned["section"]:
            beside = [one for one in self.toolkit.statements if one.section == cleaned["section"]]
            found["place"] = next_place(beside)
        return found


class CopyForm(forms.Form):
    """What the copy of a survey is called."""

    def __init__(self, data: Any, *, toolkit: Toolkit, survey: Survey) -> None:
        self.toolkit, self.languages = toolkit, toolkit.languages
        super().__init__(data, initial={f"title_{language}": words for language, words in survey.title})
        self.fields.update(text_fields(self.languages, {"title": (_("Title"), 1)}, "title"))
        for language in self.languages:
            field = self.fields[f"title_{language}"]
            assert isinstance(field, Words)  # noqa: S101
            field.label = f"{field.label} ({language})"

    def title(self) -> Text:
        return text_from(self.cleaned_data, "title", self.languages, Text())

    def new_key(self) -> str:
        taken = {"new", *(one.key for one in self.toolkit.surveys)}
        return free_key(self.cleaned_data[f"title_{self.languages[0]}"], taken, "survey")
