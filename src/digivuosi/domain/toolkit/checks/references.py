"""Keys that lead nowhere, and people or roles that stand twice or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.contents import Contents, Item
from digivuosi.domain.toolkit.findings import Finding, Severity
from digivuosi.domain.toolkit.shape import hint

OWN_PREFIX = "own-"
"""Keys of measures that schools make themselves begin so; an edition never holds one."""

UNKNOWN = {
    "roles": Text.of(
        fi="tuntematon rooli ”{key}”{hint}", sv="okänd roll ”{key}”{hint}", en="unknown role “{key}”{hint}"
    ),
    "themes": Text.of(
        fi="tuntematon teema ”{key}”{hint}", sv="okänt tema ”{key}”{hint}", en="unknown theme “{key}”{hint}"
    ),
    "audiences": Text.of(
        fi="tuntematon kohderyhmä ”{key}”{hint}",
        sv="okänd målgrupp ”{key}”{hint}",
        en="unknown target group “{key}”{hint}",
    ),
    "needs": Text.of(
        fi="tuntematon tarve ”{key}”{hint}", sv="okänt behov ”{key}”{hint}", en="unknown need “{key}”{hint}"
    ),
    "areas": Text.of(
        fi="tuntematon vastuualue ”{key}”{hint}",
        sv="okänt ansvarsområde ”{key}”{hint}",
        en="unknown area “{key}”{hint}",
    ),
    "materials": Text.of(
        fi="tuntematon materiaali ”{key}”{hint}", sv="okänt material ”{key}”{hint}", en="unknown material “{key}”{hint}"
    ),
    "measures": Text.of(
        fi="tuntematon toimenpide ”{key}”{hint}", sv="okänd åtgärd ”{key}”{hint}", en="unknown measure “{key}”{hint}"
    ),
    "frameworks": Text.of(
        fi="tuntematon viitekehyksen osa-alue ”{key}”{hint}",
        sv="okänd del av en referensram ”{key}”{hint}",
        en="unknown framework area “{key}”{hint}",
    ),
    "scales": Text.of(
        fi="tuntematon asteikko ”{key}”{hint}", sv="okänd skala ”{key}”{hint}", en="unknown scale “{key}”{hint}"
    ),
    "branches": Text.of(
        fi="tuntematon luokka-aste tai aine ”{key}”{hint}",
        sv="okänd årskurs eller okänt ämne ”{key}”{hint}",
        en="unknown grade or subject “{key}”{hint}",
    ),
    "surveys": Text.of(
        fi="tuntematon kysely ”{key}”{hint}", sv="okänd enkät ”{key}”{hint}", en="unknown survey “{key}”{hint}"
    ),
    "sections": Text.of(
        fi="tuntematon osio ”{key}”{hint}", sv="okänt avsnitt ”{key}”{hint}", en="unknown section “{key}”{hint}"
    ),
    "actors": Text.of(
        fi="tuntematon tekijä ”{key}”: ei rooli eikä kohderyhmä{hint}",
        sv="okänd aktör ”{key}”: varken roll eller målgrupp{hint}",
        en="unknown actor “{key}”: neither a role nor a target group{hint}",
    ),
}
ONE_OF = {
    "surveys": {"audience": "audiences", "measure": "measures"},
    "sections": {"survey": "surveys"},
    "statements": {"section": "sections", "scale": "scales", "need": "needs"},
}
MANY_OF = {
    "frameworks": ("needs",),
    "sections": ("branches",),
    "statements": ("branches", "frameworks"),
}
"""Which fields of the items of surveys name items of which list."""
ROLE_TWICE = Text.of(
    fi="rooli ”{key}” on tässä toimenpiteessä kahdesti",
    sv="rollen ”{key}” finns två gånger i åtgärden",
    en="the role “{key}” is in this measure twice",
)
NOBODY = Text.of(
    fi="suositellulla toimenpiteellä ei ole vastuuroolia",
    sv="den rekommenderade åtgärden har ingen ansvarig roll",
    en="the recommended measure has no responsible role",
)
SAME_COLOUR = Text.of(
    fi="teemalla ”{other}” on sama väri {colour}",
    sv="temat ”{other}” har samma färg {colour}",
    en="the theme “{other}” has the same colour {colour}",
)
RESERVED = Text.of(
    fi="etuliite ”own-” on varattu koulujen omille toimenpiteille",
    sv="prefixet ”own-” är reserverat för skolornas egna åtgärder",
    en="the prefix “own-” is reserved for the schools' own measures",
)


def check_references(contents: Contents) -> Iterator[Finding]:
    """Look up every key that an item names."""
    known = {kind: contents.keys(kind) for kind in UNKNOWN if kind != "actors"}
    known["actors"] = known["roles"] | known["audiences"]
    unread = {*contents.unread, *(["actors"] if contents.unread & {"roles", "audiences"} else [])}
    for item in contents.items:
        for kind, key, path in _references(item):
            if key not in known[kind] and kind not in unread:
                message = UNKNOWN[kind].filled(key=key, hint=hint(key, known[kind]))
                yield item.finding(message, f"unknown-{kind}", *path)


Reference = tuple[str, str, tuple[str | int, ...]]


def _references(item: Item) -> Iterator[Reference]:
    if item.kind == "measures":
        yield from _one(item, "theme", "themes")
        yield from _many(item, "audiences", "audiences")
        yield from _many(item, "needs", "needs")
        yield from _many(item, "materials", "materials")
        yield from _inside(item, "responsible", "role", "roles")
        yield from _inside(item, "contributing", "role", "roles")
        yield from _inside(item, "after", "measure", "measures")
    elif item.kind == "responsibilities":
        yield from _one(item, "actor", "actors")
        yield from _one(item, "about", "areas")
        yield from _many(item, "measures", "measures")
    for name, kind in ONE_OF.get(item.kind, {}).items():
        yield from _one(item, name, kind)
    for name in MANY_OF.get(item.kind, ()):
        yield from _many(item, name, name)


def _one(item: Item, name: str, kind: str) -> Iterator[Reference]:
    if name in item.value:
        yield kind, item.value[name], (name,)


def _many(item: Item, name: str, kind: str) -> Iterator[Reference]:
    for number, key in enumerate(item.value.get(name, ())):
        yield kind, key, (name, number)


def _inside(item: Item, name: str, inner: str, kind: str) -> Iterator[Reference]:
    for number, value in enumerate(item.value.get(name, ())):
        yield kind, value[inner], (name, number, inner)


def check_people(contents: Contents) -> Iterator[Finding]:
    """Find roles that stand twice in a measure, and recommended measures that nobody does."""
    for item in contents.of("measures"):
        seen: set[str] = set()
        for _, role, path in (*_inside(item, "responsible", "role", ""), *_inside(item, "contributing", "role", "")):
            if role in seen:
                yield item.finding(ROLE_TWICE.filled(key=role), "role-twice", *path, severity=Severity.WARNING)
            seen.add(role)
        if item.sound and item.value.get("recommended", True) and not item.value.get("responsible"):
            yield item.finding(NOBODY, "nobody-responsible", severity=Severity.WARNING)
        if item.key.startswith(OWN_PREFIX):
            yield item.finding(RESERVED, "reserved-key", "key")


def check_colours(contents: Contents) -> Iterator[Finding]:
    """Find themes that would look the same on the wheel."""
    by_colour: dict[int, str] = {}
    for theme in _in_order(contents.of("themes")):
        colour = theme.value.get("colour", 1)
        other = by_colour.setdefault(colour, theme.key)
        if other != theme.key:
            message = SAME_COLOUR.filled(other=other, colour=colour)
            yield theme.finding(message, "same-colour", "colour", severity=Severity.WARNING)


def _in_order(items: Iterable[Item]) -> list[Item]:
    return sorted(items, key=lambda item: item.key)
