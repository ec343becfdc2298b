"""Make docs/images/wheel.png: the wheel of a school of the demo, as the page shows it in a light browser.

    python docs/images/make.py [FILE]

The demo is made in a temporary folder, on Tuesday 6 October 2026. Needs a Chromium.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.chromium import FLAGS, find_chromium  # noqa: E402

TODAY = date(2026, 10, 6)
WIDTH = 1440
WHO, PAGE = "riitta.kallio@kuusela.example", "/kuusela/kivelan-koulu/wheel/"


@contextmanager
def server(folder: str) -> Iterator[str]:
    """The demo on a server in this process, so that its clock can stand still."""
    os.environ |= {"DIGIVUOSI_DATA": folder, "DJANGO_SETTINGS_MODULE": "digivuosi.config.settings"}
    # Playwright runs an event loop in this thread; Django would refuse every query beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    import django

    django.setup()
    from django.core.management import call_command
    from django.test.testcases import LiveServerThread

    from digivuosi.apps.look import clock
    from digivuosi.apps.start.actions import make_demo

    clock.today = lambda: TODAY
    call_command("build", verbosity=0)
    call_command("migrate", verbosity=0)
    make_demo(today=TODAY)
    thread = LiveServerThread("127.0.0.1", lambda pages: pages)  # static files come as on a real server
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


def session() -> str:
    """The cookie of someone signed in."""
    from django.conf import settings
    from django.test import Client

    from digivuosi.apps.people.models import User

    client = Client()
    client.force_login(User.objects.get(email=WHO), backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def picture(address: str, file: Path) -> None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium() or None, args=FLAGS)
        sight = {"width": WIDTH, "height": 1300}
        narrow = browser.new_page(viewport=sight, locale="fi-FI", color_scheme="light")
        cookie = {"name": "sessionid", "value": session(), "url": address}
        narrow.context.add_cookies([cookie])
        narrow.goto(address + PAGE)
        box = narrow.locator(".picture svg").bounding_box()
        if box is None:
            raise SystemExit(f"no wheel on {PAGE}")
        # The drawing is narrower than the page; it is taken so much finer that the picture is as wide as asked.
        fine = browser.new_page(
            viewport=sight, locale="fi-FI", color_scheme="light", device_scale_factor=WIDTH / box["width"]
        )
        fine.context.add_cookies([cookie])
        fine.goto(address + PAGE)
        fine.evaluate("document.fonts.ready")
        fine.locator(".picture svg").screenshot(path=file)
        browser.close()


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("wheel.png")
    with tempfile.TemporaryDirectory(prefix="digivuosi-picture-") as folder, server(folder) as address:
        picture(address, file)
    print(file)


if __name__ == "__main__":
    main()
