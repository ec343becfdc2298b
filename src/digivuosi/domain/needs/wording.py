"""Sentences of summaries: changes, and why a figure is not shown."""

from __future__ import annotations

from digivuosi.domain.needs.hiding import LEAST, Hidden
from digivuosi.domain.needs.summarising import Change, Verdict
from digivuosi.domain.texts import Text

NOT_SHOWN = {
    Hidden.NONE: Text.of(fi="Kukaan ei vastannut tähän.", sv="Ingen svarade på det här.", en="Nobody answered this."),
    Hidden.FEW: Text.of(
        fi="Ei näytetä: vastauksia on alle viisi.",
        sv="Visas inte: svaren är färre än fem.",
        en="Not shown: there are fewer than five answers.",
    ),
    Hidden.BESIDE: Text.of(
        fi="Ei näytetä: toisesta ryhmästä vastasi alle viisi, ja sen vastaukset voisi laskea tästä.",
        sv="Visas inte: i en annan grupp svarade färre än fem, och deras svar kunde räknas ut av det här.",
        en="Not shown: in another group fewer than five answered, and their answers could be worked out from this.",
    ),
    Hidden.ALIKE: Text.of(
        fi="Ei näytetä: kaikki vastasivat samoin, joten luku kertoisi jokaisen vastauksen.",
        sv="Visas inte: alla svarade lika, så siffran skulle berätta vad var och en svarade.",
        en="Not shown: everybody answered the same, so the figure would tell what each person answered.",
    ),
}
CHANGES = {
    Verdict.BETTER: Text.of(
        fi="Parempi kuin viimeksi: {before} → {now} (muutos {low}…{high}).",
        sv="Bättre än senast: {before} → {now} (förändring {low}…{high}).",
        en="Better than last time: {before} → {now} (change {low}…{high}).",
    ),
    Verdict.WORSE: Text.of(
        fi="Huonompi kuin viimeksi: {before} → {now} (muutos {low}…{high}).",
        sv="Sämre än senast: {before} → {now} (förändring {low}…{high}).",
        en="Worse than last time: {before} → {now} (change {low}…{high}).",
    ),
    Verdict.STEADY: Text.of(
        fi="Ennallaan: {before} → {now}.", sv="Oförändrat: {before} → {now}.", en="As before: {before} → {now}."
    ),
    Verdict.UNSURE: Text.of(
        fi="Muutos ei ole varma: {before} → {now} (muutos {low}…{high}).",
        sv="Förändringen är osäker: {before} → {now} (förändring {low}…{high}).",
        en="The change is not certain: {before} → {now} (change {low}…{high}).",
    ),
}


def change_words(change: Change) -> Text:
    """Return a change from the last round as a sentence, with whole points."""
    return CHANGES[change.verdict].filled(
        before=round(change.before), now=round(change.now), low=signed(change.low), high=signed(change.high)
    )


def not_shown_words(why: Hidden) -> Text:
    return NOT_SHOWN[why]


def signed(points: float) -> str:
    """Return whole points with their sign; minus is a true minus."""
    number = round(points)
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


SHEET = Text.of(
    fi="Vastauksia tuli alle {least}, joten lukuja ei näytetä. Keskustelkaa väittämistä yhdessä tällä paperilla: "
    "jokainen miettii hetken itse, sitten sovitte yhdessä, mikä toimii ja mikä ei.",
    sv="Det kom färre än {least} svar, så inga siffror visas. Diskutera påståendena tillsammans med hjälp av det här "
    "bladet: var och en funderar först själv, sedan kommer ni överens om vad som fungerar och vad som inte gör det.",
    en="There were fewer than {least} answers, so no figures are shown. Talk about the statements together with this "
    "sheet: everyone thinks alone for a moment, then you agree on what works and what does not.",
).filled(least=LEAST)
