"""From nothing to a working municipality."""

from digivuosi.apps.start.actions.demo import make_demo
from digivuosi.apps.start.actions.starting import begin
from digivuosi.apps.wheel.actions import place_everywhere

__all__ = ["begin", "make_demo", "place_everywhere"]
