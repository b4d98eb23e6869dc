"""A country's page: its weight on the wire, its requests, its queries, its cost uncached."""

import place
from figures import alternating, figure, missing

place.with_sample()

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from advisories.models import Country  # noqa: E402
from portal.urls import urlpatterns as portal_patterns  # noqa: E402
from tests.factories import make_alert  # noqa: E402
from tests.support.browser import ARGUMENTS  # noqa: E402
from tests.support.skips import find_chromium  # noqa: E402

EMPTY = engines["django"].from_string("<!doctype html><title>x</title><p>{{ user.email }}</p>")
country = Country.objects.get(alpha2="KZ")
address = country.get_absolute_url()


def empty_page(request):
    request.session.get("x")
    return HttpResponse(EMPTY.render({}, request))


urlpatterns = [path("bench-empty/", empty_page), *portal_patterns]


def main():
    with_sample = Client().get(address, headers={"accept-encoding": "gzip"})
    assert with_sample.status_code == 200, with_sample.status_code
    figure("country page, HTML and CSS, gzip", len(with_sample.content), 14_000, "bytes")
    in_a_browser()
    cost()
    one = queries()
    add_alerts(99)
    figure("queries of the country page, 1 alert", one, 12)
    figure("queries of the country page, 100 alerts", queries(), one)


def in_a_browser():
    chromium = find_chromium()
    if not chromium:
        missing("requests of the country page", "no Chromium", "<= 4")
        return
    from playwright.sync_api import sync_playwright

    requests = []
    with place.served() as (site, _taken, _pid), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        page = browser.new_page()
        page.on("response", lambda response: requests.append(response))
        page.goto(site + address, wait_until="networkidle")
        sizes = sum(response.request.sizes()["responseBodySize"] for response in requests)
        browser.close()
    figure("requests of the country page", len(requests), 4)
    figure("everything the country page loads", sizes, 25_000, "bytes")


@override_settings(ROOT_URLCONF="__main__")
def cost():
    """Against an empty page with session and user, in turns; both through every middleware."""
    reader, member = Client(), Client()
    member.force_login(get_user_model().objects.create_user("bench@example.org"))
    page, empty = alternating(
        lambda: reader.get(address), lambda: member.get("/bench-empty/"), rounds=60
    )
    figure("country page / empty page", page / empty, 3, digits=2)


def queries():
    Client().get(address)
    with CaptureQueriesContext(connection) as seen:
        Client().get(address)
    return len(seen)


def add_alerts(number):
    for _alert in range(number):
        make_alert(country)


if __name__ == "__main__":
    main()
