"""All settings, read from top to bottom.

What differs between places comes from the environment, has a default that works on a
laptop, and is listed in docs/deploy.md.
"""

import os
from email.utils import parseaddr
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from web.environment import database_from_url, development_secret, flag, mail_from_url, words
from web.headers import add_static_headers

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))

# Where we are ---------------------------------------------------------------------------

PORTAL_ENV = os.environ.get("PORTAL_ENV", "development")
PRODUCTION = PORTAL_ENV == "production"
DEBUG = flag("DEBUG", default=False)
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="" if PRODUCTION else "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECRET_KEY = os.environ.get("SECRET_KEY") or ("" if PRODUCTION else development_secret(VAR_DIR))
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")

# Rooms: imports point down this list only (ARCHITECTURE in docs/map.md) -------------------

INSTALLED_APPS = [
    "portal.apps.PortalConfig",
    "alerts",
    "travelers",
    "council",
    "advisories",
    "accounts",
    "web",
    "django_prose_editor",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "portal.apps.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
]

MIDDLEWARE = [
    "web.middleware.plain_errors",
    "web.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.middleware.private_by_default",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.remember_request",
    "accounts.middleware.staff_second_factor",
]

ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.site",
            ],
        },
    },
]

# Widgets are drawn with our own templates where templates/django/forms has one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------

DATABASES = {"default": database_from_url(os.environ.get("DATABASE_URL"), VAR_DIR)}

# Counters of wrong passwords and of mail asked for must be shared by all workers.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "web_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
}

# Files somebody uploaded: outside every served folder, read through a permission view only.
MEDIA_ROOT = VAR_DIR / "files"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_ADD_HEADERS_FUNCTION = add_static_headers

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Languages and time ---------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Signing in -----------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.validators.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account"
STAFF_TWO_FACTOR = flag("STAFF_TWO_FACTOR", default=True)

# Security -------------------------------------------------------------------------------

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "web.views.csrf_failure"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = False  # the proxy redirects; health probes come over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# How many proxies stand in front of the web process; X-Forwarded-For counts only then.
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "1" if flag("BEHIND_PROXY") else "0"))

# Mail -----------------------------------------------------------------------------------

# Mail that Django or allauth sends becomes a Letter and goes through the same queue as alerts.
EMAIL_BACKEND = "alerts.letters.LetterBackend"
# The relay that the worker hands mail to.
MAIL_RELAY = mail_from_url(
    os.environ.get("EMAIL_URL", "" if PRODUCTION else "smtp://127.0.0.1:8025")
)
DEFAULT_FROM_EMAIL = os.environ.get("MAIL_FROM", "Advisory Council <alerts@example.org>")
MAIL_REPLY_TO = os.environ.get("MAIL_REPLY_TO", "")
MAIL_DOMAIN = os.environ.get("MAIL_DOMAIN", parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
# Outside production a relay that is not on this machine gets mail for these addresses only.
MAIL_ALLOW = words("MAIL_ALLOW")

# Content --------------------------------------------------------------------------------

ADVISORY_VOCABULARY = Path(
    os.environ.get("ADVISORY_VOCABULARY", BASE_DIR / "advisories/data/vocabulary.json")
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
