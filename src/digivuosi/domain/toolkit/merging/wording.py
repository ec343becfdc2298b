"""The words for kinds of items, for fields and for what was done to them; telling.py makes sentences of them."""

from __future__ import annotations

from dataclasses import dataclass

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.merging.aligning import KEY
from digivuosi.domain.toolkit.merging.places import FILE, LEARNT, OWN_LANGUAGE, PEOPLE, PLACE


@dataclass(frozen=True)
class Field:
    label: Text
    """As a heading: `aikaikkuna`."""
    thing: Text
    """As what was changed, in Finnish in the genitive: `muutti aikaikkunan`."""


def _field(fi: tuple[str, str], sv: tuple[str, str], en: tuple[str, str]) -> Field:
    return Field(Text.of(fi=fi[0], sv=sv[0], en=en[0]), Text.of(fi=fi[1], sv=sv[1], en=en[1]))


FIELDS = {
    "title": _field(("nimi", "nimen"), ("namn", "namnet"), ("title", "the title")),
    "purpose": _field(("tarkoitus", "tarkoituksen"), ("syfte", "syftet"), ("purpose", "the purpose")),
    "description": _field(
        ("kuvaus", "kuvauksen"), ("beskrivning", "beskrivningen"), ("description", "the description")
    ),
    "text": _field(("sanat", "sanat"), ("ordalydelse", "ordalydelsen"), ("wording", "the wording")),
    "steps": _field(("vaiheet", "vaiheet"), ("steg", "stegen"), ("steps", "the steps")),
    "done_when": _field(
        ("valmis, kun", "kohdan ”valmis, kun”"), ("klart när", "punkten ”klart när”"), ("done when", "“done when”")
    ),
    "theme": _field(("teema", "teeman"), ("tema", "temat"), ("theme", "the theme")),
    "window": _field(("aikaikkuna", "aikaikkunan"), ("tidsfönster", "tidsfönstret"), ("window", "the window")),
    "recommended_time": _field(
        ("suositeltu aika", "suositellun ajan"),
        ("rekommenderad tid", "den rekommenderade tiden"),
        ("recommended time", "the recommended time"),
    ),
    "audiences": _field(
        ("kohderyhmä", "kohderyhmän"), ("målgrupp", "målgruppen"), ("target group", "the target group")
    ),
    "levels": _field(("taso", "tason"), ("nivå", "nivån"), ("level", "the level")),
    "recommended": _field(
        ("suositellaan jokaiselle koululle", "suosituksen jokaiselle koululle"),
        ("rekommenderas för varje skola", "rekommendationen för varje skola"),
        ("recommended to every school", "the recommendation to every school"),
    ),
    PEOPLE: _field(
        ("rooli", "vastuurooleja"),
        ("rollen", "vem som ansvarar"),
        ("role", "who is responsible"),
    ),
    "days": _field(
        ("kesto koulupäivinä", "keston"), ("längd i skoldagar", "längden"), ("length in school days", "the length")
    ),
    "repeat": _field(("toisto", "toiston"), ("upprepning", "upprepningen"), ("repeat", "the repeat")),
    "after": _field(
        ("tehdään tämän jälkeen", "edeltävän toimenpiteen"),
        ("görs efter", "ordningen efter"),
        ("comes after", "the order after"),
    ),
    "needs": _field(("tarve", "tarpeen"), ("behov", "behovet"), ("need", "the need")),
    "materials": _field(("materiaali", "materiaalin"), ("material", "materialet"), ("material", "the material")),
    "measures": _field(("toimenpide", "toimenpiteen"), ("åtgärd", "åtgärden"), ("measure", "the measure")),
    LEARNT: _field(("opittua", "opitun asian"), ("lärdom", "lärdomen"), ("what was learnt", "what was learnt")),
    "guess": _field(
        ("aika on arvio", "tiedon, onko aika arvio"),
        ("tiden är en uppskattning", "om tiden är en uppskattning"),
        ("the time is a guess", "whether the time is a guess"),
    ),
    "colour": _field(("väri", "värin"), ("färg", "färgen"), ("colour", "the colour")),
    "kind": _field(("laji", "lajin"), ("slag", "slaget"), ("kind", "the kind")),
    "level": _field(("taso", "tason"), ("nivå", "nivån"), ("level", "the level")),
    "actor": _field(("kuka", "tekijän"), ("vem", "aktören"), ("who", "who it is about")),
    "duty": _field(("osuus", "osuuden"), ("uppgift", "uppgiften"), ("duty", "the duty")),
    "about": _field(("vastuualue", "vastuualueen"), ("ansvarsområde", "ansvarsområdet"), ("area", "the area")),
    "path": _field(
        ("tiedoston polku", "tiedoston polun"),
        ("filens sökväg", "filens sökväg"),
        ("path of the file", "the path of the file"),
    ),
    "address": _field(("osoite", "osoitteen"), ("adress", "adressen"), ("address", "the address")),
    "language": _field(
        ("materiaalin kieli", "materiaalin kielen"),
        ("materialets språk", "materialets språk"),
        ("language of the material", "the language of the material"),
    ),
    "sha256": _field(
        ("tiedoston sisältö", "tiedoston sisällön"),
        ("filens innehåll", "filens innehåll"),
        ("content of the file", "the content of the file"),
    ),
    FILE: _field(("tiedosto", "tiedoston"), ("fil", "filen"), ("file", "the file")),
    "id": _field(
        ("työkalupaketin tunnus", "työkalupaketin tunnuksen"),
        ("verktygslådans namn", "verktygslådans namn"),
        ("name of the toolkit", "the name of the toolkit"),
    ),
    "edition": _field(("julkaisuversio", "julkaisuversion"), ("utgåva", "utgåvan"), ("edition", "the edition")),
    "publisher": _field(("julkaisija", "julkaisijan"), ("utgivare", "utgivaren"), ("publisher", "the publisher")),
    "licence": _field(("lisenssi", "lisenssin"), ("licens", "licensen"), ("licence", "the licence")),
    "languages": _field(("kieli", "kielen"), ("språk", "språket"), ("language", "the language")),
    OWN_LANGUAGE: _field(
        ("oma kieli", "oman kielen"), ("eget språk", "det egna språket"), ("own language", "the own language")
    ),
    "authors": _field(("tekijä", "tekijän"), ("upphovsperson", "upphovspersonen"), ("author", "the author")),
    "lineage": _field(("periytyminen", "periytymisen"), ("härkomst", "härkomsten"), ("lineage", "the lineage")),
    "framework": _field(
        ("viitekehys", "viitekehyksen"), ("referensram", "referensramen"), ("framework", "the framework")
    ),
    "code": _field(("tunnus", "tunnuksen"), ("kod", "koden"), ("code", "the code")),
    **{
        f"step_{number}": _field(
            (f"asteikon {number}. porras", f"asteikon {number}. portaan"),
            (f"skalans steg {number}", f"skalans steg {number}"),
            (f"step {number} of the scale", f"step {number} of the scale"),
        )
        for number in range(1, 6)
    },
    "unknown": _field(
        ("en osaa sanoa -vaihtoehto", "en osaa sanoa -vaihtoehdon"),
        ("alternativet kan inte säga", "alternativet kan inte säga"),
        ("the choice “cannot say”", "the choice “cannot say”"),
    ),
    "audience": _field(("vastaajat", "vastaajat"), ("svarande", "vilka som svarar"), ("who answers", "who answers")),
    "minutes": _field(
        ("vastausaika minuutteina", "vastausajan"),
        ("svarstid i minuter", "svarstiden"),
        ("minutes to answer", "the time to answer"),
    ),
    "measure": _field(("toimenpide", "toimenpiteen"), ("åtgärd", "åtgärden"), ("measure", "the measure")),
    "survey": _field(("kysely", "kyselyn"), ("enkät", "enkäten"), ("survey", "the survey")),
    "section": _field(("osio", "osion"), ("avsnitt", "avsnittet"), ("section", "the section")),
    PLACE: _field(("paikka", "paikan"), ("plats", "platsen"), ("place", "the place")),
    "scale": _field(("asteikko", "asteikon"), ("skala", "skalan"), ("scale", "the scale")),
    "need": _field(("tarve", "tarpeen"), ("behov", "behovet"), ("need", "the need")),
    "branches": _field(
        ("luokka-aste tai aine", "luokka-asteen tai aineen"),
        ("årskurs eller ämne", "årskursen eller ämnet"),
        ("grade or subject", "the grade or subject"),
    ),
    "frameworks": _field(
        ("viitekehyksen osa-alue", "viitekehyksen osa-alueen"),
        ("del av en referensram", "delen av en referensram"),
        ("framework area", "the framework area"),
    ),
    KEY: _field(("avain", "avaimen"), ("nyckel", "nyckeln"), ("key", "the key")),
}

