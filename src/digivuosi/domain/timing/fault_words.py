"""The sentences of faults and warnings in a problem or plan file."""

from __future__ import annotations

from digivuosi.domain.texts import Text

# --- the file as a whole -----------------------------------------------------------------------------------

TOO_LARGE = Text.of(
    fi="Tiedosto on liian suuri (enintään {most} megatavua).",
    sv="Filen är för stor (högst {most} megabyte).",
    en="The file is too large (at most {most} megabytes).",
)
NOT_UTF8 = Text.of(
    fi="Tiedosto ei ole UTF-8-tekstiä (tavu {byte}).",
    sv="Filen är inte UTF-8-text (byte {byte}).",
    en="The file is not UTF-8 text (byte {byte}).",
)
EMPTY = Text.of(fi="Tiedosto on tyhjä.", sv="Filen är tom.", en="The file is empty.")
NOT_JSON = Text.of(
    fi="Tiedosto ei ole kelvollista JSON-tekstiä: rivi {line}, merkki {column}.",
    sv="Filen är inte giltig JSON: rad {line}, tecken {column}.",
    en="The file is not valid JSON: line {line}, character {column}.",
)
TOO_DEEP = Text.of(
    fi="Tiedostossa on liikaa sisäkkäisiä osia.",
    sv="Filen har för många delar inuti varandra.",
    en="The file has too many parts inside one another.",
)
NOT_A_NUMBER = Text.of(
    fi="Tiedostossa on arvo {value}, joka ei ole luku.",
    sv="Filen har värdet {value}, som inte är ett tal.",
    en="The file has the value {value}, which is no number.",
)
TOO_LONG_NUMBER = Text.of(
    fi="Tiedostossa on liian pitkä luku.",
    sv="Filen har ett för långt tal.",
    en="The file has a number that is too long.",
)
FIELD_TWICE = Text.of(
    fi="Kenttä ”{field}” on kahdesti.",
    sv="Fältet ”{field}” finns två gånger.",
    en="The field “{field}” is there twice.",
)
FORMAT = Text.of(
    fi="Muotoa ”{value}” ei tunneta; tässä luetaan muotoa {format}.",
    sv="Formatet ”{value}” är okänt; här läses formatet {format}.",
    en="The format “{value}” is not known; here {format} is read.",
)

# --- one value ---------------------------------------------------------------------------------------------

MISSING = Text.of(fi="Kenttä puuttuu.", sv="Fältet saknas.", en="The field is missing.")
NO_OBJECT = Text.of(
    fi="Tässä pitäisi olla kenttiä aaltosulkeissa.",
    sv="Här ska stå fält inom klammerparenteser.",
    en="Here should be fields in braces.",
)
NO_LIST = Text.of(fi="Tässä pitäisi olla luettelo.", sv="Här ska stå en lista.", en="Here should be a list.")
TOO_MANY = Text.of(
    fi="Kohtia on {count}; enintään {most} kelpaa.",
    sv="Det finns {count} poster; högst {most} går an.",
    en="There are {count} entries; at most {most} will do.",
)
NO_ID = Text.of(
    fi="Tunnuksen pitää olla tekstiä, 1–{most} tavallista merkkiä.",
    sv="Ett id ska vara text, 1–{most} vanliga tecken.",
    en="An id is text of 1 to {most} plain characters.",
)
NO_DAY = Text.of(
    fi="”{value}” ei ole päivä. Kirjoita se näin: 2026-10-12.",
    sv="”{value}” är ingen dag. Skriv den så här: 2026-10-12.",
    en="“{value}” is no day. Write it as 2026-10-12.",
)
NO_WEEK = Text.of(
    fi="”{value}” ei ole viikko. Kirjoita se näin: 2026-W50.",
    sv="”{value}” är ingen vecka. Skriv den så här: 2026-W50.",
    en="“{value}” is no week. Write it as 2026-W50.",
)
NO_NUMBER = Text.of(
    fi="”{value}” ei kelpaa: luvun pitää olla välillä {least}–{most}.",
    sv="”{value}” går inte an: talet ska vara mellan {least} och {most}.",
    en="“{value}” will not do: a number from {least} to {most} is asked for.",
)
NO_WHOLE = Text.of(
    fi="”{value}” ei kelpaa: tässä pitäisi olla kokonaisluku väliltä {least}–{most}.",
    sv="”{value}” går inte an: här ska stå ett heltal mellan {least} och {most}.",
    en="“{value}” will not do: a whole number from {least} to {most} is asked for.",
)
NO_FLAG = Text.of(
    fi="”{value}” ei kelpaa: true tai false.",
    sv="”{value}” går inte an: true eller false.",
    en="“{value}” will not do: true or false.",
)

