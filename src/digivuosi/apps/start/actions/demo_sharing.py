"""The demo's neighbours: a change that one of them suggests, a network, and what a school has learnt."""

from __future__ import annotations

from dataclasses import replace

from digivuosi.apps.networks.actions.joining import make_network
from digivuosi.apps.networks.actions.lessons import write_school_lesson
from digivuosi.apps.networks.giving import take_in
from digivuosi.apps.schools.queries import school_year_now
from digivuosi.apps.start.actions.demo_hours import Demo
from digivuosi.apps.toolkit.queries import toolkit_of
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.suggestions import suggest

NEIGHBOUR = "Lähelä"
WHY = "Meillä vastausaika loppui kesken syyslomaan. Kun aikaa oli enemmän, vastauksia tuli kolmannes lisää."
DONE = Text.of(
    fi="Jokaisesta koulusta on vastannut yli puolet, ja rehtori on nähnyt oman koulunsa vastausmäärän.",
    sv="Över hälften har svarat i varje skola, och rektorn har sett hur många i den egna skolan som svarat.",
    en="More than half have answered in every school, and the principal has seen the school's own count.",
)
LEARNT = "Kun kyselyyn varattiin aika opettajainkokouksesta, lähes kaikki vastasivat. Muistutus myös sijaisille."
MEASURE = "autumn-survey"


def share_with_others(demo: Demo) -> None:
    """Let the neighbour suggest a change, make a network, and write what the first school has learnt."""
    toolkit = toolkit_of(demo.provider)
    measure = toolkit.measure(MEASURE) if toolkit else None
    if toolkit is None or measure is None:
        return
    better = replace(measure, days=measure.days + 5, done_when=DONE)
    others = tuple(one for one in toolkit.measures if one.key != MEASURE)
    theirs = replace(toolkit, measures=tuple(sorted((*others, better), key=lambda one: one.key)), _by_key={})
    take_in(provider=demo.provider, content=suggest(toolkit, theirs, MEASURE, author=NEIGHBOUR, words=WHY).to_bytes())
    make_network(
        by=demo.coordinator,
        provider=demo.provider,
        name="Järviseudun digiverkosto",
        description="Naapurikunnat, jotka kehittävät digitaalista arkea yhdessä.",
    )
    school = next(unit for key, unit in demo.units.items() if key != "hallinto")
    write_school_lesson(
        by=demo.coordinator, school=school, measure_key=MEASURE, year=school_year_now(demo.today) - 1, text=LEARNT
    )
