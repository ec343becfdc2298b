"""Forms of timing: hours, absences, quiet weeks, and what may move in a proposal."""

from digivuosi.apps.timing.forms.city import KINDS, CityForm, ShowForm, TakeCityForm
from digivuosi.apps.timing.forms.hours import (
    AbsenceForm,
    MentorForm,
    NeedsForm,
    NewPerWeekForm,
    QuietWeekRows,
    RuleRows,
    SchoolForm,
    quiet_rows,
    rule_rows,
)
from digivuosi.apps.timing.forms.proposing import TakeForm, WhatForm

__all__ = [
    "KINDS",
    "AbsenceForm",
    "CityForm",
    "MentorForm",
    "NeedsForm",
    "NewPerWeekForm",
    "QuietWeekRows",
    "RuleRows",
    "SchoolForm",
    "ShowForm",
    "TakeCityForm",
    "TakeForm",
    "WhatForm",
    "quiet_rows",
    "rule_rows",
]
