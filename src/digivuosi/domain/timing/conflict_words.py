"""The words of conflicts and of the ways out of them."""

from __future__ import annotations

from digivuosi.domain.texts import Text

# --- a demand ------------------------------------------------------------------------------------------------

PIN = Text.of(
    fi="”{item}” on sovittu alkamaan {day}.",
    sv="”{item}” är överenskommen att börja {day}.",
    en="“{item}” is agreed to start on {day}.",
)
WINDOW = Text.of(
    fi="”{item}” kestää {days} koulupäivää, ja sen aikaikkuna on {span}.",
    sv="”{item}” tar {days} skoldagar, och dess tidsfönster är {span}.",
    en="“{item}” takes {days} school days, and its time window is {span}.",
)
QUIET = Text.of(
    fi="”{item}” ei saa osua koulun rauhoitettuun aikaan ({weeks}).",
    sv="”{item}” får inte infalla under skolans fredade tid ({weeks}).",
    en="“{item}” must not fall in the school's quiet time ({weeks}).",
)
ORDER = Text.of(
    fi="Ensin ”{before}”, sitten ”{item}”.",
    sv="Först ”{before}”, sedan ”{item}”.",
    en="First “{before}”, then “{item}”.",
)
ORDER_AND_GAP = Text.of(
    fi="Ensin ”{before}”, sitten ”{item}”; välissä koulupäiviä vähintään {gap}.",
    sv="Först ”{before}”, sedan ”{item}”; minst {gap} skoldagar emellan.",
    en="First “{before}”, then “{item}”; at least {gap} school days between.",
)
TOGETHER = Text.of(
    fi="”{group}” alkaa kaikilla samana päivänä.",
    sv="”{group}” börjar samma dag för alla.",
    en="“{group}” starts on the same day for all.",
)
HOURS = Text.of(
    fi="{person}: {hours} tuntia viikossa.",
    sv="{person}: {hours} timmar i veckan.",
    en="{person}: {hours} hours a week.",
)
HOURS_AND_AWAY = Text.of(
    fi="{person}: {hours} tuntia viikossa, poissa {weeks}.",
    sv="{person}: {hours} timmar i veckan, borta {weeks}.",
    en="{person}: {hours} hours a week, away {weeks}.",
)
ONE = Text.of(
    fi="{person} tekee yhden asian kerrallaan.",
    sv="{person} gör en sak i taget.",
    en="{person} does one thing at a time.",
)
NEW = Text.of(
    fi="{school}: viikossa alkaa uutta kohderyhmälle ”{audience}” enintään {most}.",
    sv="{school}: i veckan börjar högst {most} nya för målgruppen ”{audience}”.",
    en="{school}: at most {most} new things start for “{audience}” in a week.",
)

# --- the conflict --------------------------------------------------------------------------------------------

NOWHERE = Text.of(
    fi="”{item}” ei mahdu mihinkään.",
    sv="”{item}” får inte plats någonstans.",
    en="There is no room for “{item}” anywhere.",
)
TOO_LONG = Text.of(
    fi="Nämä eivät mahdu peräkkäin aikaikkunoihinsa: {items}.",
    sv="De här får inte plats efter varandra i sina tidsfönster: {items}.",
    en="These do not fit one after another into their time windows: {items}.",
)
TOO_FEW_HOURS = Text.of(
    fi="{person}, {weeks}: tunteja on {has}, mutta {count} kohdetta tarvitsee niitä {needed}.",
    sv="{person}, {weeks}: det finns {has} timmar, men {count} poster behöver {needed}.",
    en="{person} has {has} hours in {weeks}, but {count} items need {needed}.",
)
TOO_FEW_TIMES = Text.of(
    fi="{person}, {weeks}: viikon tunteihin mahtuu vain kokonaisia kohteita, yhteensä {has}, mutta tarvitaan {needed}.",
    sv="{person}, {weeks}: i veckans timmar ryms bara hela poster, sammanlagt {has}, men {needed} behövs.",
    en="{person}, {weeks}: the hours of a week hold whole items only, {has} in all, but {needed} are needed.",
)
TOO_FEW_DAYS = Text.of(
    fi="{person} tekee yhden asian kerrallaan: {span} on {has} päivää, mutta {count} kohdetta tarvitsee {needed}.",
    sv="{person} gör en sak i taget: {span} har {has} dagar, men {count} poster behöver {needed}.",
    en="{person} does one thing at a time: {span} has {has} days, but {count} items need {needed} days.",
)
TOO_MUCH_NEW = Text.of(
    fi="{school}, {weeks}: uutta kohderyhmälle ”{audience}” voi alkaa {has}, mutta pitäisi alkaa {needed}.",
    sv="{school}, {weeks}: för målgruppen ”{audience}” kan {has} nya börja, men {needed} borde.",
    en="{school}, {weeks}: {has} new things can start for “{audience}”, but {needed} should.",
)
TOGETHER_IMPOSSIBLE = Text.of(
    fi="Nämä eivät voi kaikki pitää paikkaansa yhtä aikaa.",
    sv="De här kan inte alla gälla samtidigt.",
    en="These cannot all hold at the same time.",
)

