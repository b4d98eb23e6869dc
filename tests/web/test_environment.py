"""The environment: empty is unset, what cannot be read is named, and no secret is repeated."""

import os
import re
import subprocess
import sys
from functools import partial

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from tests.settings import READ
from web.environment import (
    database_from_url,
    development_secret,
    mail_from_url,
    mailbox_from_url,
    number,
    seconds,
)

SETTINGS = settings.BASE_DIR / "portal" / "settings.py"
pytestmark = pytest.mark.once
SHOW = """
from portal import settings
names = ("VAR_DIR", "STATIC_ROOT", "ADVISORY_VOCABULARY", "SITE_URL", "MAIL_DOMAIN", "LOG_LEVEL",
         "CANARY_HOURS", "CANARY_MINUTES", "MAIL_FIRST_WAIT", "MAIL_LONGEST_WAIT", "METRICS_TOKEN",
         "TRUSTED_PROXIES", "LANGUAGE_CODE", "DEFAULT_FROM_EMAIL", "MAIL_RELAY", "REPORT_PDF")
print({name: getattr(settings, name) for name in names})
"""
EMPTY = {
    **dict.fromkeys(("VAR_DIR", "STATIC_ROOT", "ADVISORY_VOCABULARY", "SITE_URL", "LOG_LEVEL"), ""),
    **dict.fromkeys(("MAIL_FROM", "MAIL_DOMAIN", "EMAIL_URL", "METRICS_TOKEN", "REPORT_PDF"), ""),
    **dict.fromkeys(("MAIL_FIRST_WAIT", "MAIL_LONGEST_WAIT", "TRUSTED_PROXIES"), ""),
    **dict.fromkeys(("CANARY_HOURS", "CANARY_MINUTES", "LANGUAGE_CODE"), ""),
}


def settings_with(**variables):
    """What a process of its own reads from an environment that holds these and nothing else."""
    known = {"PATH": os.environ["PATH"], "DATABASE_URL": "sqlite:////nowhere", "SECRET_KEY": "x"}
    return subprocess.run(
        [sys.executable, "-c", SHOW],
        env={**known, **variables},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
    )


def test_empty_variable_counts_as_none():
    empty, unset = settings_with(**EMPTY), settings_with()

    assert empty.stdout == unset.stdout != ""


@pytest.mark.parametrize(
    "variables",
    [{"PORTAL_ENV": ""}, {"PORTAL_ENV": "prodution"}, {"LOG_LEVEL": "LOUD"}],
)
def test_word_that_is_not_known_stops_every_command(variables):
    [name] = variables

    assert f"ImproperlyConfigured: {name} must be " in settings_with(**variables).stderr


def test_level_of_the_log_may_be_written_small():
    assert "'LOG_LEVEL': 'INFO'" in settings_with(LOG_LEVEL="info").stdout


@pytest.mark.parametrize("given", ["-1", "one", "1.5", "²"])
def test_what_is_no_whole_number_is_named(monkeypatch, given):
    monkeypatch.setenv("TRUSTED_PROXIES", given)

    with pytest.raises(ImproperlyConfigured, match="TRUSTED_PROXIES"):
        number("TRUSTED_PROXIES", default=0)


@pytest.mark.parametrize("given", ["0", "-5", "nan", "1e400", "soon"])
def test_what_is_no_time_to_wait_is_named(monkeypatch, given):
    monkeypatch.setenv("MAIL_FIRST_WAIT", given)

    with pytest.raises(ImproperlyConfigured, match="MAIL_FIRST_WAIT"):
        seconds("MAIL_FIRST_WAIT", default=30)


@pytest.mark.parametrize(
    "password", ["se/cret", "12/cret", "se#cret", "se?cret", "se[cret", "0/cret"]
)
def test_password_with_a_bare_sign_is_refused_and_not_repeated(password):
    readers = {
        "EMAIL_URL": (mail_from_url, "smtps://name:{}@relay.example.org:465"),
        "BOUNCE_MAILBOX": (mailbox_from_url, "imaps://name:{}@mail.example.org/INBOX"),
        "DATABASE_URL": (
            lambda url: database_from_url(url, None),
            "postgres://name:{}@host/portal",
        ),
    }
    for name, (read, url) in readers.items():
        with pytest.raises(ImproperlyConfigured, match=name) as refused:
            read(url.format(password))
        assert "cret" not in str(refused.value)
        assert f"'{password[:2]}'" not in str(refused.value)


def test_password_with_a_written_out_sign_is_read():
    relay = mail_from_url("smtp+starttls://name%40council:se%2Fcret%3F@relay.example.org")

    assert (relay["user"], relay["password"], relay["port"]) == ("name@council", "se/cret?", 587)


def test_port_that_is_none_is_named():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_from_url("smtp://relay.example.org:99999")


def test_every_variable_is_in_the_table_for_operators():
    page = (settings.BASE_DIR / "docs" / "deploy.md").read_text()
    table = re.search(r"\| variable \|.*?\n\n", page, re.DOTALL)[0]
    told = set(re.findall(r"`([A-Z_]+)`", "".join(re.findall(r"^\|[^|]+\|", table, re.MULTILINE))))
    example = settings.BASE_DIR / "deploy" / "production.env.example"

    assert told == {*READ.findall(SETTINGS.read_text()), "WEB_CONCURRENCY"}
    assert set(re.findall(r"^([A-Z_]+)=", example.read_text(), re.MULTILINE)) <= told


@pytest.mark.parametrize("begin", [development_secret, partial(database_from_url, "")])
def test_data_folder_is_made_for_its_owner_alone(tmp_path, begin):
    begin(tmp_path / "var")
    assert (tmp_path / "var").stat().st_mode & 0o077 == 0
