"""Which of the last round's figures the next round may be compared with: those of what was asked in the same way."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.domain.needs.hiding import Release
from digivuosi.domain.toolkit.survey_changes import asked_otherwise
from digivuosi.domain.toolkit.toolkit import Toolkit


def asked_alike(last: Release, then: Toolkit, now: Toolkit) -> Release:
    """Return the last round's release without what `now` asks in other words, on other steps or of others.

    `then` and `now` are the questions of the two rounds.
    """
    steps = {key: length for key, length in last.steps.items() if not asked_otherwise(then, now, key)}
    return last if len(steps) == len(last.steps) else replace(last, steps=steps)
