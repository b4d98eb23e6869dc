import pytest
from django.core.exceptions import ImproperlyConfigured

from web.checks import refuse_unsafe_start

SAFE = {
    "PORTAL_ENV": "production",
    "PRODUCTION": True,
    "SECRET_KEY": "f3kq9-" + "kD7x_Tz0pLrWmQeYbVnCsHuJaGiX" * 2,
    "DEBUG": False,
    "ALLOWED_HOSTS": ["advisories.example.org"],
    "SITE_URL": "https://advisories.example.org",
    "MAIL_RELAY": {"host": "relay.example.org"},
    "EMAIL_BACKEND": "alerts.letters.LetterBackend",
    "CACHES": {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache"}},
    "STAFF_TWO_FACTOR": True,
}
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
        ("SITE_URL", "http://advisories.example.org"),
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
    assert ("EMAIL_URL" if name == "MAIL_RELAY" else name) in str(refused.value)


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


def test_misspelled_environment_does_not_pass_for_a_laptop(settings):
    settings.PORTAL_ENV = "prodution"

    with pytest.raises(ImproperlyConfigured, match="PORTAL_ENV"):
        refuse_unsafe_start()
