"""What holds for every test: no network, fast passwords, settings of its own, and which stage it belongs to.

`tests/run_all.py` runs the suite in stages; `--stage` picks the tests of one. Without it, all run.
"""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.core.signals import setting_changed
from django.db import connections
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from tests import migrated

pytest_plugins = ["tests.cast", "tests.toolkits", "tests.demo", "tests.processes", "tests.opened", "tests.asked"]

TESTS = Path(__file__).parent
FOLDERS = {path.name for path in TESTS.iterdir() if path.is_dir()}
NOTHING_FOR = {"plain": {"browser"}, "database": {"browser", "domain"}, "browser": FOLDERS - {"browser"}}
"""Folders in which a stage has no tests: those of a browser stand in one, and the domain knows no database."""
LOCALHOST = ["127.0.0.1", "localhost", "::1"]
DATABASE_FIXTURES = {"db", "transactional_db", "live_server", "django_db_reset_sequences"}

hypothesis.settings.register_profile("local", deadline=None)
# The same examples on every run: more of them than this find nothing new, while those of a person are new each time.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, database=None, max_examples=25)
# An edition is waited for: new ones and many of them, also in CI.
hypothesis.settings.register_profile("thorough", deadline=None, max_examples=150)

THOROUGH = "--thorough"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--stage",
        choices=["plain", "database", "browser"],
        help="plain: all without a browser; database: those that use it; browser: those in a browser",
    )
    parser.addoption(
        THOROUGH,
        action="store_true",
        help="also what asks once more, in other surroundings, what a test of every run has asked",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Change what a test wants otherwise than a server, before anything has read it."""
    ordinary = "ci" if os.environ.get("CI") else "local"
    hypothesis.settings.load_profile("thorough" if config.getoption(THOROUGH) else ordinary)
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # The manifest is made by `digivuosi build`; a test of a page should not need it.
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # Else every client of a test looks through all static files when it asks for its first page.
    settings.WHITENOISE_AUTOREFRESH = True
    # Background work is done at once, so that a test sees the mail that an action sends.
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    setting_changed.send(None, setting="TASKS", value=settings.TASKS, enter=True)
    settings.ALLOWED_HOSTS = ["testserver", *LOCALHOST]
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    migrated.begin_with_copy(config.add_cleanup)


def pytest_collection_finish() -> None:
    """All that was loaded stays to the end: the collector need not look through it again and again.

    Of what comes later it looks less often: it took a tenth of the time, and found hardly anything.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave whole folders unread that have nothing for the stage: every worker of every stage reads what is left."""
    nothing = NOTHING_FOR.get(config.getoption("--stage"), set())
    return True if collection_path.parent == TESTS and collection_path.name in nothing else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if in_browser(item):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.allow_hosts(LOCALHOST))
    stage = config.getoption("--stage")
    wanted = {"plain": on_first, "database": on_database, "browser": in_browser, None: lambda _item: True}
    kept: list[pytest.Item] = []
    left: list[pytest.Item] = []
    for item in items:
        chosen = wanted[stage](item) and (config.getoption(THOROUGH) or not once_more(item))
        (kept if chosen else left).append(item)
    config.hook.pytest_deselected(items=left)
    items[:] = kept
    if any(in_browser(item) for item in items):
        use_database_file(config)


def in_browser(item: pytest.Item) -> bool:
    return _lies_in_browser(item.path)


@cache
def _lies_in_browser(path: Path) -> bool:
    return path.is_relative_to(TESTS / "browser")


def on_first(item: pytest.Item) -> bool:
    return not in_browser(item) and item.get_closest_marker("second_database") is None


def on_database(item: pytest.Item) -> bool:
    """Whether a test asks the database something that the second one might answer otherwise.

    The thorough run asks the second one all that can be asked of it.
    """
    if (mark := item.get_closest_marker("one_database")) is not None:
        assert mark.args, f"{item.nodeid}: which test asks the second database?"
        if not item.config.getoption(THOROUGH):
            return False
    fixtures = set(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") is not None
    return not in_browser(item) and (marked or bool(fixtures & DATABASE_FIXTURES))


def once_more(item: pytest.Item) -> bool:
    """Whether a test is left to the thorough run: what it asks, another asks in every run in other surroundings."""
    mark = item.get_closest_marker("thorough")
    assert mark is None or mark.args, f"{item.nodeid}: what asks the same in every run?"
    return mark is not None


def use_database_file(config: pytest.Config) -> None:
    """Put SQLite's test database into a file: a server in a thread cannot share one connection safely."""
    database = connections["default"].settings_dict
    if database["ENGINE"].endswith("sqlite3"):
        folder = Path(tempfile.mkdtemp(prefix="digivuosi-test-"))
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        database["TEST"]["NAME"] = str(folder / "test.sqlite3")


@pytest.fixture(autouse=True, scope="session")
def outermost_templates(django_test_environment: None) -> Iterator[None]:
    """Let Django's test runner remember the template of a page alone: it copies what each of the hundred parts and
    fields of a page was given, which took a twentieth of the time of a page, and no test asks for those.
    """
    told: Callable[[Template, Context], SafeString] = Template._render
    inside = False

    def render(template: Template, context: Context) -> SafeString:
        nonlocal inside
        if inside:
            return template.nodelist.render(context)
        inside = True
        try:
            return told(template, context)
        finally:
            inside = False

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "_render", render)
        yield


@pytest.fixture(autouse=True)
def finnish() -> Iterator[None]:
    """Begin every test in the interface's first language, whatever the one before left behind."""
    with translation.override("fi"):
        yield
