"""What people do with a school's year. Every verb is one transaction and one event (or one a placement)."""

from digivuosi.apps.wheel.actions.changing import give_to, move, move_to, pin, remove, set_status, write_note
from digivuosi.apps.wheel.actions.declining import decline, withdraw_decline
from digivuosi.apps.wheel.actions.everywhere import fill_wheels, place_everywhere
from digivuosi.apps.wheel.actions.taking import NotOffered, Taken, take, take_all_recommended, take_chosen
from digivuosi.apps.wheel.actions.together import Move, MovedTogether, move_back, move_together
from digivuosi.apps.wheel.actions.undoing import CannotUndo, undo

__all__ = [
    "CannotUndo",
    "Move",
    "MovedTogether",
    "NotOffered",
    "Taken",
    "decline",
    "fill_wheels",
    "give_to",
    "move",
    "move_back",
    "move_to",
    "move_together",
    "pin",
    "place_everywhere",
    "remove",
    "set_status",
    "take",
    "take_all_recommended",
    "take_chosen",
    "undo",
    "withdraw_decline",
    "write_note",
]
