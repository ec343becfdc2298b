"""What is done about copies: a toolkit is copied, a new edition is taken in, schools are taken over to it."""

from digivuosi.apps.sharing.actions.answering import leave_proposals, reopen_proposal, take_proposals
from digivuosi.apps.sharing.actions.copying import copy_toolkit, forget_incoming, keep_incoming, publish_copy
from digivuosi.apps.sharing.actions.opening import agree_service, close_toolkit, disagree_service, open_toolkit
from digivuosi.apps.sharing.actions.queueing import take_up_again
from digivuosi.apps.sharing.actions.sources import detach_source, move_source
from digivuosi.apps.sharing.actions.updating import OutOfDate, take_in

__all__ = [
    "OutOfDate",
    "agree_service",
    "close_toolkit",
    "copy_toolkit",
    "detach_source",
    "disagree_service",
    "forget_incoming",
    "keep_incoming",
    "leave_proposals",
    "move_source",
    "open_toolkit",
    "publish_copy",
    "reopen_proposal",
    "take_in",
    "take_proposals",
    "take_up_again",
]
