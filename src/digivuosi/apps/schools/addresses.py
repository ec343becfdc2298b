"""Where people reach this server, for links that leave it (mail, feeds, QR codes)."""

from django.conf import settings
from django.http import HttpRequest


def server_address(request: HttpRequest | None = None) -> str:
    """Return the server's own address without a slash at its end: from the settings, else from the request.

    A request's host was checked against the allowed hosts, so it can be trusted here.
    """
    if settings.PUBLIC_ADDRESS:
        return str(settings.PUBLIC_ADDRESS).rstrip("/")
    if request is not None:
        return request.build_absolute_uri("/").rstrip("/")
    return "http://localhost:8000"
