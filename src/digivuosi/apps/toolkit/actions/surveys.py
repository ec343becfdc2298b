"""A survey of the draft with what stands inside it: copied, taken away, put in order; and which measures answer it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.people.models import User
from digivuosi.apps.schools.models import Provider
from digivuosi.apps.toolkit.actions.refusing import Refused
from digivuosi.apps.toolkit.actions.several import Changes, change_several
from digivuosi.apps.toolkit.models import Draft
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.survey_trees import copied_survey, moved, without_section, without_survey
from digivuosi.domain.toolkit.toolkit import Need, Toolkit

GONE = _("It is not in the draft any more.")


def copy_survey(*, by: User, provider: Provider, key: str, new_key: str, title: Text) -> Draft:
    """Copy a survey of the draft with its sections and statements."""

    def changes(toolkit: Toolkit) -> Changes:
        if toolkit.survey(new_key) is not None:
            raise Refused(_("The key “%(key)s” is in use already.") % {"key": new_key})
        try:
            return copied_survey(toolkit, key, new_key, title)
        except KeyError as missing:
            raise Refused(GONE) from missing

    return change_several(
        by=by,
        provider=provider,
        verb="draft.survey.copy",
        about=("surveys", new_key),
        title=title,
        changes=changes,
    )


def remove_survey(*, by: User, provider: Provider, key: str, title: Text, version: int) -> Draft:
    """Take a survey out of the draft with its sections and statements; raises StaleDraft."""
    return change_several(
        by=by,
        provider=provider,
        verb="draft.survey.remove",
        about=("surveys", key),
        title=title,
        changes=lambda toolkit: without_survey(toolkit, key),
        version=version,
    )


def remove_section(*, by: User, provider: Provider, key: str, title: Text, version: int) -> Draft:
    """Take a section out of the draft with its statements; raises StaleDraft."""
    return change_several(
        by=by,
        provider=provider,
        verb="draft.section.remove",
        about=("sections", key),
        title=title,
        changes=lambda toolkit: without_section(toolkit, key),
        version=version,
    )


def move_in_survey(*, by: User, provider: Provider, kind: str, key: str, title: Text, steps: int) -> Draft:
    """Move a section or a statement among its siblings, by some places."""

    def changes(toolkit: Toolkit) -> Changes:
        try:
            return moved(toolkit, kind, key, steps)
        except KeyError as missing:
            raise Refused(GONE) from missing

    return change_several(
        by=by,
        provider=provider,
        verb="draft.survey.order",
        about=(kind, key),
        title=title,
        changes=changes,
    )


def change_need(*, by: User, provider: Provider, need: Need, measures: Collection[str], version: int | None) -> Draft:
    """Save a needs area (a new one without a version) together with which measures answer it; raises StaleDraft."""

    def changes(toolkit: Toolkit) -> Changes:
        now = toolkit.need(need.key)
        if (now is None) != (version is None):
            raise Refused(GONE if now is None else _("The key “%(key)s” is in use already.") % {"key": need.key})
        found: dict[tuple[str, str], Any] = {("needs", need.key): need}
        for one in toolkit.measures:
            if (need.key in one.needs) != (one.key in measures):
                needs = {*one.needs} ^ {need.key}
                found["measures", one.key] = replace(one, needs=tuple(sorted(needs)))
        return found

    verb = "draft.need.add" if version is None else "draft.need.change"
    return change_several(
        by=by,
        provider=provider,
        verb=verb,
        about=("needs", need.key),
        title=need.title,
        changes=changes,
        version=version,
    )
