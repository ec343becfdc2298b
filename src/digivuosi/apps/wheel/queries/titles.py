from __future__ import annotations

from digivuosi.apps.toolkit.queries import toolkit_for_school
from digivuosi.apps.wheel.models import Placement


def title_of(placement: Placement, language: str) -> str:
    """The measure's title in a language; what left the toolkit is called by its key."""
    toolkit = toolkit_for_school(placement.school)
    measure = toolkit.measure(placement.measure_key) if toolkit else None
    return measure.title.get(language, toolkit.language) if toolkit and measure else placement.measure_key
