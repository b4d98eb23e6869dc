"""Readers for environment variables, used by portal.settings only."""

import math
import os
import secrets
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.conf.locale import LANG_INFO
from django.core.exceptions import ImproperlyConfigured


def text(name, default=""):
    """What is set. A variable that is empty counts as one that is not there."""
    return os.environ.get(name, "").strip() or default


def one_of(known, given, name):
    """The word itself, where it is a known one; also an empty one is refused."""
    if given not in known:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(known)}, not {given!r}.")
    return given


def flag(name, default=False):
    """True for 1, true, yes, on; False for 0, false, no, off; anything else is refused."""
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return default


def number(name, default, least=0):
    """A whole number; what is none, or too small, is refused."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} must be a number from {least} up, not {value!r}.")
    return int(value)


def rate(name):
    """So many a second; 0 for no limit."""
    return rate_of(text(name, "0"), name)


def seconds(name, default):
    """A time of some length; none at all would try again without a pause."""
    value = rate_of(text(name, str(default)), name)
    if not value:
        raise ImproperlyConfigured(f"{name} must be more than 0 seconds.")
    return value


def rates(name, known):
    """{"digest": 5.0} for "digest=5"; only names that are known."""
    pairs = [entry.partition("=") for entry in words(name)]
    for key, _sign, _value in pairs:
        if key not in known:
            raise ImproperlyConfigured(f"{name} knows {', '.join(known)}, not {key!r}.")
    return {key: rate_of(value, name) for key, _sign, value in pairs}


def rate_of(given, name):
    try:
        value = float(given)
    except ValueError:
        value = -1.0
    if not 0 <= value < math.inf:
        raise ImproperlyConfigured(f"{name} must be a number from 0 up, not {given!r}.")
    return value


def words(name, default=""):
    """A list, separated by commas or blanks."""
    return text(name, default).replace(",", " ").split()


def languages(code):
    """Django's LANGUAGES for a site in one language, under the language's own name."""
    if code not in LANG_INFO:
        raise ImproperlyConfigured(f"LANGUAGE_CODE {code!r} is no language that is known here.")
    return [(code, LANG_INFO[code].get("name_local", code))]


def development_secret(var_dir):
    """A random key of this checkout, kept so that sessions survive a restart."""
    path = Path(var_dir) / "secret_key"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_suffix(f".{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text("development-" + secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)  # the first of two processes that start at once wins
        except FileExistsError:
            pass
        fresh.unlink()
    return path.read_text()


def split(url, name):
    """The parts of an address with a password, which no message of ours repeats."""
    try:
        parts = urlsplit(url)
        misread = "@" in f"{parts.path}{parts.query}{parts.fragment}" or (parts.port or 1) < 1
    except ValueError:
        misread = True
    if misread:
        raise ImproperlyConfigured(
            f"{name} cannot be read: its port must be a number, and in names and passwords "
            "signs such as @ : / ? # [ are written %40 %3A %2F %3F %23 %5B."
        )
    return parts


def database_from_url(url, var_dir):
    """Django's DATABASES entry for sqlite:///path or postgres://user:password@host:port/name."""
    if not url:
        Path(var_dir).mkdir(parents=True, exist_ok=True, mode=0o700)
        return sqlite(Path(var_dir) / "portal.sqlite3")
    parts = split(url, "DATABASE_URL")
    if parts.scheme == "sqlite":
        return sqlite(unquote(parts.path)[1:] or ":memory:")
    if parts.scheme in {"postgres", "postgresql"}:
        options = {key: values[-1] for key, values in parse_qs(parts.query).items()}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured("DATABASE_URL must begin with sqlite:/// or postgres://.")


def sqlite(path):
    """SQLite as a server: WAL, write locks taken at BEGIN, deleted rows overwritten."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728;"
            ),
        },
    }


def mail_from_url(url):
    """The relay as a dict: host, port, user, password, tls ("", "starttls" or "implicit")."""
    if not url:
        return None
    parts = split(url, "EMAIL_URL")
    tls = {"smtp": "", "smtp+starttls": "starttls", "smtps": "implicit"}.get(parts.scheme)
    if tls is None or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL must be smtp://, smtp+starttls:// or smtps://host:port."
        )
    return {
        "host": parts.hostname,
        "port": parts.port or {"": 25, "starttls": 587, "implicit": 465}[tls],
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "tls": tls,
    }


def mailbox_from_url(url):
    """The bounce mailbox as a dict, by maildir:///path or imaps://user:password@host/folder."""
    if not url:
        return None
    parts = split(url, "BOUNCE_MAILBOX")
    if parts.scheme == "maildir" and parts.path:
        return {"kind": "maildir", "path": unquote(parts.path)}
    if parts.scheme == "imaps" and parts.hostname:
        return {
            "kind": "imap",
            "host": parts.hostname,
            "port": parts.port or 993,
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "folder": unquote(parts.path[1:]) or "INBOX",
        }
    raise ImproperlyConfigured(
        "BOUNCE_MAILBOX must be maildir:///path or imaps://user:password@host/folder."
    )


def mail_events_from(provider, secret):
    """Who may tell us by webhook what became of our mail; None where nobody is named."""
    if not provider:
        return None
    if provider not in {"brevo", "postmark"} or ":" not in secret:
        raise ImproperlyConfigured(
            "MAIL_EVENTS_PROVIDER must be brevo or postmark, and MAIL_EVENTS_SECRET name:password."
        )
    return {"provider": provider, "secret": secret}
