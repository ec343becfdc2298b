"""What is fetched from others, and what never is."""

from __future__ import annotations

import socket
import time
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest
from pytest_django import Settings

from digivuosi.apps.subscribing import addresses
from digivuosi.apps.subscribing.addresses import is_public, target_of
from digivuosi.apps.subscribing.fetching import Limits, fetch, send
from digivuosi.apps.subscribing.refusing import FetchRefused

from .servers import Place, reply

pytestmark = pytest.mark.allow_hosts(["127.0.0.1", "::1"])


def refusal(address: str, **more: Any) -> str:
    with pytest.raises(FetchRefused) as raised:
        fetch(address, **more)
    assert str(raised.value.words)
    return raised.value.code


def test_what_is_there_comes_with_its_marks(place: Place) -> None:
    place.gives("/a?b=1", b"hello", ETag='"x"', Last_Modified="Tue, 06 Oct 2026 09:00:00 GMT", Retry_After="120")
    got = fetch(f"{place.origin}/a?b=1#part")
    assert (got.status, got.body, got.etag, got.retry_after) == (200, b"hello", '"x"', 120)
    assert got.modified == "Tue, 06 Oct 2026 09:00:00 GMT"
    assert got.final_address == f"{place.origin}/a?b=1"
    _method, _path, headers, _body = place.asked[0]
    assert headers["User-Agent"].startswith("Digivuosi/")
    assert headers["Host"] == f"127.0.0.1:{place.port}"
    assert headers["Accept-Encoding"] == "identity"
    assert not {"Cookie", "Authorization"} & set(headers)


def test_what_has_not_changed_is_not_sent_again(place: Place) -> None:
    place.gives("/", b"", 304)
    assert fetch(f"{place.origin}/", etag='"x"', modified="then").status == 304
    headers = place.asked[0][2]
    assert (headers["If-None-Match"], headers["If-Modified-Since"]) == ('"x"', "then")


def test_a_mark_with_a_line_break_is_not_sent(place: Place) -> None:
    place.gives("/", b"")
    fetch(f"{place.origin}/", etag='"x"\r\nX-Evil: 1')
    assert "If-None-Match" not in place.asked[0][2]


def test_redirects_are_followed_three_times_at_most(place: Place) -> None:
    place.gives("/end", b"here")
    for number in range(3):
        following = f"/{number + 1}" if number < 2 else "/end"
        place.gives(f"/{number}", b"", 302, Location=following)
    assert fetch(f"{place.origin}/0").final_address == f"{place.origin}/end"
    place.gives("/before", b"", 302, Location="/0")
    assert refusal(f"{place.origin}/before") == "redirects"


def test_a_redirect_to_a_closed_network_is_not_followed(place: Place) -> None:
    place.gives("/", b"", 302, Location="http://10.0.0.1/secret")
    assert refusal(f"{place.origin}/") == "not-public"
    place.gives("/file", b"", 302, Location="file:///etc/passwd")
    assert refusal(f"{place.origin}/file") == "bad-scheme"


def test_what_is_posted_does_not_travel_on(place: Place) -> None:
    place.gives("/", b"", 307, Location="/other")
    assert send(f"{place.origin}/", body=b"{}", content_type="application/json").status == 307
    assert [path for _method, path, _headers, _body in place.asked] == ["/"]
    assert place.asked[0][3] == b"{}"


def test_what_is_too_large_is_left(place: Place) -> None:
    place.gives("/", b"x" * 3000)
    assert refusal(f"{place.origin}/", limits=Limits(bytes=2999)) == "too-big"
    assert len(fetch(f"{place.origin}/", limits=Limits(bytes=3000)).body) == 3000


def test_what_is_packed_is_left(place: Place) -> None:
    place.gives("/", b"\x1f\x8b", Content_Encoding="gzip")
    assert refusal(f"{place.origin}/") == "packed"


