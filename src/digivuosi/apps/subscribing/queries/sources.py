"""What is published at an address on another server, read and verified.

Nothing here writes, and nothing that came is believed before it has been held against the publisher's signature.
These functions call other servers: the background's work, never a page's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import urljoin

from django.utils.translation import gettext_lazy as _

from digivuosi.apps.subscribing.fetching import Fetched, Limits, fetch
from digivuosi.apps.subscribing.refusing import FetchRefused
from digivuosi.domain.texts import Text
from digivuosi.domain.toolkit.announcements import (
    LONGEST_FEED,
    LONGEST_KEYS,
    Announced,
    AnnouncementProblem,
    feed_in_page,
    read_feed,
    read_keys,
    same_server,
)
from digivuosi.domain.toolkit.checking import check
from digivuosi.domain.toolkit.findings import PackageProblem
from digivuosi.domain.toolkit.package import Package, read_package
from digivuosi.domain.toolkit.signing import (
    LONGEST_SIGNED,
    EditionStatement,
    PublicKey,
    Signed,
    check_package,
    check_toolkit,
    follow,
    verify,
)
from digivuosi.domain.toolkit.signing_problems import SignatureProblem
from digivuosi.domain.toolkit.sources import MAX_ZIP
from digivuosi.domain.toolkit.toolkit import Toolkit

PACKAGE_SECONDS = 120.0
GONE = frozenset({404, 410})


@dataclass(frozen=True)
class Source:
    """A toolkit published on another server."""

    address: str
    """Of the feed."""
    title: str
    publisher: str
    """Public address of the publisher, which its statements must name."""
    publisher_name: str
    entries: tuple[Announced, ...]
    """As the feed has them, the newest first; the signed numbers decide, not the order."""
    keys: tuple[PublicKey, ...]
    """The newest first, the retired ones too."""
    vouchers: tuple[Signed, ...] = field(default=(), repr=False)
    etag: str = ""
    modified: str = ""

    def entry(self, name: str) -> Announced | None:
        return next((one for one in self.entries if one.name == name), None)

    def trusted_from(self, key: PublicKey) -> tuple[PublicKey, ...]:
        """Return the keys that a reader who trusts one key may trust: itself and its heirs, the newest last.

        Raises FetchRefused when the publisher's newest key is not among them.
        """
        try:
            chain = follow(key, self.vouchers, self.publisher)
        except SignatureProblem as problem:
            raise FetchRefused(problem.refusal.value, problem.message) from problem
        if self.keys[0] not in chain:
            raise FetchRefused("new-key", NEW_KEY)
        return chain


@dataclass(frozen=True)
class VerifiedEdition:
    """An edition that is, to the letter, what its publisher signed, and that makes sense as a toolkit."""

    statement: EditionStatement
    signed: Signed
    package: Package
    content: bytes = field(repr=False)
    """The package's own bytes."""

    @property
    def toolkit(self) -> Toolkit:
        return self.package.toolkit

    @property
    def files(self) -> dict[str, bytes]:
        return self.package.materials


NEW_KEY = Text.of(
    fi="Julkaisija on vaihtanut allekirjoitusavaimensa, eikä vanha avain todista uuden puolesta. Mitään uutta "
    "ei otettu vastaan. Kysy julkaisijalta muuta kautta, onko avain hänen.",
    sv="Utgivaren har bytt signeringsnyckel, och den gamla nyckeln går inte i god för den nya. Inget nytt togs emot. "
    "Fråga utgivaren på annat sätt om nyckeln är deras.",
    en="The publisher has changed its signing key, and the old key does not vouch for the new one. Nothing new was "
    "taken. Ask the publisher by another way whether the key is theirs.",
)
REPLAYED = Text.of(
    fi="Julkaisuversio {name} on vanhempi kuin se, joka on jo haettu. Sitä ei otettu; uudempi säilyy.",
    sv="Utgåvan {name} är äldre än den som redan har hämtats. Den togs inte emot; den nyare är kvar.",
    en="The edition {name} is older than the one that came before. It was not taken; the newer one is kept.",
)
NOT_SOUND = Text.of(
    fi="Paketissa on virheitä, joten sitä ei otettu. Ensimmäinen: {first}",
    sv="Paketet har fel och togs inte emot. Det första: {first}",
    en="The package has mistakes and was not taken. The first: {first}",
)