# --- values that do not fit together -----------------------------------------------------------------------

DAY_TWICE = Text.of(
    fi="Päivä {day} on kahdesti.", sv="Dagen {day} finns två gånger.", en="The day {day} is there twice."
)
DAY_BACKWARDS = Text.of(
    fi="Päivä {day} on väärässä paikassa: sen edellä on jo {before}.",
    sv="Dagen {day} står på fel plats: före den står redan {before}.",
    en="The day {day} is in the wrong place: {before} stands before it.",
)
BACKWARDS = Text.of(
    fi="Loppu {latest} on ennen alkua {earliest}.",
    sv="Slutet {latest} är före början {earliest}.",
    en="The end {latest} is before the start {earliest}.",
)
ID_TWICE = Text.of(
    fi="Tunnus ”{id}” on kahdesti; ensimmäisen kerran kohdassa {where}.",
    sv="Id ”{id}” finns två gånger; första gången i {where}.",
    en="The id “{id}” is there twice; first at {where}.",
)
UNKNOWN_SCHOOL = Text.of(
    fi="Koulua ”{id}” ei ole luettelossa schools.",
    sv="Skolan ”{id}” finns inte i listan schools.",
    en="There is no school “{id}” in the list schools.",
)
UNKNOWN_PERSON = Text.of(
    fi="Henkilöä ”{id}” ei ole luettelossa people.",
    sv="Personen ”{id}” finns inte i listan people.",
    en="There is no person “{id}” in the list people.",
)
UNKNOWN_ITEM = Text.of(
    fi="Kohdetta ”{id}” ei ole luettelossa items.",
    sv="Posten ”{id}” finns inte i listan items.",
    en="There is no item “{id}” in the list items.",
)
PERSON_TWICE = Text.of(
    fi="Henkilö ”{id}” on kahdesti; laske tunnit yhteen.",
    sv="Personen ”{id}” finns två gånger; räkna ihop timmarna.",
    en="The person “{id}” is there twice; add the hours up.",
)
ITEM_TWICE = Text.of(
    fi="Kohde ”{id}” on kahdesti.", sv="Posten ”{id}” finns två gånger.", en="The item “{id}” is there twice."
)
AFTER_ITSELF = Text.of(
    fi="Kohde ei voi tulla itsensä jälkeen.",
    sv="En post kan inte komma efter sig själv.",
    en="An item cannot come after itself.",
)
CIRCLE = Text.of(
    fi="Järjestys kiertää kehää, joten mikään ei voi alkaa: {items}.",
    sv="Ordningen går i en cirkel, så ingenting kan börja: {items}.",
    en="The order goes in a circle, so nothing can start: {items}.",
)

# --- warnings ----------------------------------------------------------------------------------------------

UNKNOWN_FIELD = Text.of(
    fi="Kenttää ”{field}” ei tunneta, joten sitä ei oteta huomioon (paikkoja: {count}).",
    sv="Fältet ”{field}” är okänt och beaktas inte (ställen: {count}).",
    en="The field “{field}” is not known and not taken into account (places: {count}).",
)
CLOSE_FIELD = Text.of(
    fi="Kenttää ”{field}” ei tunneta, joten sitä ei oteta huomioon (paikkoja: {count}). Tarkoititko ”{close}”?",
    sv="Fältet ”{field}” är okänt och beaktas inte (ställen: {count}). Menade du ”{close}”?",
    en="The field “{field}” is not known and not taken into account (places: {count}). Did you mean “{close}”?",
)
GREAT_NEED = Text.of(
    fi="Tarve {value} on suurempi kuin 1; asteikko on 0–1.",
    sv="Behovet {value} är större än 1; skalan är 0–1.",
    en="The need {value} is greater than 1; the scale is 0 to 1.",
)
NO_LIMIT = Text.of(
    fi="Kohderyhmälle ”{value}” ei ole rajaa kohdassa limits.new_per_week: uutta voi alkaa kuinka paljon tahansa.",
    sv="Målgruppen ”{value}” har ingen gräns i limits.new_per_week, så hur mycket nytt som helst kan börja.",
    en="The target group “{value}” has no limit in limits.new_per_week, so any number of new things may start.",
)
