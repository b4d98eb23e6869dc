import stat
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from web.checks import check_closed_folder, check_proxy, refuse_unsafe_start

SAFE = {
    "PORTAL_ENV": "production",
    "PRODUCTION": True,
    "SECRET_KEY": "f3kq9-" + "kD7x_Tz0pLrWmQeYbVnCsHuJaGiX" * 2,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["advisories.example.org"],
    "SITE_URL": "https://advisories.example.org",
    "MAIL_RELAY": {"host": "relay.example.org"},
    "DEFAULT_FROM_EMAIL": "Advisory Council <alerts@advisories.example.org>",
    "EMAIL_BACKEND": "alerts.letters.LetterBackend",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "STAFF_TWO_FACTOR": True,
}
VARIABLES = {"MAIL_RELAY": "EMAIL_URL", "DEFAULT_FROM_EMAIL": "MAIL_FROM"}
MEMORY = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}


@pytest.fixture
def production(settings):
    for name, value in SAFE.items():
        setattr(settings, name, value)
    return settings


def test_safe_production_starts(production):
    refuse_unsafe_start()


@pytest.mark.behavior("P20")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "too-short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "development-" + "kD7x_Tz0pLrWmQeYbVnCsHuJaGiX" * 2),
        ("SECRET_KEY", "django-insecure-" + "kD7x_Tz0pLrWmQeYbVnCsHuJaGiX" * 2),
        ("DEBUG", True),
        ("ALLOWED_HOSTS", []),
        ("ALLOWED_HOSTS", ["*"]),
        ("SECRET_KEY_FALLBACKS", ["kD7x_Tz0pLrWmQeYbVnCsHuJaGiX" * 2, "too-short"]),
        ("SITE_URL", "http://advisories.example.org"),
        ("SITE_URL", "https:"),
        ("SITE_URL", "https://advisories.example.org/portal"),
        ("SITE_URL", "https://advisories.example.org:44x"),
        ("SITE_URL", "https://another.example.org"),
        ("STATIC_ROOT", settings.BASE_DIR),
        ("STATIC_ROOT", settings.VAR_DIR),
        ("STATIC_ROOT", settings.VAR_DIR.parent),
        ("ADVISORY_VOCABULARY", settings.VAR_DIR / "nowhere.json"),
        ("DEFAULT_FROM_EMAIL", "Advisory Council <alerts@example.org>"),
        ("DEFAULT_FROM_EMAIL", "Advisory Council"),
        ("DEFAULT_FROM_EMAIL", '"Advisory Council <alerts@advisories.example.org>"'),
        ("MAIL_RELAY", None),
        ("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend"),
        ("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend"),
        ("CACHES", MEMORY),
        ("STAFF_TWO_FACTOR", False),
    ],
)
def test_unsafe_setting_stops_the_start_and_is_named(production, name, value):
    setattr(production, name, value)

    with pytest.raises(ImproperlyConfigured) as refused:
        refuse_unsafe_start()
    assert VARIABLES.get(name, name) in str(refused.value)


def test_relay_that_tells_of_bounces_needs_its_package(production, monkeypatch):
    production.MAIL_EVENTS = {"provider": "brevo", "secret": "a:b"}
    refuse_unsafe_start()

    monkeypatch.setattr("web.checks.find_spec", lambda name: None)
    with pytest.raises(ImproperlyConfigured, match="MAIL_EVENTS_PROVIDER"):
        refuse_unsafe_start()


def test_memory_cache_is_enough_for_one_worker(production, monkeypatch):
    production.CACHES = MEMORY
    monkeypatch.setenv("WEB_CONCURRENCY", "1")

    refuse_unsafe_start()


def test_laptop_starts_as_it_is(settings):
    refuse_unsafe_start()


@pytest.mark.parametrize("name", ["https://Advisories.example.org", "https://a.example.org:8443"])
def test_address_may_name_a_port_and_any_host_that_is_answered_to(production, name):
    production.ALLOWED_HOSTS = [".example.org"]
    production.SITE_URL = name

    refuse_unsafe_start()


def test_worker_refuses_what_the_web_process_refuses(production):
    production.SITE_URL = "http://127.0.0.1:8000"

    with pytest.raises(CommandError, match="SITE_URL"):
        call_command("deliver", "--once")


@pytest.mark.django_db
def test_worker_of_a_laptop_says_that_it_mails_nobody_outside(settings, caplog, monkeypatch):
    monkeypatch.setattr("alerts.worker.Worker.run_once", lambda self: None)
    call_command("deliver", "--once")
    assert caplog.messages == []

    settings.MAIL_RELAY = {"host": "relay.example.org"}
    call_command("deliver", "--once")

    assert "PORTAL_ENV=production" in caplog.text


@pytest.mark.django_db
def test_worker_says_that_tables_are_missing(caplog, monkeypatch):
    monkeypatch.setattr("alerts.worker.Worker.run_once", lambda self: None)
    MigrationRecorder(connection).migration_qs.filter(app="alerts").delete()

    call_command("deliver", "--once")

    assert "run manage.py migrate" in caplog.text


@pytest.mark.once
def test_folder_that_others_can_look_into_is_named(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    tmp_path.chmod(0o700)
    assert check_closed_folder(None) == []

    for mode in (0o755, 0o711):
        tmp_path.chmod(mode)
        [warning] = check_closed_folder(None)
        assert f"chmod 700 {tmp_path}" in warning.msg


@pytest.mark.once
def test_forgotten_proxy_is_named(settings):
    [warning] = check_proxy(None)
    assert "BEHIND_PROXY" in warning.msg

    settings.TRUSTED_PROXIES, settings.SECURE_PROXY_SSL_HEADER = 1, ("HTTP_X", "https")
    assert check_proxy(None) == []


@pytest.mark.once
def test_what_is_uploaded_is_for_the_portal_alone(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    place = Path(default_storage.path(default_storage.save("papers/one", ContentFile(b"%PDF"))))

    assert place.is_relative_to(tmp_path)
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert stat.S_IMODE(place.parent.stat().st_mode) == 0o700
