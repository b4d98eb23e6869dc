"""Every page that allauth serves is one of ours, in the site's design."""

import pytest
from django.conf import settings
from django.template.loader import get_template

from tests.support.urls import every_address

VIEWS = [
    address.view.view_class
    for address in every_address()
    if "allauth" in getattr(getattr(address.view, "view_class", None), "__module__", "")
]
TEMPLATES = sorted({view.template_name for view in VIEWS if view.template_name})
# Chosen by a setting while the view runs.
MORE = ["account/confirm_email_verification_code.html", "account/signup_closed.html"]


@pytest.mark.parametrize("name", [*TEMPLATES, *MORE])
def test_page_is_ours(name):
    assert get_template(name).origin.name.startswith(str(settings.BASE_DIR / "templates"))


def test_list_is_not_empty():
    assert len(TEMPLATES) > 15