# --- ways out ------------------------------------------------------------------------------------------------

WIDEN = Text.of(
    fi="Jatka kohteen ”{item}” aikaikkunaa: {span}.",
    sv="Förläng tidsfönstret för ”{item}”: {span}.",
    en="Widen the time window of “{item}” to {span}.",
)
MOVE_ITEMS = Text.of(
    fi="Siirrä {count} kohdetta ajalle {span}: {items}.",
    sv="Flytta {count} poster till {span}: {items}.",
    en="Move {count} items to {span}: {items}.",
)
MOVE_ITEM = Text.of(
    fi="Siirrä ”{item}” ajalle {span}.", sv="Flytta ”{item}” till {span}.", en="Move “{item}” to {span}."
)
GIVE_SCHOOLS = Text.of(
    fi="Siirrä {count} koulun työ ({giver}) henkilölle {person}: {schools}.",
    sv="Flytta arbetet ({giver}) vid {count} skolor till {person}: {schools}.",
    en="Give the work of {giver} at {count} schools to {person}: {schools}.",
)
GIVE_SCHOOL = Text.of(
    fi="Siirrä koulun {schools} työ ({giver}) henkilölle {person}.",
    sv="Flytta arbetet ({giver}) vid {schools} till {person}.",
    en="Give the work of {giver} at {schools} to {person}.",
)
STAND_IN = Text.of(
    fi="Anna {count} kohdetta, joihin {giver} ei ehdi, henkilölle {person}: {items}.",
    sv="Ge {count} poster som {giver} inte hinner med till {person}: {items}.",
    en="Give {count} items that {giver} has no day for to {person}: {items}.",
)
STAND_IN_ONCE = Text.of(
    fi="Anna ”{items}”, johon {giver} ei ehdi, henkilölle {person}.",
    sv="Ge ”{items}”, som {giver} inte hinner med, till {person}.",
    en="Give “{items}”, which {giver} has no day for, to {person}.",
)
COVER = Text.of(
    fi="Hanki sijainen, jolla on samat tunnit: {person}, {weeks}.",
    sv="Skaffa en vikarie med samma timmar: {person}, {weeks}.",
    en="Find a stand-in with the same hours for {person}, {weeks}.",
)
LEAVE_OUT = Text.of(
    fi="Jätä tänä lukuvuonna pois {count} kohdetta: {items}.",
    sv="Lämna bort {count} poster detta läsår: {items}.",
    en="Leave out {count} items this school year: {items}.",
)
LEAVE_OUT_ONE = Text.of(
    fi="Jätä ”{items}” pois tänä lukuvuonna.",
    sv="Lämna bort ”{items}” detta läsår.",
    en="Leave out “{items}” this school year.",
)
MORE_HOURS = Text.of(
    fi="{person}: {hours} tuntia viikossa (nyt {now}).",
    sv="{person}: {hours} timmar i veckan (nu {now}).",
    en="{person}: {hours} hours a week (now {now}).",
)
UNPIN = Text.of(
    fi="Luovu kohteen ”{item}” sovitusta aloituksesta {day}.",
    sv="Avstå från den överenskomna starten {day} för ”{item}”.",
    en="Give up the agreed start of “{item}” on {day}.",
)
ALLOW_QUIET = Text.of(
    fi="Salli ”{item}” myös rauhoitetuilla viikoilla.",
    sv="Tillåt ”{item}” också under fredade veckor.",
    en="Allow “{item}” in quiet weeks too.",
)
MORE_NEW = Text.of(
    fi="Salli viikossa {most} uutta kohderyhmälle ”{audience}” (nyt {now}).",
    sv="Tillåt {most} nya i veckan för målgruppen ”{audience}” (nu {now}).",
    en="Allow {most} new things a week for “{audience}” (now {now}).",
)
NOT_AFTER = Text.of(
    fi="Luovu järjestyksestä: ”{item}” ei odota kohdetta ”{before}”.",
    sv="Avstå från ordningen: ”{item}” väntar inte på ”{before}”.",
    en="Give up the order: “{item}” does not wait for “{before}”.",
)
APART = Text.of(
    fi="Anna kohteen ”{item}” alkaa eri päivänä kuin muut (”{group}”).",
    sv="Låt ”{item}” börja en annan dag än de andra (”{group}”).",
    en="Let “{item}” start on another day than the others (“{group}”).",
)
AND = Text.of(fi="{first} Lisäksi: {second}", sv="{first} Dessutom: {second}", en="{first} Besides: {second}")
