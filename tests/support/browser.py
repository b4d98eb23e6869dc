"""A real browser on a live server: pages, sign-in, and what the console complains of."""

import os
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.test import Client

from tests.support.skips import find_chromium

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def chromium():
    from playwright.sync_api import sync_playwright

    # Playwright leaves an event loop in this thread, which Django takes for async code.
    # Browser tests run last (tests.support.skips), so this reaches no other test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings):
    """The live server's address, known to the portal as its own."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def open_page(chromium, site):
    """A fresh context each call: `open_page(width=390, dark=True, scripts=False)`.

    The test fails if any of its pages broke the content security policy, raised a script
    error, or asked another host for anything.
    """
    contexts, complaints = [], []

    def open_(width=1280, height=900, dark=False, scripts=True, user=None):
        context = chromium.new_context(
            base_url=site,
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if user:
            context.add_cookies([session_cookie(user, site)])
        page = context.new_page()
        watch(context, site, complaints)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    """One desktop page, signed out."""
    return open_page()


def session_cookie(user, site):
    """The cookie of somebody who signed in before the test began."""
    client = Client()
    client.force_login(user)
    return {
        "name": django_settings.SESSION_COOKIE_NAME,
        "value": client.cookies[django_settings.SESSION_COOKIE_NAME].value,
        "url": site,
    }


def watch(context, site, complaints):
    """Add to `complaints` whatever no page of ours may do."""
    context.on("console", lambda message: complaints.extend(policy_errors(message)))
    context.on("weberror", lambda error: complaints.append(f"script error: {error.error}"))
    context.on("request", lambda request: complaints.extend(foreign(request.url, site)))


def policy_errors(message):
    text = message.text
    if "Content Security Policy" in text or "Content-Security-Policy" in text:
        yield f"policy: {text}"


def foreign(url, site):
    parts = urlsplit(url)
    if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != urlsplit(site).netloc:
        yield f"another host: {url}"
