"""Free texts: somebody of the provider reads each before it is shown, and takes out what could point at a person."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from digivuosi.apps.needs.models import LONGEST_WORDS, FreeText, TextState
from digivuosi.apps.people.models import User
from digivuosi.apps.schools.actions import Refused
from digivuosi.apps.schools.events import record


@transaction.atomic
def decide(*, by: User, text: FreeText, shown: bool, words: str = "") -> None:
    """Show a free text to the provider, perhaps with words taken out, or leave it out: then it is emptied for good.

    The event tells that a text was read, and nothing of what it said.
    """
    kept = words.strip()
    if shown and not kept:
        raise Refused(_("There are no words left to show."))
    if len(kept) > LONGEST_WORDS:
        raise Refused(_("The text is too long."))
    text.state = TextState.SHOWN if shown else TextState.LEFT_OUT
    text.words = kept if shown else ""
    text.save(update_fields=["state", "words"])
    record(by=by, provider=text.provider, verb="round.text", about=text.round, after={"shown": shown})