KINDS = {
    "toolkit": _field(
        ("työkalupaketti", "työkalupaketin"), ("verktygslådan", "verktygslådan"), ("the toolkit", "the toolkit")
    ),
    "themes": _field(("teema", "teeman"), ("temat", "temat"), ("theme", "the theme")),
    "audiences": _field(
        ("kohderyhmä", "kohderyhmän"), ("målgruppen", "målgruppen"), ("target group", "the target group")
    ),
    "needs": _field(("tarve", "tarpeen"), ("behovet", "behovet"), ("need", "the need")),
    "areas": _field(("vastuualue", "vastuualueen"), ("ansvarsområdet", "ansvarsområdet"), ("area", "the area")),
    "roles": _field(("rooli", "roolin"), ("rollen", "rollen"), ("role", "the role")),
    "responsibilities": _field(
        ("vastuu", "vastuun"), ("ansvaret", "ansvaret"), ("responsibility", "the responsibility")
    ),
    "materials": _field(("materiaali", "materiaalin"), ("materialet", "materialet"), ("material", "the material")),
    "services": _field(("palvelu", "palvelun"), ("tjänsten", "tjänsten"), ("service", "the service")),
    "measures": _field(("toimenpide", "toimenpiteen"), ("åtgärden", "åtgärden"), ("measure", "the measure")),
    "frameworks": _field(
        ("viitekehyksen osa-alue", "viitekehyksen osa-alueen"),
        ("referensramens del", "referensramens del"),
        ("framework area", "the framework area"),
    ),
    "scales": _field(("asteikko", "asteikon"), ("skalan", "skalan"), ("scale", "the scale")),
    "branches": _field(
        ("luokka-aste tai aine", "luokka-asteen tai aineen"),
        ("årskursen eller ämnet", "årskursen eller ämnet"),
        ("grade or subject", "the grade or subject"),
    ),
    "surveys": _field(("kysely", "kyselyn"), ("enkäten", "enkäten"), ("survey", "the survey")),
    "sections": _field(("osio", "osion"), ("avsnittet", "avsnittet"), ("section", "the section")),
    "statements": _field(("väittämä", "väittämän"), ("påståendet", "påståendet"), ("statement", "the statement")),
}


