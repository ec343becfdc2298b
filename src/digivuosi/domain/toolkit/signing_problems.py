"""Why a signed statement, a key or a package is refused, in words for the person who asked for it."""

from __future__ import annotations

from enum import StrEnum

from digivuosi.domain.texts import Text


class Refusal(StrEnum):
    SIZE = "size"
    FORM = "form"
    KEY = "key"
    UNKNOWN_KEY = "unknown-key"
    SIGNATURE = "signature"
    TWO_HEIRS = "two-heirs"
    OTHER_PUBLISHER = "other-publisher"
    OTHER_PACKAGE = "other-package"
    OTHER_TOOLKIT = "other-toolkit"


class SignatureProblem(ValueError):
    """It is not what its publisher signed, or nobody can tell; `message` says which, to a person."""

    def __init__(self, refusal: Refusal) -> None:
        self.refusal, self.message = refusal, WORDS[refusal]
        super().__init__(self.message.get("en"))


WORDS = {
    Refusal.SIZE: Text.of(
        fi="Allekirjoitettu tieto on liian suuri.",
        sv="Den undertecknade uppgiften är för stor.",
        en="The signed statement is too large.",
    ),
    Refusal.FORM: Text.of(
        fi="Allekirjoitettu tieto on väärän muotoinen.",
        sv="Den undertecknade uppgiften har fel form.",
        en="The signed statement has the wrong form.",
    ),
    Refusal.KEY: Text.of(
        fi="Julkaisijan avain on väärän muotoinen.",
        sv="Utgivarens nyckel har fel form.",
        en="The publisher’s key has the wrong form.",
    ),
    Refusal.UNKNOWN_KEY: Text.of(
        fi="Allekirjoittajan avainta ei tunneta.",
        sv="Undertecknarens nyckel är inte känd.",
        en="The key of the signer is not known.",
    ),
    Refusal.SIGNATURE: Text.of(
        fi="Allekirjoitus ei täsmää: tietoa on muutettu matkalla, tai sen on tehnyt joku muu.",
        sv="Underskriften stämmer inte: uppgiften har ändrats på vägen eller gjorts av någon annan.",
        en="The signature does not match: the statement was changed on its way, or somebody else made it.",
    ),
    Refusal.TWO_HEIRS: Text.of(
        fi="Sama avain on nimennyt kaksi seuraajaa. Avain on voinut joutua vääriin käsiin: kysy julkaisijalta.",
        sv="Samma nyckel har utsett två efterföljare. Den kan vara i fel händer: fråga utgivaren.",
        en="One key has named two successors. It may be in the wrong hands: ask the publisher.",
    ),
    Refusal.OTHER_PUBLISHER: Text.of(
        fi="Tieto on toisen julkaisijan.",
        sv="Uppgiften är en annan utgivares.",
        en="The statement is another publisher’s.",
    ),
    Refusal.OTHER_PACKAGE: Text.of(
        fi="Paketti ei ole se, jonka julkaisija on allekirjoittanut.",
        sv="Paketet är inte det som utgivaren har undertecknat.",
        en="The package is not the one that the publisher signed.",
    ),
    Refusal.OTHER_TOOLKIT: Text.of(
        fi="Paketissa on toinen työkalupaketti tai julkaisuversio kuin julkaisija on ilmoittanut.",
        sv="Paketet innehåller en annan verktygslåda eller utgåva än utgivaren har uppgett.",
        en="The package holds another toolkit or edition than the publisher stated.",
    ),
}
