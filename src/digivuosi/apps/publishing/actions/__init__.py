"""Verbs: show the toolkit to the world and take it back, put another key in the place of the old one."""

from digivuosi.apps.publishing.actions.keys import replace_key
from digivuosi.apps.publishing.actions.opening import close_to_world, publish_openly, sign_again
from digivuosi.apps.schools.actions import Refused

__all__ = ["Refused", "close_to_world", "publish_openly", "replace_key", "sign_again"]