@dataclass(frozen=True)
class Verb:
    did: Text
    """After a name: `Kuusela siirsi …`."""
    had: Text
    """After "you had": `te olitte siirtäneet …`."""
    past: Text
    """Alone, of a thing: `siirretty`."""


def _verb(fi: tuple[str, str, str], sv: tuple[str, str, str], en: str) -> Verb:
    return Verb(*(Text.of(fi=finnish, sv=swedish, en=en) for finnish, swedish in zip(fi, sv, strict=True)))


CHANGED = _verb(("muutti", "muuttaneet", "muutettu"), ("ändrade", "ändrat", "ändrat"), "changed")
MOVED = _verb(("siirsi", "siirtäneet", "siirretty"), ("flyttade", "flyttat", "flyttat"), "moved")
ADDED = _verb(("lisäsi", "lisänneet", "uusi"), ("lade till", "lagt till", "tillagt"), "added")
REMOVED = _verb(("poisti", "poistaneet", "poistettu"), ("tog bort", "tagit bort", "borttaget"), "removed")
RENAMED = _verb(("vaihtoi", "vaihtaneet", "vaihdettu"), ("bytte", "bytt", "bytt"), "changed")

ROLE = Text.of(fi="roolin ”{name}”", sv="rollen ”{name}”", en="the role “{name}”")
HOURS = Text.of(fi="roolin ”{name}” tunnit", sv="timmarna för rollen ”{name}”", en="the hours of the role “{name}”")
FROM_TO = Text.of(
    fi="{thing} (ennen {before}, nyt {after})",
    sv="{thing} från {before} till {after}",
    en="{thing} from {before} to {after}",
)
IN_LANGUAGE = Text.of(fi="{thing} ({language})", sv="{thing} ({language})", en="{thing} ({language})")
NAMED = Text.of(fi="{thing} ”{name}”", sv="{thing} ”{name}”", en="{thing} “{name}”")
QUOTED = Text.of(fi="”{words}”", sv="”{words}”", en="“{words}”")
YES, NO = Text.of(fi="kyllä", sv="ja", en="yes"), Text.of(fi="ei", sv="nej", en="no")
BEFORE = Text.of(fi="ennen", sv="förut", en="before")
NOW = Text.of(fi="nyt", sv="nu", en="now")
NOTHING = Text.of(fi="ei mitään", sv="inget", en="nothing")
AND = Text.of(fi="ja", sv="och", en="and")
RESPONSIBLE = Text.of(fi="vastaa", sv="ansvarar", en="responsible")
CONTRIBUTING = Text.of(fi="on mukana", sv="medverkar", en="contributing")
OF_LAST_YEAR = Text.of(fi="{measure}, viime vuoden", sv="{measure}, fjolårets", en="{measure}, last year's")
THE_OTHER = Text.of(fi="toinen osapuoli", sv="den andra parten", en="the other side")

