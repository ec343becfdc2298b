"""What people do about timing: hours, absences and quiet weeks; asking for proposals and taking them."""

from digivuosi.apps.timing.actions.capacity import (
    add_absence,
    remove_absence,
    set_hour_rules,
    set_mentor_time,
    set_need,
    set_new_per_week,
    set_school_timing,
)
from digivuosi.apps.timing.actions.running import (
    ask_for_better,
    ask_for_provider,
    ask_for_school,
    stop,
    take_up_again,
)
from digivuosi.apps.timing.actions.taking import Taken, take_moves
from digivuosi.apps.timing.actions.undoing import take_back
from digivuosi.apps.timing.actions.untaking import Untaken, take_all_back

__all__ = [
    "Taken",
    "Untaken",
    "add_absence",
    "ask_for_better",
    "ask_for_provider",
    "ask_for_school",
    "remove_absence",
    "set_hour_rules",
    "set_mentor_time",
    "set_need",
    "set_new_per_week",
    "set_school_timing",
    "stop",
    "take_all_back",
    "take_back",
    "take_moves",
    "take_up_again",
]
