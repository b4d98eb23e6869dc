"""The watch over browser pages sees what it is there to see."""

import pytest

from tests.support.browser import watch

pytestmark = pytest.mark.browser


@pytest.fixture
def home(chromium, site):
    context = chromium.new_context(base_url=site)
    page = context.new_page()
    page.complaints = []
    watch(context, site, page.complaints)
    page.goto("/")
    yield page
    context.close()


def test_home_gives_no_cause_for_complaint(home):
    assert home.complaints == []


def test_inline_style_is_a_policy_error(home):
    home.evaluate("document.body.setAttribute('style', 'color: red')")
    home.wait_for_timeout(200)

    assert [complaint[:7] for complaint in home.complaints] == ["policy:"]


def test_script_error_and_request_to_another_host_are_seen(home):
    home.evaluate("setTimeout(() => missing())")
    home.evaluate("new Image().src = 'http://127.0.0.1:1/x.png'")
    home.wait_for_timeout(200)

    assert any(complaint.startswith("script error") for complaint in home.complaints)
    assert any(complaint.startswith("another host") for complaint in home.complaints)
