"""All settings, read from top to bottom.

What differs between places comes from the environment, has a default that works on a
laptop, and is listed in docs/deploy.md.
"""

import os
from email.utils import parseaddr
from pathlib import Path

from web.environment import (
    database_from_url,
    development_secret,
    flag,
    languages,
    mail_events_from,
    mail_from_url,
    mailbox_from_url,
    number,
    one_of,
    rate,
    rates,
    seconds,
    text,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / text("VAR_DIR", "var")

# Where we are ---------------------------------------------------------------------------

# A misspelled or empty word must not pass for a laptop, which mails nobody outside.
PORTAL_ENV = one_of(
    ("production", "development"), os.environ.get("PORTAL_ENV", "development"), "PORTAL_ENV"
)
PRODUCTION = PORTAL_ENV == "production"
DEBUG = flag("DEBUG", default=False)
SITE_URL = text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
ALLOWED_HOSTS = words("ALLOWED_HOSTS", default="" if PRODUCTION else "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

SECRET_KEY = text("SECRET_KEY") or ("" if PRODUCTION else development_secret(VAR_DIR))
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
    "web.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "web.policy.PolicyMiddleware",
    "web.middleware.refuse_unreadable",
    "web.once.ask_once",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.middleware.private_by_default",
    "web.middleware.too_many",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.remember_request",
    "accounts.middleware.KeepSite",
    "accounts.middleware.staff_second_factor",
    "accounts.middleware.fresh_sign_in",
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
                "alerts.context.called_back",
                "accounts.context.staff",
            ],
            # Django's own tags for links and translations, which do not do their work twice.
            "builtins": ["web.templatetags.quick_url"],
            "libraries": {"i18n": "web.templatetags.quick_i18n"},
        },
    },
]

# Widgets are drawn with our own templates where templates/django/forms has one.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Data -----------------------------------------------------------------------------------

DATABASES = {"default": database_from_url(text("DATABASE_URL"), VAR_DIR)}

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
STATIC_ROOT = BASE_DIR / text("STATIC_ROOT", str(VAR_DIR / "static"))
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024

# Languages and time ---------------------------------------------------------------------

LANGUAGE_CODE = text("LANGUAGE_CODE", "en")
LANGUAGES = languages(LANGUAGE_CODE)
# Words of a language that does not come with the portal stand beside the site's other files.
LOCALE_PATHS = [VAR_DIR / "locale", BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
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
# Anybody who may open the administration pages, or is shown lists of people, needs a second factor.
STAFF_TWO_FACTOR = flag("STAFF_TWO_FACTOR", default=True)

ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_CHANGE_EMAIL = True  # one address a person; the new one replaces it once confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_FORMS = {
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmEmailCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
    "confirm_password_reset_code": "accounts.forms.ConfirmPasswordResetCodeForm",
    "login": "accounts.forms.LoginForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "signup": "accounts.forms.SignupForm",
}
# Guesses and codes are counted by accounts.guesses: by account over all kinds together, and
# apart for known devices. Left to allauth is what is counted by a person who is signed in,
# and mail to an address that nobody confirmed.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "request_login_code": None,
    "reset_password": None,
    "reset_password_from_key": None,
    "confirm_email": "5/10m/key",
}

MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SITE_URL.startswith("https://")
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
MFA_FORMS = {
    "activate_totp": "accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "accounts.second_factor_forms.AddWebAuthnForm",
    "authenticate": "accounts.second_factor_forms.AuthenticateForm",
    "authenticate_webauthn": "accounts.second_factor_forms.AuthenticateWebAuthnForm",
    "edit_webauthn": "accounts.second_factor_forms.EditWebAuthnForm",
    "generate_recovery_codes": "accounts.second_factor_forms.GenerateRecoveryCodesForm",
    "login_webauthn": "accounts.second_factor_forms.LoginWebAuthnForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticateForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.ReauthenticateWebAuthnForm",
}

# Security -------------------------------------------------------------------------------

