"""The words of rules and wishes: each in a sentence, and each way of breaking it."""

from __future__ import annotations

from digivuosi.domain.texts import Text

RULES = {
    "R1": Text.of(
        fi="Aikaikkunan sisällä ja koulupäivinä",
        sv="Inom tidsfönstret och på skoldagar",
        en="Inside the time window and on school days",
    ),
    "R2": Text.of(
        fi="Vasta edellisen jälkeen",
        sv="Först efter den föregående",
        en="Only after the one before it",
    ),
    "R3": Text.of(
        fi="Viikon tunnit riittävät",
        sv="Veckans timmar räcker",
        en="The hours of the week suffice",
    ),
    "R4": Text.of(
        fi="Yksi kerrallaan sille, joka tekee yhtä asiaa päivässä",
        sv="En i taget för den som gör en sak om dagen",
        en="One at a time for those who do one thing a day",
    ),
    "R5": Text.of(
        fi="Ei koulun rauhoitetuilla viikoilla",
        sv="Inte under skolans fredade veckor",
        en="Not in the school's quiet weeks",
    ),
    "R6": Text.of(
        fi="Ei liikaa uutta yhdellä viikolla",
        sv="Inte för mycket nytt på en vecka",
        en="Not too much that is new in one week",
    ),
    "R7": Text.of(
        fi="Yhteiset samana päivänä, sovitut sovittuna päivänä",
        sv="Gemensamma på samma dag, överenskomna på överenskommen dag",
        en="Shared ones on the same day, agreed ones on the agreed day",
    ),
}
WISHES = {
    "W1": Text.of(fi="Suositeltuna aikana", sv="På rekommenderad tid", en="At the recommended time"),
    "W2": Text.of(
        fi="Nykyinen paikka pidetään",
        sv="Det som redan står får stå",
        en="What stands may stay",
    ),
    "W3": Text.of(fi="Tasainen kuorma", sv="Jämn belastning", en="An even load"),
    "W4": Text.of(
        fi="Suurin tarve ensin kierroksella",
        sv="Störst behov först i rundan",
        en="The greatest need first in a round",
    ),
}

# --- a broken rule -----------------------------------------------------------------------------------------

