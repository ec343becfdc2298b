"""The words of explanations: what keeps an item from being earlier, and from its recommended time."""

from __future__ import annotations

from digivuosi.domain.texts import Text

ONE_WEEK = Text.of(fi="viikko {weeks}", sv="vecka {weeks}", en="week {weeks}")
WEEKS = Text.of(fi="viikot {weeks}", sv="veckorna {weeks}", en="weeks {weeks}")

# --- what stands in the way: "Earlier …:" and one of these -------------------------------------------------

WINDOW_BEGINS = Text.of(
    fi="Aikaikkuna alkaa vasta {day}.",
    sv="Tidsfönstret börjar först {day}.",
    en="The time window begins only on {day}.",
)
WINDOW_ENDS = Text.of(
    fi="Aikaikkuna päättyy jo {day}.",
    sv="Tidsfönstret slutar redan {day}.",
    en="The time window ends already on {day}.",
)
YEAR_BEGINS = Text.of(fi="Koulu alkaa vasta {day}.", sv="Skolan börjar först {day}.", en="School begins only on {day}.")
YEAR_ENDS = Text.of(fi="Koulu päättyy jo {day}.", sv="Skolan slutar redan {day}.", en="School ends already on {day}.")
FIRST_COMES = Text.of(
    fi="Ensin on tehtävä {others}; se päättyy {day}.",
    sv="Först ska {others} göras; det slutar {day}.",
    en="{others} must be done first; it ends on {day}.",
)
FIRST_COMES_AND_GAP = Text.of(
    fi="Ensin on tehtävä {others}; se päättyy {day}, ja väliin jää koulupäiviä vähintään {gap}.",
    sv="Först ska {others} göras; det slutar {day}, och minst {gap} skoldagar ska ligga emellan.",
    en="{others} must be done first; it ends on {day}, and at least {gap} school days lie between.",
)
THEN_COMES = Text.of(
    fi="Sen jälkeen tulee {others}, joka alkaa {day}.",
    sv="Efter den kommer {others}, som börjar {day}.",
    en="It must be done before {others}, which starts on {day}.",
)
FULL_WEEK = Text.of(
    fi="{person}: viikon {week} {has} tuntia ovat täynnä: {others}.",
    sv="{person}: de {has} timmarna vecka {week} är fulla: {others}.",
    en="{person}: the {has} hours of week {week} are full: {others}.",
)
CROWDED_WEEK = Text.of(
    fi="{person}: viikon {week} {has} tunnista on vapaana {free}, tarvitaan {needed}: {others}.",
    sv="{person}: av de {has} timmarna vecka {week} är {free} lediga, {needed} behövs: {others}.",
    en="{person}: of the {has} hours of week {week} {free} are free, {needed} are needed: {others}.",
)
SMALL_WEEK = Text.of(
    fi="{person}: viikolla {week} on vain {has} tuntia, tarvitaan {needed}.",
    sv="{person}: vecka {week} har bara {has} timmar, {needed} behövs.",
    en="{person}: week {week} has only {has} hours, {needed} are needed.",
)
FULL_WEEKS = Text.of(
    fi="{person}: {weeks} ovat liian täynnä: {others}.",
    sv="{person}: {weeks} är för fulla: {others}.",
    en="{person}: {weeks} are too full: {others}.",
)
SMALL_WEEKS = Text.of(
    fi="{person}: {weeks} eivät riitä, vaikka niillä ei olisi muuta.",
    sv="{person}: {weeks} räcker inte, även om inget annat stod där.",
    en="{person}: {weeks} do not suffice, even with nothing else in them.",
)
AWAY = Text.of(fi="{person} on poissa: {weeks}.", sv="{person} är borta: {weeks}.", en="{person} is away: {weeks}.")
BUSY = Text.of(
    fi="{person} tekee yhden asian kerrallaan, ja silloin on {others}.",
    sv="{person} gör en sak i taget, och då är det {others}.",
    en="{person} does one thing at a time, and then there is {others}.",
)
QUIET = Text.of(
    fi="Koulun rauhoitettu aika: {weeks}.", sv="Skolans fredade tid: {weeks}.", en="The school's quiet time: {weeks}."
)
ENOUGH_NEW = Text.of(
    fi="{weeks}: kohderyhmälle ”{audience}” alkaa jo muuta uutta ({others}), enempää ei sovi.",
    sv="{weeks}: för målgruppen ”{audience}” börjar redan annat nytt ({others}), mer ryms inte.",
    en="{weeks}: other new things start for “{audience}” already ({others}), there is no room for more.",
)
AGREED = Text.of(
    fi="Aloitus on sovittu: {day}.", sv="Starten är överenskommen: {day}.", en="The start is agreed: {day}."
)
AGREED_OF_ANOTHER = Text.of(
    fi="Samaan aikaan alkaa {item}, jonka aloitus on sovittu: {day}.",
    sv="Samtidigt börjar {item}, vars start är överenskommen: {day}.",
    en="At the same time starts {item}, whose start is agreed: {day}.",
)
OF_ANOTHER = Text.of(
    fi="Samaan aikaan alkaa {item}. {sentence}",
    sv="Samtidigt börjar {item}. {sentence}",
    en="At the same time starts {item}. {sentence}",
)

# --- what no rule stops, but points do ----------------------------------------------------------------------

COSTS_MORE = Text.of(
    fi="{day} olisi mahdollinen, mutta {points} pistettä huonompi: {why}",
    sv="{day} vore möjlig, men {points} poäng sämre: {why}",
    en="{day} would be possible, but {points} points worse: {why}",
)
COSTS_THE_SAME = Text.of(fi="{day} kävisi yhtä hyvin.", sv="{day} skulle gå lika bra.", en="{day} would do as well.")
COSTS_LESS = Text.of(
    fi="{day} olisi {points} pistettä parempi.",
    sv="{day} vore {points} poäng bättre.",
    en="{day} would be {points} points better.",
)
BECAUSE_RECOMMENDED = Text.of(
    fi="enemmän suositellun ajan ulkopuolella.",
    sv="mer utanför den rekommenderade tiden.",
    en="more of it would be outside the recommended time.",
)
BECAUSE_STANDS = Text.of(
    fi="kauempana siitä, missä se on nyt ({day}).",
    sv="längre från där den står nu ({day}).",
    en="further from where it stands now ({day}).",
)
BECAUSE_LOAD = Text.of(
    fi="{person} kuormittuisi epätasaisemmin.",
    sv="belastningen för {person} blev ojämnare.",
    en="the load of {person} would be less even.",
)
BECAUSE_EQUITY = Text.of(
    fi="kierroksella suuremman tarpeen koulu odottaisi kauemmin.",
    sv="i rundan fick en skola med större behov vänta längre.",
    en="in the round a school in greater need would wait longer.",
)

# --- headings ----------------------------------------------------------------------------------------------

STARTS = Text.of(fi="”{item}” alkaa {day}.", sv="”{item}” börjar {day}.", en="“{item}” starts on {day}.")
HAS_NO_DAY = Text.of(fi="”{item}” ei saanut päivää.", sv="”{item}” fick ingen dag.", en="“{item}” got no day.")
NOT_EARLIER = Text.of(fi="Miksi ei aiemmin:", sv="Varför inte tidigare:", en="Why not earlier:")
NOT_RECOMMENDED = Text.of(
    fi="Miksi ei suositeltuna aikana ({span}):",
    sv="Varför inte på rekommenderad tid ({span}):",
    en="Why not at the recommended time ({span}):",
)
NOWHERE = Text.of(fi="Miksi ei mihinkään:", sv="Varför ingenstans:", en="Why nowhere:")
