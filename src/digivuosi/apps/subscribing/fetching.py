"""The one door to other servers: everything that is fetched goes through here, and nothing that comes is trusted.

Only http(s), only public hosts (addresses.py), at most three redirects with the same checks, bounded in size and in
time as a whole. No cookies, no credentials, nothing unpacked on the way.
"""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TypeVar
from urllib.parse import urljoin

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import HTTPResponse

from digivuosi.apps.look import clock
from digivuosi.apps.subscribing.addresses import Number, Target, numbers_of, target_of
from digivuosi.apps.subscribing.refusing import FetchRefused

CHUNK = 64 * 1024
REDIRECTS = frozenset({301, 302, 303, 307, 308})
CONNECT_SECONDS = 5.0
LONGEST_HEADER = 300
LONGEST_RETRY = 30 * 24 * 3600
T = TypeVar("T")


@dataclass(frozen=True)
class Limits:
    """How much is taken, and for how long one waits; the time is for all, redirects and looking up too."""

    bytes: int = 2_000_000
    seconds: float = 20.0
    redirects: int = 3


USUAL = Limits()


@dataclass(frozen=True)
class Fetched:
    """What came."""

    status: int
    body: bytes
    etag: str
    final_address: str
    """Where it came from in the end, after redirects."""
    modified: str = ""
    """The other server's own words for when it last changed, to be sent back as they are."""
    content_type: str = ""
    retry_after: int | None = None
    """Seconds."""


def fetch(address: str, *, etag: str | None = None, modified: str | None = None, limits: Limits = USUAL) -> Fetched:
    """Get what is at an address; with `etag` or `modified` of last time the answer may be 304 with nothing in it.

    Returns any answer there is, also 404 or 500. Raises FetchRefused when there is none, or one too large or too slow.
    """
    conditions = {"If-None-Match": etag or "", "If-Modified-Since": modified or ""}
    headers = {name: value for name, value in conditions.items() if value and value.isprintable()}
    return _within(limits, lambda call: _follow(address, headers, limits, call))


def send(address: str, *, body: bytes, content_type: str, limits: Limits = USUAL) -> Fetched:
    """Post to an address; a redirect is not followed, for what was meant for one is not given to another."""
    headers = {"Content-Type": content_type}
    return _within(limits, lambda call: call.exchange(target_of(address), "POST", headers, body))


def _follow(address: str, headers: Mapping[str, str], limits: Limits, call: _Call) -> Fetched:
    for _hop in range(limits.redirects + 1):
        target = target_of(address)
        answer = call.exchange(target, "GET", headers, None)
        if answer.status not in REDIRECTS:
            return answer
        following = urljoin(str(target), answer.final_address)
        if target.scheme == "https" and not following.lower().startswith("https:"):
            raise FetchRefused("downgrade", _("The other server leads from a safe address to an unsafe one."))
        address = following
    raise _endless()


