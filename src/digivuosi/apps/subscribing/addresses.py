"""Which addresses this server may call: only public ones, looked up once, and then exactly the one that was looked at.

A name that is looked up twice can lead to two places (DNS rebinding); so the checked number is what is connected to.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from digivuosi.apps.subscribing.refusing import FetchRefused

LONGEST_ADDRESS = 500
PORTS = {"http": 80, "https": 443}
LOWEST_OWN_PORT = 1024
"""Ports below are those of other services than the web, such as mail; only 80 and 443 are called."""
MOST_TRIED = 4
"""How many of a name's numbers are tried, when the first does not answer."""
UNSEEN = re.compile(r"[\s\x00-\x20\x7f\\]")
NAT64 = ipaddress.ip_network("64:ff9b::/96")

Number = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True)
class Target:
    """An address taken apart."""

    scheme: str
    host: str
    port: int
    path: str
    """With the query, as it stands in a request."""

    @property
    def named(self) -> str:
        """What the request says the host is."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.named}"

    def __str__(self) -> str:
        return self.origin + self.path


def whole_address(written: str) -> str:
    """An address as people write it: without a scheme it means https."""
    written = written.strip()
    return written if "://" in written else f"https://{written}"


def target_of(address: str) -> Target:
    """Take an address apart; raises FetchRefused for one that this server would never call."""
    if not 0 < len(address) <= LONGEST_ADDRESS or UNSEEN.search(address):
        raise FetchRefused("bad-address", _("This is no web address."))
    try:
        parts = parse_url(address)
        port = parts.port
    except (LocationParseError, ValueError) as problem:
        raise FetchRefused("bad-address", _("This is no web address.")) from problem
    if parts.scheme not in PORTS:
        raise FetchRefused("bad-scheme", _("Only addresses that begin with https:// or http:// are fetched."))
    if parts.auth is not None:
        raise FetchRefused("credentials", _("An address with a user name or password in it is not fetched."))
    if not parts.host:
        raise FetchRefused("bad-address", _("This is no web address."))
    host = parts.host.strip("[]").rstrip(".").lower()
    target = Target(parts.scheme, host, port or PORTS[parts.scheme], parts.request_uri)
    usual = target.port in PORTS.values() or target.port >= LOWEST_OWN_PORT
    if not usual and not is_allowed(target):
        raise FetchRefused("bad-port", _("Servers are called at the ports of the web only."))
    if is_closed(host) and not is_allowed(target):
        raise _not_public()
    return target


def is_closed(host: str) -> bool:
    """Whether a host is known without looking it up to be no public one: this machine, or a closed number.

    A number is known in every way of writing that looking up understands: `127.1`, `2130706433`, `0x7f000001`.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return not is_public(ipaddress.IPv4Address(socket.inet_aton(host)))
    except (OSError, ValueError):
        return False


def is_allowed(target: Target) -> bool:
    """Whether the settings allow this host, public or not: as `host`, or as `host:port`."""
    return bool({target.host, f"{target.host}:{target.port}"} & {one.lower() for one in settings.FETCH_ALLOWED_HOSTS})


def numbers_of(target: Target) -> tuple[Number, ...]:
    """Look the host up; raises FetchRefused when it is not found, or when any of its numbers is not public."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as problem:
        raise FetchRefused("not-found", _("There is no server at this address.")) from problem
    numbers = tuple(dict.fromkeys(ipaddress.ip_address(where[0]) for *_rest, where in found))
    if not numbers:
        raise FetchRefused("not-found", _("There is no server at this address."))
    if not is_allowed(target) and not all(is_public(number) for number in numbers):
        raise _not_public()
    return numbers[:MOST_TRIED]


def _not_public() -> FetchRefused:
    return FetchRefused("not-public", _("This address is inside a closed network. Only public servers are called."))


def is_public(number: Number) -> bool:
    """Whether a number is of the open internet, and of one host; one that wraps another is as public as that."""
    if isinstance(number, ipaddress.IPv6Address):
        if number.scope_id is not None:
            return False
        inner = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
        if number in NAT64:
            inner.append(ipaddress.IPv4Address(int(number) & 0xFFFFFFFF))
        wrapped = [one for one in inner if one is not None]
        if wrapped:
            return all(is_public(one) for one in wrapped)
    return number.is_global and not number.is_multicast and not number.is_reserved