HTTPS = SITE_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_FAILURE_VIEW = "web.error_pages.refused_form"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_SSL_REDIRECT = False  # the proxy redirects; health probes come over plain HTTP
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("BEHIND_PROXY") else None
SECURE_HSTS_SECONDS = 63_072_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W002: web.headers sets X-Frame-Options on every answer. W008: the proxy redirects.
# templates.W003: the library i18n stands in two places, as ours takes in Django's.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W008", "templates.W003"]
# How many proxies stand in front of the web process; X-Forwarded-For counts only then.
TRUSTED_PROXIES = number("TRUSTED_PROXIES", default=1 if flag("BEHIND_PROXY") else 0)

# Mail -----------------------------------------------------------------------------------

# Mail that Django or allauth sends becomes a Letter and goes through the same queue as alerts.
EMAIL_BACKEND = "alerts.letters.LetterBackend"
# The relay that the worker hands mail to.
MAIL_RELAY = mail_from_url(text("EMAIL_URL", "" if PRODUCTION else "smtp://127.0.0.1:8025"))
DEFAULT_FROM_EMAIL = text("MAIL_FROM", "Advisory Council <alerts@example.org>")
MAIL_REPLY_TO = text("MAIL_REPLY_TO")
MAIL_DOMAIN = text("MAIL_DOMAIN", parseaddr(DEFAULT_FROM_EMAIL)[1].rpartition("@")[2])
# Connections of each worker process to the relay.
MAIL_CONNECTIONS = number("MAIL_CONNECTIONS", default=2, least=1)
# Mails a second, of all workers together: to the relay, to one destination, by lane. 0: no limit.
MAIL_RATE = rate("MAIL_RATE")
MAIL_DOMAIN_RATE = rate("MAIL_DOMAIN_RATE")
MAIL_LANE_RATES = rates("MAIL_LANE_RATES", known=("emergency", "warning", "notice", "digest"))
# Workers note on the local disk what they are about to send; see docs/deploy.md.
MAIL_JOURNAL = flag("MAIL_JOURNAL", default=True)
# Outside production a relay that is not on this machine gets mail for these addresses only.
MAIL_ALLOW = words("MAIL_ALLOW")
# Seconds before a message that was put off is tried again: the first time, and at the most.
MAIL_FIRST_WAIT = seconds("MAIL_FIRST_WAIT", default=30)
MAIL_LONGEST_WAIT = seconds("MAIL_LONGEST_WAIT", default=3600)
# Where bounces arrive: maildir:///path or imaps://user:password@host/folder.
BOUNCE_MAILBOX = mailbox_from_url(text("BOUNCE_MAILBOX"))
# Relays that keep bounces to themselves tell us of them by webhook.
MAIL_EVENTS = mail_events_from(text("MAIL_EVENTS_PROVIDER"), text("MAIL_EVENTS_SECRET"))
# Every so many hours a small mail to ourselves must arrive there within so many minutes.
CANARY_HOURS = number("CANARY_HOURS", default=6)
CANARY_MINUTES = number("CANARY_MINUTES", default=15, least=1)
# Named in the DNS record of the key that the relay signs with; check_mail looks it up.
MAIL_DKIM_SELECTOR = text("MAIL_DKIM_SELECTOR")

# Watching -------------------------------------------------------------------------------

# Without a token there is no page of metrics.
METRICS_TOKEN = text("METRICS_TOKEN")

# Content --------------------------------------------------------------------------------

ADVISORY_VOCABULARY = BASE_DIR / text("ADVISORY_VOCABULARY", "advisories/data/vocabulary.json")

# Reports as PDF, where the packages of requirements-pdf.txt are installed.
REPORT_PDF = flag("REPORT_PDF", default=True)

LOG_LEVEL = one_of(
    ("DEBUG", "INFO", "WARNING", "ERROR"), text("LOG_LEVEL", "WARNING").upper(), "LOG_LEVEL"
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"without_tokens": {"()": "web.logs.WithoutTokens"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_tokens"],
        }
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