NO_DAY = Text.of(fi="”{item}”: päivä puuttuu.", sv="”{item}”: dagen saknas.", en="“{item}” has no day.")
NO_SCHOOL = Text.of(
    fi="”{item}” alkaisi {day}, jolloin ei ole koulua.",
    sv="”{item}” skulle börja {day}, då det inte är skola.",
    en="“{item}” would start on {day}, when there is no school.",
)
YEAR_ENDS = Text.of(
    fi="”{item}” alkaa {day} ja kestää {days} koulupäivää, mutta lukuvuosi päättyy {last}.",
    sv="”{item}” börjar {day} och tar {days} skoldagar, men läsåret slutar {last}.",
    en="“{item}” starts on {day} and takes {days} school days, but the school year ends on {last}.",
)
TOO_EARLY = Text.of(
    fi="”{item}” alkaa {day}; sen aikaikkuna alkaa vasta {earliest}.",
    sv="”{item}” börjar {day}; dess tidsfönster börjar först {earliest}.",
    en="“{item}” starts on {day}; its time window begins only on {earliest}.",
)
TOO_LATE = Text.of(
    fi="”{item}” päättyy {end}; sen aikaikkuna päättyy jo {latest}.",
    sv="”{item}” slutar {end}; dess tidsfönster slutar redan {latest}.",
    en="“{item}” ends on {end}; its time window ends already on {latest}.",
)
ORDER = Text.of(
    fi="”{item}” alkaa {day}, mutta ”{before}” päättyy vasta {end}.",
    sv="”{item}” börjar {day}, men ”{before}” slutar först {end}.",
    en="“{item}” starts on {day}, but “{before}” ends only on {end}.",
)
GAP = Text.of(
    fi="”{item}” alkaa {day}. ”{before}” päättyy {end}, ja välissä pitäisi olla koulupäiviä vähintään {gap}.",
    sv="”{item}” börjar {day}. ”{before}” slutar {end}, och det borde vara minst {gap} skoldagar emellan.",
    en="“{item}” starts on {day}. “{before}” ends on {end}, and at least {gap} school days should lie between.",
)
HOURS = Text.of(
    fi="{person}: viikolla {week} on {has} tuntia, mutta tarvitaan {needed}: {items}.",
    sv="{person}: vecka {week} har {has} timmar, men det behövs {needed}: {items}.",
    en="{person}: week {week} has {has} hours, but {needed} are needed: {items}.",
)
ABSENT = Text.of(
    fi="{person} on poissa viikolla {week}, mutta tarvitaan {needed} tuntia: {items}.",
    sv="{person} är borta vecka {week}, men det behövs {needed} timmar: {items}.",
    en="{person} is away in week {week}, but {needed} hours are needed: {items}.",
)
TWO_AT_A_TIME = Text.of(
    fi="{person}: {day} alkaa ”{item}”, vaikka ”{other}” on kesken.",
    sv="{person}: {day} börjar ”{item}” fastän ”{other}” pågår.",
    en="{person}: on {day} “{item}” starts while “{other}” is going on.",
)
QUIET = Text.of(
    fi="”{item}” osuu koulun rauhoitetulle viikolle {week}.",
    sv="”{item}” infaller under skolans fredade vecka {week}.",
    en="“{item}” falls in the school's quiet week {week}.",
)
NEW = Text.of(
    fi="{school}: viikolla {week} alkaa uutta kohderyhmälle ”{audience}” {count}, enintään {most} sopii: {items}.",
    sv="{school}: vecka {week} börjar {count} nya för målgruppen ”{audience}”, högst {most} går an: {items}.",
    en="{school}: in week {week} {count} new things start for “{audience}”, at most {most} may: {items}.",
)
TOGETHER = Text.of(
    fi="”{group}” alkaa yhtä aikaa, mutta nämä eivät ala muiden kanssa {day}: {items}.",
    sv="”{group}” börjar samtidigt, men dessa börjar inte med de andra {day}: {items}.",
    en="“{group}” starts together, but these do not start with the others on {day}: {items}.",
)
PINNED = Text.of(
    fi="”{item}” on sovittu alkamaan {pinned}, mutta alkaisi {day}.",
    sv="”{item}” är överenskommen att börja {pinned}, men skulle börja {day}.",
    en="“{item}” is agreed to start on {pinned}, but would start on {day}.",
)

# --- points of a wish --------------------------------------------------------------------------------------

OUTSIDE = Text.of(
    fi="”{item}” on {days} koulupäivää suositellun ajan ulkopuolella.",
    sv="”{item}” ligger {days} skoldagar utanför den rekommenderade tiden.",
    en="“{item}” is {days} school days outside the recommended time.",
)
MOVED = Text.of(
    fi="”{item}” siirtyy {days} koulupäivää päivästä {stands} päivään {day}.",
    sv="”{item}” flyttas {days} skoldagar från {stands} till {day}.",
    en="“{item}” moves by {days} school days from {stands} to {day}.",
)
STOOD_WITHOUT_SCHOOL = Text.of(
    fi="”{item}” on nyt {stands}, jolloin ei ole koulua; se siirtyy päivään {day}.",
    sv="”{item}” står nu {stands}, då det inte är skola; den flyttas till {day}.",
    en="“{item}” stands on {stands}, when there is no school; it moves to {day}.",
)
PEAK = Text.of(
    fi="{person}: kuormittunein viikko on {week}, {peak} tuntia.",
    sv="{person}: den fullaste veckan är {week}, {peak} timmar.",
    en="{person}: the fullest week is {week}, {peak} hours.",
)
CROWDED = Text.of(
    fi="{person}: kuormittunein viikko on {week}, {peak} tuntia; yli 70 prosentin menee yhteensä {over} tuntia.",
    sv="{person}: den fullaste veckan är {week}, {peak} timmar; {over} timmar går sammanlagt över 70 procent.",
    en="{person}: the fullest week is {week}, {peak} hours; {over} hours in all are above 70 per cent.",
)
WAITS = Text.of(
    fi="”{item}”: koulun tarve on suurempi kuin niiden koulujen, jotka pääsevät kierroksella ennen sitä ({count}).",
    sv="”{item}”: skolans behov är större än de skolors som kommer före den i rundan ({count}).",
    en="“{item}”: the school's need is greater than that of schools that come before it in the round ({count}).",
)
