"""No log keeps a token of a link in a mail: neither ours nor the proxy's."""

import logging
import logging.config
import re

import pytest
from django.conf import settings
from django.urls import URLPattern, get_resolver

from web.logs import WithoutTokens

pytestmark = pytest.mark.once
TOKEN = "b3K9xQ-7_z"
FILTERS = settings.LOGGING["filters"]


def addresses(resolver, before="/"):
    """Every address of the portal whose pattern names a token."""
    for pattern in resolver.url_patterns:
        route = before + str(pattern.pattern)
        if not isinstance(pattern, URLPattern):
            yield from addresses(pattern, route)
        elif "token>" in route:
            yield re.sub(r"<[^>]+>", TOKEN, route)


def said(message, *words):
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, message, words, None)
    WithoutTokens().filter(record)
    return record.getMessage()


def test_log_names_the_page_and_not_the_token():
    assert len(list(addresses(get_resolver()))) >= 4
    for address in addresses(get_resolver()):
        line = said("Forbidden (%s): %s", "CSRF cookie not set.", address)
        assert TOKEN not in line, address
        assert line.startswith("Forbidden (CSRF cookie not set.): /")


def test_log_tells_other_addresses_as_they_are():
    assert said("Not Found: %s", "/countries/nowhere/") == "Not Found: /countries/nowhere/"


def test_everything_the_portal_logs_goes_through_it():
    configured = logging.config.DictConfigurator(settings.LOGGING)
    handlers = settings.LOGGING["handlers"]

    for name in settings.LOGGING["root"]["handlers"]:
        [used] = [configured.configure_filter(FILTERS[each]) for each in handlers[name]["filters"]]
        assert isinstance(used, WithoutTokens)


def test_proxy_logs_no_address_with_a_token():
    conf = (settings.BASE_DIR / "deploy" / "nginx.conf").read_text()
    [pattern, inside] = re.search(r"location ~ (\S+) \{([^}]+)\}", conf).groups()

    assert all(re.search(pattern, address) for address in addresses(get_resolver()))
    assert "access_log off" in inside
    assert "error_log /dev/null" in inside
