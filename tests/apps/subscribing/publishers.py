"""A publisher on another server: its feed, keys, statements and packages, signed for real."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, replace
from functools import cache

from digivuosi.domain.toolkit.documents import content_hash
from digivuosi.domain.toolkit.package import Package, package_of, read_package, write_zip
from digivuosi.domain.toolkit.signing import EditionStatement, KeyStatement, Signed, SigningKey, sign
from digivuosi.domain.toolkit.toolkit import Toolkit
from tests.toolkits import starter

from .servers import Place

TIME = "2026-10-06T09:00:00Z"
BASE = "/open/kuusela"


@cache
def package_bytes(name: str, days: int = 1) -> bytes:
    """An edition of the starter toolkit; its first measure takes so many days."""
    package = starter()
    first, *others = package.toolkit.measures
    toolkit = replace(package.toolkit, edition=name, measures=(replace(first, days=days), *others), _by_key={})
    return write_zip(package_of(toolkit, package.materials))


@cache
def toolkit_in(content: bytes) -> Toolkit:
    return read_package(content).toolkit


@dataclass
class Publisher:
    """What it has published; `publish` puts it on the place."""

    place: Place
    keys: list[SigningKey] = field(default_factory=lambda: [SigningKey.new()])
    """The newest last."""
    vouchers: list[Signed] = field(default_factory=list)
    editions: dict[str, tuple[Signed, bytes]] = field(default_factory=dict)
    """The newest last."""

    @property
    def address(self) -> str:
        return f"{self.place.origin}{BASE}/editions.atom"

    @property
    def page(self) -> str:
        return f"{self.place.origin}{BASE}/"

    def statement(self, name: str, number: int, content: bytes, package: Package | None = None) -> EditionStatement:
        toolkit = package.toolkit if package else toolkit_in(content)
        return EditionStatement(
            publisher=self.page,
            toolkit=toolkit.id,
            edition=name,
            number=number,
            content_hash=content_hash(toolkit),
            package_sha256=hashlib.sha256(content).hexdigest(),
            package_bytes=len(content),
            published=TIME,
            key=self.keys[-1].public.id,
        )

    def publish(self, name: str, number: int, content: bytes | None = None) -> None:
        content = content or package_bytes(name, number)
        self.editions[name] = (sign(self.statement(name, number, content), self.keys[-1]), content)
        self.show()

    def rotate(self) -> None:
        """A new key, for which the old one vouches."""
        old, new = self.keys[-1], SigningKey.new()
        said = KeyStatement(self.page, new.public.to_text(), TIME, old.public.id)
        self.vouchers.append(sign(said, old))
        self.keys.append(new)
        self.show()

    def show(self) -> None:
        """Put all of it on the server."""
        entries = []
        for name, (signed, content) in reversed(self.editions.items()):
            self.place.gives(f"{BASE}/editions/{name}.json", signed.to_bytes(), Content_Type="application/json")
            self.place.gives(f"{BASE}/editions/{name}.zip", content, Content_Type="application/zip")
            entries.append(
                f"<entry><title>{name}</title><updated>{TIME}</updated>"
                f'<link rel="enclosure" type="application/zip" href="{BASE}/editions/{name}.zip"/>'
                f'<link rel="describedby" type="application/json" href="editions/{name}.json"/></entry>'
            )
        feed = (
            '<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">'
            f"<title>Kuuselan työkalupaketti</title><author><name>Kuusela</name></author>{''.join(entries)}</feed>"
        )
        tag = hashlib.sha256(feed.encode()).hexdigest()[:16]
        self.feed(feed, f'"{tag}"')
        keys = {
            "format": "digivuosi-keys/1",
            "publisher": self.page,
            "keys": [{"key": key.public.to_text()} for key in reversed(self.keys)],
            "vouchers": [one.to_document() for one in self.vouchers],
        }
        self.place.gives(f"{BASE}/keys.json", json.dumps(keys).encode())

    def feed(self, words: str, tag: str) -> None:
        from .servers import reply

        def answer(handler: object) -> None:
            if handler.headers.get("If-None-Match") == tag:  # type: ignore[attr-defined]
                reply(handler, b"", 304)  # type: ignore[arg-type]
            else:
                reply(handler, words.encode(), ETag=tag, Content_Type="application/atom+xml")  # type: ignore[arg-type]

        self.place.answers[f"{BASE}/editions.atom"] = answer
