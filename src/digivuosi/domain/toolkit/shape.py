"""Whether values have the form of the published schema, in words that a coordinator understands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import sha256
from itertools import islice
from threading import Lock
from typing import Any

from jsonschema import ValidationError

from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.positions import CONTROL, CONTROL_CHARACTER, Path
from digivuosi.domain.toolkit.schema import validator

MOST_PROBLEMS = 50
"""Of one item; a file of rubbish is not told value by value."""
MOST_OPTIONS = 500
"""Comparing a misspelt word with more than these takes longer than the hint is worth."""

MOST_REMEMBERED = 20_000
"""Items of good form that are remembered by their hash, in about 3 MB: a hundred large toolkits."""

UNKNOWN_FIELD = Text.of(
    fi="tuntematon kenttä ”{name}”{hint}", sv="okänt fält ”{name}”{hint}", en="unknown field “{name}”{hint}"
)
DID_YOU_MEAN = Text.of(fi=": tarkoititko ”{word}”?", sv=": menade du ”{word}”?", en=": did you mean “{word}”?")
MISSING_FIELD = Text.of(
    fi="pakollinen tieto puuttuu: {names}",
    sv="obligatorisk uppgift saknas: {names}",
    en="a required field is missing: {names}",
)
WRONG_TYPE = Text.of(
    fi="kentän ”{name}” pitää olla {expected}, mutta tässä on {found}",
    sv="fältet ”{name}” ska vara {expected}, men här står {found}",
    en="the field “{name}” must be {expected}, but here is {found}",
)
WRONG_WHOLE = Text.of(
    fi="tässä pitää olla {expected}, mutta tässä on {found}",
    sv="här ska stå {expected}, men här står {found}",
    en="here must be {expected}, but here is {found}",
)
"""Of a whole file, or of one item in it: there is no field that could be named."""
NOT_ALLOWED = Text.of(
    fi="”{value}” ei käy kenttään ”{name}”: valitse {choices}{hint}",
    sv="”{value}” passar inte i fältet ”{name}”: välj {choices}{hint}",
    en="“{value}” does not fit the field “{name}”: choose {choices}{hint}",
)
OTHER_FORMAT = Text.of(
    fi="muoto on ”{value}”, mutta tämä ohjelma lukee muodon {wanted}",
    sv="formatet är ”{value}”, men det här programmet läser {wanted}",
    en="the format is “{value}”, but this program reads {wanted}",
)
BAD_KEY = Text.of(
    fi="”{value}” ei käy avaimeksi: vain a–z, numeroita ja väliviivoja, enintään 60 merkkiä",
    sv="”{value}” duger inte som nyckel: bara a–z, siffror och bindestreck, högst 60 tecken",
    en="“{value}” will not do as a key: only a–z, digits and dashes, at most 60 characters",
)
BAD_LANGUAGE = Text.of(
    fi="”{value}” ei ole kielitunnus (kuten fi, sv, en)",
    sv="”{value}” är inte en språkkod (som fi, sv, en)",
    en="“{value}” is not a language code (such as fi, sv, en)",
)
BAD_YEAR = Text.of(
    fi="”{value}” ei ole lukuvuosi (kuten 2026-2027)",
    sv="”{value}” är inte ett läsår (som 2026-2027)",
    en="“{value}” is not a school year (such as 2026-2027)",
)
BAD_HASH = Text.of(
    fi="tiiviste on väärän muotoinen: jätä kenttä pois, lukija laskee sen",
    sv="hashvärdet har fel form: lämna bort fältet, läsaren räknar ut det",
    en="the hash has the wrong form: leave the field out, the reader computes it",
)
OUT_OF_RANGE = Text.of(
    fi="kentän ”{name}” arvo {value} ei ole sallitulla välillä {low}–{high}",
    sv="värdet {value} i fältet ”{name}” ligger inte mellan {low} och {high}",
    en="the value {value} of the field “{name}” is not between {low} and {high}",
)
EMPTY = Text.of(fi="kenttä ”{name}” on tyhjä", sv="fältet ”{name}” är tomt", en="the field “{name}” is empty")
TOO_LONG = Text.of(
    fi="kenttä ”{name}” on liian pitkä ({size}, enintään {limit})",
    sv="fältet ”{name}” är för långt ({size}, högst {limit})",
    en="the field “{name}” is too long ({size}, at most {limit})",
)
OTHER = Text.of(
    fi="kentän ”{name}” arvo on väärän muotoinen",
    sv="värdet i fältet ”{name}” har fel form",
    en="the value of the field “{name}” has the wrong form",
)
KINDS = {
    "string": Text.of(fi="teksti", sv="en text", en="a text"),
    "object": Text.of(fi="kenttiä nimineen", sv="fält med namn", en="named fields"),
    "array": Text.of(fi="lista", sv="en lista", en="a list"),
    "integer": Text.of(fi="kokonaisluku", sv="ett heltal", en="a whole number"),
    "number": Text.of(fi="luku", sv="ett tal", en="a number"),
    "boolean": Text.of(fi="true tai false", sv="true eller false", en="true or false"),
    "null": Text.of(fi="tyhjä", sv="tomt", en="nothing"),
}
TEXT_OR_LANGUAGES = Text.of(
    fi="teksti tai tekstit kielittäin (fi: …)",
    sv="en text eller texter per språk (fi: …)",
    en="a text or texts by language (fi: …)",
)
RULE_OR_TWO = Text.of(
    fi="aikasääntö tai from ja to", sv="en tidsregel eller from och to", en="a time rule or from and to"
)
ITEM = Text.of(fi="kohta", sv="punkten", en="item")


@dataclass(frozen=True)
class ShapeProblem:
    """One value of the wrong form: where it is, and which field of the item it spoils."""

    path: Path
    message: Text
    code: str
    spoils: str


def shape_problems(value: object, part: str) -> list[ShapeProblem]:
    """Say what keeps a value from being a `part` of the schema: `theme`, `measure`, `toolkitFile` …

    An edition has most items of the one before, and the schema takes most of a millisecond for each: what was found
    good once is not looked at again. `repr` tells all values apart that YAML and JSON can hold: 1, "1" and true too.
    """
    mark = sha256(f"{part} {value!r}".encode("utf-8", "surrogatepass")).digest()
    if mark in _good:
        return []
    problems = [
        problem for error in islice(validator(part).iter_errors(value), MOST_PROBLEMS) for problem in _problems(error)
    ]
    problems.extend(_control_characters(value, ()))
    if not problems:
        _remember(mark)
    return problems


_good: dict[bytes, None] = {}
_lock = Lock()


def _remember(mark: bytes) -> None:
    with _lock:
        _good[mark] = None
        if len(_good) > MOST_REMEMBERED:
            del _good[next(iter(_good))]


def _problems(error: ValidationError) -> Iterator[ShapeProblem]:
    path: Path = tuple(error.absolute_path)
    if error.validator == "additionalProperties":
        known = error.schema["properties"] if isinstance(error.schema, dict) else {}
        fields: Any = error.instance
        for name in fields:
            if name not in known:
                message = UNKNOWN_FIELD.filled(name=_short(name), hint=hint(name, known))
                yield ShapeProblem((*path, name), message, "unknown-field", str(path[0]) if path else name)
        return
    code, message = _words(error, _name(path))
    yield ShapeProblem(path, message, code, str(path[0]) if path else "")


def _words(error: ValidationError, name: object) -> tuple[str, Text]:
    limit: Any = error.validator_value
    value: Any = error.instance
    match error.validator:
        case "required":
            names = ", ".join(field for field in limit if field not in value)
            return "missing-field", MISSING_FIELD.filled(names=names)
        case "type":
            words = WRONG_WHOLE if name is ITEM else WRONG_TYPE
            return "wrong-type", words.filled(name=name, expected=_expected(error), found=_found(value))
        case "const":
            return "other-format", OTHER_FORMAT.filled(value=_short(value), wanted=limit)
        case "enum":
            choices, near = ", ".join(limit), hint(value, limit)
            return "not-allowed", NOT_ALLOWED.filled(value=_short(value), name=name, choices=choices, hint=near)
        case "pattern":
            code, message = _pattern(str(limit))
            return code, message.filled(value=_short(value))
        case "minimum" | "maximum":
            schema = error.schema if isinstance(error.schema, dict) else {}
            low, high = schema.get("minimum"), schema.get("maximum")
            return "out-of-range", OUT_OF_RANGE.filled(name=name, value=value, low=low, high=high)
        case "minLength" | "minItems" | "minProperties":
            return "empty", EMPTY.filled(name=name)
        case "maxLength" | "maxItems":
            return "too-long", TOO_LONG.filled(name=name, size=len(value), limit=limit)
    return "wrong-form", OTHER.filled(name=name)


def _pattern(pattern: str) -> tuple[str, Text]:
    if "{64}" in pattern:
        return "bad-hash", BAD_HASH
    if "{4}" in pattern:
        return "bad-year", BAD_YEAR
    return ("bad-key", BAD_KEY) if "{0,59}" in pattern else ("bad-language", BAD_LANGUAGE)


def _expected(error: ValidationError) -> Text:
    kinds = error.validator_value
    if isinstance(kinds, str):
        return KINDS[kinds]
    is_span = isinstance(error.schema, dict) and "from" in error.schema.get("properties", {})
    return RULE_OR_TWO if is_span else TEXT_OR_LANGUAGES


def _found(value: object) -> Text:
    if isinstance(value, str):
        return Text.of(fi=f"”{_short(value)}”", sv=f"”{_short(value)}”", en=f"“{_short(value)}”")
    for kind, words in (("boolean", bool), ("object", dict), ("array", list), ("null", type(None))):
        if isinstance(value, words):
            return KINDS[kind]
    return Text.of(fi=str(value), sv=str(value), en=str(value))


def _name(path: Path) -> object:
    """Return the field a person would name: `hours`, `title.fi`, or the number of an item in a list."""
    if not path:
        return ITEM
    names = [step for step in path if isinstance(step, str)]
    return ".".join(names[-2:]) if names else ITEM


def hint(word: object, options: Iterable[str]) -> Text | str:
    """Return “: did you mean …?” when an option is near the word, else nothing."""
    known = list(islice(options, MOST_OPTIONS))
    near = get_close_matches(str(word)[:60], known, 1, 0.6)
    return DID_YOU_MEAN.filled(word=near[0]) if near else ""


def _short(value: object) -> str:
    words = " ".join(str(value).split())
    return words if len(words) <= 60 else f"{words[:57]}…"


def _control_characters(value: object, path: Path) -> Iterator[ShapeProblem]:
    """Find control characters, which a form can bring in though a file cannot."""
    if isinstance(value, str):
        if bad := CONTROL.search(value):
            message = CONTROL_CHARACTER.filled(code=f"{ord(bad[0]):04X}")
            yield ShapeProblem(path, message, "control-character", str(path[0]) if path else "")
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _control_characters(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _control_characters(inner, (*path, number))