def test_one_letter_at_a_time_is_not_waited_for(place: Place) -> None:
    def trickle(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _second in range(40):
            handler.wfile.write(b"x")
            handler.wfile.flush()
            time.sleep(0.1)

    def trickled_headers(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nX: ")
        trickle(handler)

    place.answers.update({"/": trickle, "/headers": trickled_headers})
    for path in ("/", "/headers"):
        began = time.monotonic()
        assert refusal(f"{place.origin}{path}", limits=Limits(seconds=0.4)) == "too-slow"
        assert time.monotonic() - began < 3


def test_an_answer_cut_off_is_no_answer(place: Place) -> None:
    place.answers["/"] = lambda handler: reply(handler, b"half", Content_Length="4000")
    assert refusal(f"{place.origin}/") == "no-answer"


def test_nobody_there(place: Place) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert refusal(f"http://127.0.0.1:{port}/") == "not-public"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("ftp://example.org/", "bad-scheme"),
        ("javascript:alert(1)", "bad-scheme"),
        ("example.org", "bad-scheme"),
        ("", "bad-address"),
        ("http://", "bad-address"),
        ("http://exa mple.org/", "bad-address"),
        ("http://example.org\\@127.0.0.1/", "bad-address"),
        ("http://example.org/\r\nX: 1", "bad-address"),
        ("https://user:word@example.org/", "credentials"),
        ("https://user@example.org/", "credentials"),
        ("https://example.org:25/", "bad-port"),
        ("http://127.0.0.1/", "not-public"),
        ("http://2130706433/", "not-public"),
        ("http://0x7f000001/", "not-public"),
        ("http://127.1/", "not-public"),
        ("http://[::ffff:10.0.0.1]/", "not-public"),
        ("http://169.254.169.254/latest/", "not-public"),
        ("http://localhost./", "not-public"),
        ("https://example.org/" + "x" * 600, "bad-address"),
    ],
)
def test_addresses_that_are_never_called(address: str, code: str) -> None:
    assert refusal(address) == code


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "[::1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.1", "[::ffff:127.0.0.1]",
     "[fd00::1]", "[fe80::1]", "2130706433", "0x7f.1", "100.64.0.1", "224.0.0.1", "[64:ff9b::a00:1]", "[2002:a00:1::]"],
)  # fmt: skip
def test_closed_networks_are_not_called(host: str) -> None:
    assert refusal(f"http://{host}/") in {"not-public", "not-found"}


def test_public_numbers_are_public() -> None:
    assert all(is_public(addresses.ipaddress.ip_address(one)) for one in ("193.166.3.2", "2001:708:10:8::2"))


def test_a_name_is_looked_up_once_and_all_of_its_numbers_are_asked_about(
    monkeypatch: pytest.MonkeyPatch, place: Place, settings: Settings
) -> None:
    """A name that is public at first and closed a moment later leads nowhere else: it is not asked twice."""
    calls: list[str] = []
    real = socket.getaddrinfo

    def lookup(host: str, port: int, *more: Any, **named: Any) -> list[tuple[Any, ...]]:
        if host[0].isdigit():
            return list(real(host, port, *more, **named))
        calls.append(host)
        numbers = ["127.0.0.1"] if len(calls) == 1 else ["10.0.0.1"]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr("digivuosi.apps.subscribing.addresses.socket.getaddrinfo", lookup)
    settings.FETCH_ALLOWED_HOSTS = [f"kuusela.example:{place.port}"]
    place.gives("/", b"hello")
    assert fetch(f"http://kuusela.example:{place.port}/").body == b"hello"
    assert calls == ["kuusela.example"]
    assert place.asked[0][2]["Host"] == f"kuusela.example:{place.port}"


def test_one_closed_number_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(_host: str, port: int, **_more: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in ("193.166.3.2", "10.0.0.1")]

    monkeypatch.setattr("digivuosi.apps.subscribing.addresses.socket.getaddrinfo", lookup)
    assert refusal("https://two-faced.example/") == "not-public"


def test_an_address_has_one_normal_form() -> None:
    assert str(target_of("HTTPS://Kuusela.Example.:443/open/kuusela/editions.atom#x")) == (
        "https://kuusela.example/open/kuusela/editions.atom"
    )


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "10.1", "[::ffff:7f00:1]", "localhost", "demo.localhost"])
def test_a_closed_number_is_known_in_every_writing_without_looking_up(
    host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    with pytest.raises(FetchRefused) as refused:
        target_of(f"http://{host}/")
    assert refused.value.code == "not-public"


@pytest.mark.parametrize("host", ["8.8.8.8", "134744072", "digi.example.fi", "12.example.fi", "[2001:4860:4860::8888]"])
def test_other_hosts_are_looked_up_later(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", None)
    assert target_of(f"http://{host}/").port == 80
