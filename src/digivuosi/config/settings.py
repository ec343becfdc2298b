"""All settings in one file, from the environment; docs/settings.md tells of each (a test compares)."""

from __future__ import annotations

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from digivuosi.config.secret import secret_key

env = environ.Env()

DATA_DIR = Path(env.str("DIGIVUOSI_DATA", default="data")).absolute()
BUILD_DIR = DATA_DIR / "build"
DATA_DIR.mkdir(parents=True, exist_ok=True)

_PACKAGE, _REPOSITORY = Path(__file__).parents[1], Path(__file__).parents[3]
_BESIDE = _PACKAGE if (_PACKAGE / "starter").is_dir() else _REPOSITORY
STARTER_DIR, DEMO_DIR = _BESIDE / "starter", _BESIDE / "demo"
"""The starter toolkit and the demo: inside an installed package, else beside the sources."""

DEBUG = env.bool("DIGIVUOSI_DEBUG", default=False)
SECRET_KEY = secret_key(env.str("DIGIVUOSI_SECRET_KEY", default=""), DATA_DIR)
SECRET_KEY_FALLBACKS = env.list("DIGIVUOSI_FORMER_SECRET_KEYS", default=[])
"""Secret keys of before: what they signed still counts, and what they sealed can still be opened."""
ALLOWED_HOSTS = env.list("DIGIVUOSI_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
PUBLIC_ADDRESS = env.str("DIGIVUOSI_ADDRESS", default="")
"""Where people reach this server, for links in mail and feeds, for example https://digivuosi.example.fi"""
CONTACT_EMAIL = env.str("DIGIVUOSI_CONTACT_EMAIL", default="")
DEMO = env.bool("DIGIVUOSI_DEMO", default=False)
"""Show one-click sign-in for the people of the demo municipality. Never on a server with real people."""
OPEN_START = env.bool("DIGIVUOSI_OPEN_START", default=True)
"""Whether any signed-in person may start a provider of their own."""

FETCH_ALLOWED_HOSTS = env.list("DIGIVUOSI_FETCH_ALLOWED_HOSTS", default=[])
"""Hosts (`host` or `host:port`) that may be fetched from though they are not public, as in a city's own network."""
POLL_HOURS = max(1, env.int("DIGIVUOSI_POLL_HOURS", default=24))
"""How often sources on other servers are looked at, at the most."""

HTTPS = env.bool("DIGIVUOSI_HTTPS", default=False)
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # else all the world shares one rate limit: the proxy's address
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
if PUBLIC_ADDRESS:
    CSRF_TRUSTED_ORIGINS = [PUBLIC_ADDRESS.rstrip("/")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_htmx",
    "template_partials",
    "django_tasks",
    "django_tasks_db",
    "digivuosi.apps.look",
    "digivuosi.apps.people",
    "digivuosi.apps.schools",
    "digivuosi.apps.responsibilities",
    "digivuosi.apps.toolkit",
    "digivuosi.apps.wheel",
    "digivuosi.apps.feeds",
    "digivuosi.apps.timing",
    "digivuosi.apps.needs",
    "digivuosi.apps.publishing",
    "digivuosi.apps.subscribing",
    "digivuosi.apps.sharing",
    "digivuosi.apps.networks",
    "digivuosi.apps.start",
    # After ours, so that our templates and words of the sign-in pages win over allauth's.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "digivuosi.apps.look.middleware.LanguageMiddleware",
    "digivuosi.apps.look.middleware.NotAllowedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "digivuosi.config.urls"
WSGI_APPLICATION = "digivuosi.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "digivuosi.apps.look.context.page",
            ],
        },
    }
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'digivuosi.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without these, most concurrent writes are lost to "database is locked" (docs/decisions).
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # allauth counts tries to sign in here: in the database, so that all processes count together, under hashed names.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "people_cacheentry",
        "KEY_FUNCTION": "digivuosi.apps.people.counting.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}
TASKS = {"default": {"BACKEND": env.str("DIGIVUOSI_TASKS", default="django_tasks_db.DatabaseBackend")}}

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "digivuosi.apps.people.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {"signup": "digivuosi.apps.people.forms.SignupForm"}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_RATE_LIMITS = {
    "sign_in_link": "20/m/ip,5/h/key",
    "use_link": "30/m/ip",
    "join": "30/m/ip",
    "invite": "600/h/user",
    "letter": "20/h/ip",
    "letter_to": "100/h/key",
    "letter_ask": "120/h/ip",
    "answer_code": "100/m/ip",  # a whole school stands behind one address
    "answer_send": "1200/m/key",  # of one school and round; saving on the way counts too
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
ACCOUNT_ADAPTER = "digivuosi.apps.people.adapter.AccountAdapter"

EMAIL_CONFIG = env.email_url("DIGIVUOSI_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DIGIVUOSI_EMAIL_FROM", default="Digivuosi <digivuosi@localhost>")

LANGUAGE_CODE = "fi"
LANGUAGES = [("fi", _("Finnish")), ("sv", _("Swedish")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_I18N = True
TIME_ZONE = env.str("DIGIVUOSI_TIME_ZONE", default="Europe/Helsinki")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = BUILD_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "digivuosi.apps.look.finders.PackageFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 30 * 24 * 3600
CSRF_FAILURE_VIEW = "digivuosi.apps.look.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Neither limits a file: the form that takes one says how large it may be, and reads nothing of a larger one.

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"terminal": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["terminal"], "level": env.str("DIGIVUOSI_LOG_LEVEL", default="WARNING")},
}