class _Call:
    """One call with its limits; its connection can be cut from outside when the time is up."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.ends = time.monotonic() + limits.seconds
        self.connection: HTTPConnection | None = None

    @property
    def left(self) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise _too_slow()
        return left

    def cut(self) -> None:
        held = self.connection.sock if self.connection is not None else None
        if held is not None:
            with contextlib.suppress(OSError):
                held.shutdown(socket.SHUT_RDWR)

    def exchange(self, target: Target, method: str, headers: Mapping[str, str], body: bytes | None) -> Fetched:
        """Ask once. A redirect's answer holds the address it leads to as `final_address`."""
        try:
            self._connect(target)
            connection = self.connection
            if connection is None:
                raise FetchRefused("no-answer", _("The other server does not answer."))
            sent = {"Host": target.named, "User-Agent": agent(), "Accept-Encoding": "identity", **headers}
            connection.request(
                method, target.path, body=body, headers=sent, preload_content=False, decode_content=False
            )
            with contextlib.closing(connection.getresponse()) as response:
                return self._answer(target, response)
        except (HTTPError, ssl.SSLError, OSError, ValueError) as problem:
            if time.monotonic() >= self.ends:
                raise _too_slow() from problem
            raise FetchRefused("no-answer", _("The other server does not answer.")) from problem
        finally:
            if self.connection is not None:
                self.connection.close()

    def _connect(self, target: Target) -> None:
        """Connect to a number that was checked; the name is only said, and held against the certificate."""
        for number in (numbers := numbers_of(target)):
            self.connection = _connection(target, number, min(CONNECT_SECONDS, self.left))
            try:
                self.connection.connect()
            except (HTTPError, OSError):
                if number == numbers[-1]:
                    raise
                continue
            return

    def _answer(self, target: Target, response: HTTPResponse) -> Fetched:
        headers = response.headers
        if response.status in REDIRECTS:
            place = headers.get("Location", "")
            if not place:
                raise FetchRefused(
                    "redirects", _("The other server leads from one address to the next without an end.")
                )
            return Fetched(response.status, b"", "", place)
        if headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
            raise FetchRefused("packed", _("The other server sends its answer packed, which was not asked for."))
        return Fetched(
            status=response.status,
            body=self._body(response),
            etag=_short(headers.get("ETag", "")),
            final_address=str(target),
            modified=_short(headers.get("Last-Modified", "")),
            content_type=_short(headers.get("Content-Type", "")),
            retry_after=_seconds(headers.get("Retry-After", "")),
        )

    def _body(self, response: HTTPResponse) -> bytes:
        """Read, and stop at the limit whatever length the answer says of itself."""
        content = bytearray()
        while self.left and (chunk := response.read1(CHUNK)):
            content += chunk
            if len(content) > self.limits.bytes:
                raise FetchRefused("too-big", _("The answer of the other server is too large, and was not taken."))
        return bytes(content)


def _connection(target: Target, number: Number, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(str(number), target.port, timeout=seconds)
    return HTTPSConnection(
        str(number),
        target.port,
        timeout=seconds,
        server_hostname=target.host,
        assert_hostname=target.host,
        ssl_context=ssl.create_default_context(),
    )


def _within(limits: Limits, work: Callable[[_Call], T]) -> T:
    """Do the work in a thread of its own and leave it when the time is up.

    Looking a name up knows no time limit, and a server may send one letter a second for ever.
    """
    call, done = _Call(limits), threading.Event()
    results: list[T] = []
    problems: list[BaseException] = []

    def run() -> None:
        try:
            results.append(work(call))
        except BaseException as problem:
            problems.append(problem)
        finally:
            done.set()

    threading.Thread(target=run, name="fetch", daemon=True).start()
    if not done.wait(limits.seconds + 0.5):
        call.cut()
        raise _too_slow()
    if problems:
        raise problems[0]
    return results[0]


def _endless() -> FetchRefused:
    return FetchRefused("redirects", _("The other server leads from one address to the next without an end."))


def _too_slow() -> FetchRefused:
    return FetchRefused("too-slow", _("The other server is too slow. It is asked again later."))


def agent() -> str:
    """Who asks, and where the asked one reads more of who that is."""
    try:
        number = version("digivuosi")
    except PackageNotFoundError:
        number = "0"
    more = f" (+{settings.PUBLIC_ADDRESS})" if settings.PUBLIC_ADDRESS else ""
    return f"Digivuosi/{number}{more}"


def _short(header: str) -> str:
    return header if len(header) <= LONGEST_HEADER and header.isprintable() else ""


def _seconds(header: str) -> int | None:
    """Return how long to wait, of `Retry-After: 120` or of a date; None when it says neither."""
    words = header.strip()
    if words.isascii() and words.isdecimal() and len(words) < 10:
        return min(int(words), LONGEST_RETRY)
    try:
        when = parsedate_to_datetime(words)
        if when.tzinfo is None:
            return None
        return max(0, min(int((when - clock.now()).total_seconds()), LONGEST_RETRY))
    except (TypeError, ValueError, OverflowError):
        return None
