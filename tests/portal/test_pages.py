"""Pages of standing text take their words from the site settings."""

import pytest

from tests.factories import make_council
from web.models import SiteSettings

pytestmark = pytest.mark.page


@pytest.fixture
def site(db):
    site = SiteSettings.load()
    site.council_word, site.councils_word = "chapter", "chapters"
    site.level_names = ["Calm", "Careful", "Think twice", "Stay away"]
    site.rating_names = ["Little", "Some", "Much", "Extreme"]
    site.postal_address = "1 Sample Street"
    site.save()
    return site


def test_levels_page_names_levels_ratings_and_grades(client, site):
    page = client.get("/levels/").content.decode()

    for words in ("Level 1: Calm", "Level 4: Stay away", "Little", "Extreme", "act now"):
        assert words in page


def test_about_and_privacy_use_the_site_s_own_words(client, site):
    assert "The chapter behind it" in client.get("/about/").content.decode()
    assert "your chapter" in client.get("/privacy/").content.decode()


def test_contact_page_names_councils_and_the_postal_address(client, site, settings):
    make_council(contact="8-727-250-4892")
    settings.MAIL_REPLY_TO = "desk@example.org"

    page = client.get("/contact/").content.decode()

    assert "Almaty country council" in page
    assert "8-727-250-4892" in page
    assert "mailto:desk@example.org" in page
    assert "1 Sample Street" in page


def test_contact_page_without_any_address_says_so(client, db, settings):
    settings.MAIL_REPLY_TO = ""

    assert "No address has been set up" in client.get("/contact/").content.decode()
