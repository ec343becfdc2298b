"""Entries to measure the wheel with: Finnish names, long compounds, a crowded August and autumn, short measures."""

from __future__ import annotations

import random
from datetime import date, timedelta

from digivuosi.domain.wheel.entries import Entry, Ring

NAMES = (
    "Tieto- ja viestintäteknologian perehdytys uusille opettajille",
    "Käyttäjätunnukset kuntoon, myös sijaisille",
    "Laitteiden tarkistus ja jako",
    "Tutoropettajien ja rehtorien yhteinen aloitus",
    "Digitiimin nimeäminen ja työnjako",
    "Aloitus-VESOn digiosuus",
    "Uuden henkilöstön digiperehdytys",
    "Vastuumatriisin läpikäynti koululla",
    "Oppilaiden ensimmäiset digitunnit",
    "Mobiililaitteiden käytön säännöt",
    "Koulutuskalenterin julkaisu",
    "Vuosikellon käyttöönotto",
    "Digitavoitteet lukuvuosisuunnitelmaan",
    "Lukuvuosisuunnitelmat lautakunnan käsittelyyn",
    "Tilastointipäivä",
    "Tutorverkoston tapaaminen",
    "Teknisten tukihenkilöiden koulutus",
    "Pedagogisten tukihenkilöiden koulutuspäivä",
    "Tietosuojan ja tietoturvan vuosittainen kertausosaamismerkki",
    "Syyskysely opettajille digitaalisesta arjesta",
    "Koodiviikko",
    "Oppilasagenttien rekrytointi ja koulutus",
    "Digimentorin kierros kaikilla kouluilla",
    "Jäljellä olevat määrärahat sovittuihin tarpeisiin",
    "Talousarvioesitys digihankinnoista",
    "Kyselyn koonti ja havainnot",
    "Digikeskustelu: kaksi tai kolme tavoitetta",
    "Koulun toimintasuunnitelma",
    "Strategian päivitys",
    "Talousarvion hyväksyminen",
    "Ohjelmointitunti",
    "Puolivuotistarkistus",
    "Turvallisemman internetin päivä ja mediataitoviikko",
    "Laiteinventaario ja laitetarpeet",
    "Valtionavustuksen hakeminen",
    "Kysely digitiimeille",
    "Laitetilaukset",
    "Digiosaaminen kehityskeskusteluissa",
    "SELFIE-itsearviointi",
    "Siirtymä kuudennelta seitsemännelle luokalle",
    "Ensi vuoden tukitunnit tuntikehykseen",
    "Vuosiarviointi",
    "Hyvien käytänteiden jakaminen",
    "Osaamiskalenterin päivitys",
    "Laitteiden keräys ja huolto",
    "Tunnusten ja ryhmien lukuvuosivaihto",
    "Seuraavan lukuvuoden vuosikellon julkaisu",
    "Tulosten jakaminen seudullisesti",
    "Sähköisten oppimateriaalien hankintakierros",
    "Digitaalisten kokeiden ja arvioinnin harjoittelujakso",
    "Saavutettavuuskoulutus oppimateriaalien tekijöille",
    "Kodin ja koulun verkkoviestinnän pelisäännöt",
    "Tekoälyn käytön periaatteet opetuksessa",
    "Yhdenvertaisuussuunnitelman digitaalinen osallisuus",
    "Etäopetusvalmiuden harjoituspäivä",
    "Kirjaston ja koulun medialukutaitoyhteistyö",
    "Oppilashuollon järjestelmäkoulutus",
    "Ohjelmoinnin ja robotiikan lainasarjojen varauskierros",
    "Tietoturvapoikkeaman ilmoittamisen harjoitus",
    "Esitys- ja av-laitteiden huoltokierros",
)
RINGS = tuple(
    Ring(key, title, number)
    for number, (key, title) in enumerate(
        (
            ("leadership", "Johtaminen ja suunnittelu"),
            ("needs", "Tarpeet ja seuranta"),
            ("competence", "Osaaminen ja koulutus"),
            ("teaching", "Opetus ja oppiminen"),
            ("support", "Tuki ja verkostot"),
            ("devices", "Laitteet ja tunnukset"),
        ),
        start=1,
    )
)
DAYS = (1, 1, 1, 2, 3, 5, 5, 5, 8, 10, 12, 19, 26, 40)


def crowded(count: int = 60, seed: int = 1, starts: int = 2026) -> list[Entry]:
    """Return entries crowded into August and the autumn, as a real school's year is."""
    chance = random.Random(seed)  # noqa: S311
    found = []
    for row in range(1, count + 1):
        day = chance.choice((0, 0, 0, 0, 30, 30, 60, 60, 90, 120, 150, 180, 210, 240, 270, 290)) + chance.randrange(30)
        first = date(starts, 8, 1) + timedelta(days=day)
        last = first + timedelta(days=chance.choice(DAYS) - 1)
        name = NAMES[(row - 1) % len(NAMES)]
        if row > len(NAMES):
            name = f"{name} {(row - 1) // len(NAMES) + 1}"
        found.append(Entry(row, chance.choice(RINGS).key, name, first, min(last, date(starts + 1, 7, 31))))
    return found


LETTERS = "aaabdeeghiiijklmnnoprssttuvyäöåšžŋđ"
PARTS = ("", "one week", "July", "one ring", "one day", "very long words", "May and June", "over the breaks")


def wild(seed: int, count: int = 60, starts: int = 2026) -> tuple[list[Entry], list[Ring]]:
    """Return entries that no real year has: 1 to 60 days, 1 to 10 rings, names of 3 to 80 letters, extremes by seed."""
    chance = random.Random(seed)  # noqa: S311
    part = PARTS[seed % len(PARTS)]
    number = 1 if part == "one ring" else chance.randint(3, 10)
    rings = [Ring(f"r{i}", f"Kehä {i + 1}", i % 8 + 1) for i in range(number)]
    found = []
    for row in range(1, count + 1):
        day = chance.randrange(365)
        days = chance.randint(1, 60)
        if part in ("one week", "one day"):
            day, days = (70 + chance.randrange(7), chance.randint(1, 7)) if part == "one week" else (100, 1)
        elif part == "July":
            day = 330 + chance.randrange(34)
        elif part == "May and June":
            day = 273 + chance.randrange(50)
        elif part == "over the breaks":
            day, days = chance.choice((70, 138, 205)), chance.randint(7, 40)
        first = date(starts, 8, 1) + timedelta(days=day)
        last = min(first + timedelta(days=days - 1), date(starts + 1, 7, 31))
        found.append(
            Entry(row, chance.choice(rings).key, _name(chance, 60 if part == "very long words" else 22), first, last)
        )
    return found, rings


def _name(chance: random.Random, longest: int) -> str:
    words, most = "", chance.randint(3, 80)
    while len(words) < most:
        words += "".join(chance.choice(LETTERS) for _ in range(chance.randint(2, longest))) + " "
    return words[:most].strip().capitalize()