def read_source(address: str, *, etag: str = "", modified: str = "") -> Source | None:
    """Read the feed and the keys at an address: of a feed, or of a public page that names its feed.

    Returns None when nothing has changed since the time of `etag` or `modified`. Raises FetchRefused.
    """
    answer = _sound(fetch(address, etag=etag, modified=modified, limits=Limits(bytes=LONGEST_FEED)))
    if answer.status == 304:
        return None
    if "html" in answer.content_type and (found := feed_in_page(answer.body, answer.final_address)):
        answer = _sound(fetch(found, limits=Limits(bytes=LONGEST_FEED)))
    try:
        feed = read_feed(answer.body, answer.final_address)
        keys = read_keys(_sound(fetch(feed.keys, limits=Limits(bytes=LONGEST_KEYS))).body)
    except AnnouncementProblem as problem:
        raise FetchRefused(problem.code, problem.message) from problem
    if not same_server(keys.publisher, answer.final_address):
        raise FetchRefused("other-publisher", _("The keys at this address are another publisher's."))
    return Source(
        address=answer.final_address,
        title=feed.title,
        publisher=keys.publisher,
        publisher_name=feed.publisher,
        entries=feed.entries,
        keys=keys.keys,
        vouchers=keys.vouchers,
        etag=answer.etag,
        modified=answer.modified,
    )


def published_key(address: str) -> PublicKey:
    """Return the key in use of the provider whose public address this is, from that very server. Raises FetchRefused.

    Whoever speaks for the address put it there: a redirect to another server would let others speak for it.
    """
    answer = _sound(fetch(urljoin(address, "keys.json"), limits=Limits(bytes=LONGEST_KEYS)))
    try:
        keys = read_keys(answer.body)
    except AnnouncementProblem as problem:
        raise FetchRefused(problem.code, problem.message) from problem
    if keys.publisher != address or not same_server(answer.final_address, address):
        raise FetchRefused("other-publisher", _("The keys at this address are another publisher's."))
    return keys.keys[0]


def read_statement(source: Source, entry: Announced, trusted: Iterable[PublicKey]) -> tuple[EditionStatement, Signed]:
    """Fetch what the publisher says of an edition, and hold it against the keys. Raises FetchRefused."""
    content = _sound(fetch(entry.statement, limits=Limits(bytes=LONGEST_SIGNED))).body
    try:
        signed = Signed.from_bytes(content)
        statement = verify(signed.statement, signed.signature, trusted)
    except SignatureProblem as problem:
        raise FetchRefused(problem.refusal.value, problem.message) from problem
    if statement.publisher != source.publisher or statement.edition != entry.name:
        raise FetchRefused("other-publisher", _("The statement is of another edition or another publisher."))
    return statement, signed


def fetch_edition(
    source: Source, name: str, *, trusted: Sequence[PublicKey] | None = None, seen: int = 0
) -> VerifiedEdition:
    """Fetch one edition and verify it: signature, hash, number after `seen`, form and sense. Raises FetchRefused.

    Without `trusted`, the keys at the publisher's address are believed, as when it is met for the first time.
    """
    entry = source.entry(name)
    if entry is None:
        raise FetchRefused("no-edition", _("There is no such edition at the address."))
    statement, signed = read_statement(source, entry, source.keys if trusted is None else trusted)
    return fetch_stated(entry, statement, signed, seen=seen)


def fetch_stated(entry: Announced, statement: EditionStatement, signed: Signed, *, seen: int = 0) -> VerifiedEdition:
    """Fetch the package of a statement that has been verified, and hold it against that. Raises FetchRefused."""
    if statement.number <= seen:
        raise FetchRefused("replayed", REPLAYED.filled(name=statement.edition))
    if statement.package_bytes > MAX_ZIP:
        raise FetchRefused("too-big", _("The package is too large, and was not taken."))
    limits = Limits(bytes=statement.package_bytes, seconds=PACKAGE_SECONDS)
    content = _sound(fetch(entry.package, limits=limits)).body
    return verified(statement, signed, content)


def verified(statement: EditionStatement, signed: Signed, content: bytes) -> VerifiedEdition:
    """Hold a package's bytes against a verified statement, and read them. Raises FetchRefused."""
    try:
        check_package(statement, content)
        package = read_package(content)
        check_toolkit(statement, package.toolkit)
    except SignatureProblem as problem:
        raise FetchRefused(problem.refusal.value, problem.message) from problem
    except PackageProblem as problem:
        raise FetchRefused("bad-package", NOT_SOUND.filled(first=problem.findings[0].message)) from problem
    if wrong := [finding for finding in check(package) if finding.is_error]:
        raise FetchRefused("bad-package", NOT_SOUND.filled(first=wrong[0].message))
    return VerifiedEdition(statement, signed, package, content)


def _sound(answer: Fetched) -> Fetched:
    """Raise FetchRefused for an answer with nothing in it to read."""
    if answer.status in (200, 304):
        return answer
    if answer.status in GONE:
        raise FetchRefused("gone", _("There is nothing at this address any more, or there never was."))
    if answer.status in (429, 503):
        busy = _("The other server is busy. It is asked again later.")
        raise FetchRefused("busy", busy, retry_after=answer.retry_after)
    words = _("The other server answered with an error (%(status)s). It is asked again later.")
    raise FetchRefused("error", words % {"status": answer.status}, retry_after=answer.retry_after)
