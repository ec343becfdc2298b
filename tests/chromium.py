"""Finding a Chromium that starts, and getting one where there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
"""The first is the same browser without its own windows and toolbars, which even a hidden one draws: a fifth of the
work. Playwright's installer brings it too."""
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--js-flags=--no-opt --no-maglev",
]
"""No sandbox, since tests run as root in containers; nothing that calls home; no compiling of what runs briefly."""

PROBE = """
import sys
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    path = sys.argv[1] or None
    browser = playwright.chromium.launch(executable_path=path, args=sys.argv[2:], timeout=60_000)
    page = browser.new_page()
    page.set_content("<title>up</title>")
    assert page.title() == "up"
    browser.close()
"""


def find_chromium() -> str:
    """The path of the Chromium to use; empty for the one that playwright installed.

    CHROMIUM in the environment decides: a path, or the word playwright. Else the system's.
    """
    named = os.environ.get("CHROMIUM", "")
    if named == "playwright":
        return ""
    return named or next((path for path in map(shutil.which, NAMES) if path), "")


def starts(choice: str) -> bool:
    """Whether the browser really opens a page: a name on the PATH may be an empty shell."""
    path = "" if choice == "playwright" else choice
    command = [sys.executable, "-c", PROBE, path, *FLAGS]
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=120).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def get_chromium() -> str | None:
    """Find a Chromium that starts, or install one, telling so. Returns what CHROMIUM should say."""
    for choice in (find_chromium() or "playwright", "playwright"):
        if starts(choice):
            return choice
    for words, commands in ways_to_install():
        print(f"No Chromium here that starts; {words} …", flush=True)
        if all(succeeds(command) for command in commands):
            for choice in ("playwright", find_chromium()):
                if starts(choice):
                    return choice
    return None


def ways_to_install() -> list[tuple[str, list[list[str]]]]:
    ways = [("installing playwright's", [[sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]])]
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        for package in ("chromium-headless-shell", "chromium"):
            commands = [["apt-get", "update"], ["apt-get", "install", "-y", package]]
            ways.append((f"installing the system's {package} by apt-get", commands))
    return ways


def succeeds(command: list[str]) -> bool:
    try:
        answer = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as problem:
        print(f"  {problem}", flush=True)
        return False
    if answer.returncode:
        print("  " + "\n  ".join((answer.stdout + answer.stderr).splitlines()[-5:]), flush=True)
    return answer.returncode == 0
