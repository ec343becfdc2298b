"""Whether a need shrank where a measure was done: over five schools or more, and without saying that it was because.

Schools choose measures where the need is strong, and what is very low rises by itself more often than not. So the words
say what was seen beside a measure, never what it did.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from digivuosi.domain.needs.hiding import LEAST, Release
from digivuosi.domain.needs.summarising import Change, Verdict, summarise
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.toolkit import Toolkit

BESIDE_ONE = {
    Verdict.BETTER: Text.of(
        fi="Kun tämä tehtiin, tilanne oli {before}; nyt {now}. Tarve on pienentynyt. Syy voi olla jokin muu.",
        sv="När det här gjordes var läget {before}; nu {now}. Behovet har minskat. Orsaken kan vara en annan.",
        en="When this was done, the situation was {before}; now {now}. The need has shrunk, for this or other reasons.",
    ),
    Verdict.WORSE: Text.of(
        fi="Kun tämä tehtiin, tilanne oli {before}; nyt {now}. Tarve on kasvanut. Syy voi olla jokin muu.",
        sv="När det här gjordes var läget {before}; nu {now}. Behovet har vuxit. Orsaken kan vara en annan.",
        en="When this was done, the situation was {before}; now {now}. The need has grown, for this or other reasons.",
    ),
    Verdict.STEADY: Text.of(
        fi="Kun tämä tehtiin, tilanne oli {before}; nyt {now}. Tarve on ennallaan.",
        sv="När det här gjordes var läget {before}; nu {now}. Behovet är oförändrat.",
        en="When this was done, the situation was {before}; now {now}. The need is as it was.",
    ),
    Verdict.UNSURE: Text.of(
        fi="Kun tämä tehtiin, tilanne oli {before}; nyt {now}. Vastauksista ei voi sanoa, muuttuiko tarve.",
        sv="När det här gjordes var läget {before}; nu {now}. Av svaren går det inte att säga om behovet ändrades.",
        en="When this was done, the situation was {before}; now {now}. The answers cannot tell if the need changed.",
    ),
}
BESIDE_MANY = Text.of(
    fi="Tämän teki {schools} koulua, joiden tarve mitattiin ennen ja jälkeen. Tarve pieneni {better} koulussa, kasvoi "
    "{worse} koulussa, ja {unsure} koulusta ei voi sanoa. Luvut eivät kerro, johtuiko muutos tästä.",
    sv="Det här gjordes i {schools} skolor där behovet mättes före och efter. Behovet minskade i {better} skolor, "
    "växte i {worse} skolor, och om {unsure} går det inte att säga. Siffrorna säger inte om det berodde på det här.",
    en="{schools} schools did this and had the need measured before and after. The need shrank in {better}, grew in "
    "{worse}, and of {unsure} nothing can be said. The figures do not tell whether this was the reason.",
)
TOO_FEW = Text.of(
    fi="Tämän on tehnyt mitattuna alle viisi koulua, joten yhteenvetoa ei vielä ole.",
    sv="Färre än fem skolor med mätta behov har gjort det här, så det finns ännu ingen sammanställning.",
    en="Fewer than five schools with measured needs have done this, so there is no summary yet.",
)


@dataclass(frozen=True)
class Followed:
    """What became of one need at one school that did a measure."""

    measure: str
    need: str
    change: Change

    @property
    def words(self) -> Text:
        """The sentence that stands beside the measure at the school."""
        return BESIDE_ONE[self.change.verdict].filled(before=round(self.change.before), now=round(self.change.now))


@dataclass(frozen=True)
class Together:
    """What became of one need over all schools that did a measure."""

    measure: str
    need: str
    schools: int
    better: int
    worse: int
    unsure: int
    """Those of which nothing can be said, and those where nothing changed."""

    @property
    def words(self) -> Text:
        return BESIDE_MANY.filled(**{name: getattr(self, name) for name in ("schools", "better", "worse", "unsure")})


def follow(
    toolkit: Toolkit, unit: str, measures: Iterable[str], before: Release, after: Release
) -> tuple[Followed, ...]:
    """Return the change of each need that the measures a school did were to answer.

    `before` is the round that the measures were chosen by, `after` the next one of the same survey. A need that is not
    shown in both is left out.
    """
    summary = summarise(toolkit, after, unit, last=before)
    changes = {area.need: area.change for area in summary.areas}
    found = []
    for key in sorted(set(measures)):
        measure = toolkit.measure(key)
        for need in measure.needs if measure else ():
            change = changes.get(need)
            if change is not None:
                found.append(Followed(key, need, change))
    return tuple(found)


def together(followed: Iterable[Followed]) -> tuple[Together, ...]:
    """Return each measure and need over all schools, given once for each school; five schools or more only.

    The schools may be of several providers. Sorted by measure and need: measures are not ranked by this either, since
    it does not tell what they did.
    """
    by_pair: dict[tuple[str, str], list[Change]] = {}
    for one in followed:
        by_pair.setdefault((one.measure, one.need), []).append(one.change)
    return tuple(_together(*pair, changes) for pair, changes in sorted(by_pair.items()) if len(changes) >= LEAST)


def _together(measure: str, need: str, changes: list[Change]) -> Together:
    better = sum(one.verdict is Verdict.BETTER for one in changes)
    worse = sum(one.verdict is Verdict.WORSE for one in changes)
    return Together(measure, need, len(changes), better, worse, len(changes) - better - worse)