YOU_HAD = Text.of(fi="te olitte {done}", sv="ni hade {done}", en="you had {done}")
BOTH_KEPT = Text.of(fi="molemmat säilyvät", sv="båda är kvar", en="both are kept")
CONFLICT = Text.of(
    fi="{thing}: ennen {base}; teillä {ours}; {who}: {theirs}",
    sv="{thing}: förut {base}; hos er {ours}; {who}: {theirs}",
    en="{thing}: before {base}; with you {ours}; {who}: {theirs}",
)
TEXT_CONFLICT = Text.of(
    fi="{thing}: te ja {who} muutitte samaa kohtaa",
    sv="{thing}: ni och {who} ändrade samma ställe",
    en="{thing}: you and {who} changed the same passage",
)
THEY_REMOVED = Text.of(
    fi="{who} poisti tämän; te olitte muuttaneet sitä",
    sv="{who} tog bort det här; ni hade ändrat det",
    en="{who} removed this; you had changed it",
)
YOU_REMOVED = Text.of(
    fi="te olitte poistaneet tämän; {who} muutti sitä",
    sv="ni hade tagit bort det här; {who} ändrade det",
    en="you had removed this; {who} changed it",
)
STALE = Text.of(
    fi="{thing} ({language}): käännös on vanhempi kuin teksti, josta se tehtiin",
    sv="{thing} ({language}): översättningen är äldre än texten som den gjordes av",
    en="{thing} ({language}): the translation is older than the text it was made from",
)
