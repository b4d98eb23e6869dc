"""A country's page: its weight on the wire, its requests, its queries."""

import place
from figures import figure, missing

place.with_sample()

from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from advisories.models import Country  # noqa: E402
from tests.factories import make_alert  # noqa: E402
from tests.support.browser import ARGUMENTS  # noqa: E402
from tests.support.skips import find_chromium  # noqa: E402

country = Country.objects.get(alpha2="KZ")
address = country.get_absolute_url()


def main():
    with_sample = Client().get(address, headers={"accept-encoding": "gzip"})
    assert with_sample.status_code == 200, with_sample.status_code
    figure("country page, HTML and CSS, gzip", len(with_sample.content), 14_000, "bytes")
    in_a_browser()
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
