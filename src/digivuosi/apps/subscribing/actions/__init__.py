"""Following toolkits on other servers, and looking at them in the background."""

from digivuosi.apps.subscribing.actions.following import follow_address, look_now, stop_following, trust_offered_key
from digivuosi.apps.subscribing.actions.polling import poll, poll_due

__all__ = ["follow_address", "look_now", "poll", "poll_due", "stop_following", "trust_offered_key"]
