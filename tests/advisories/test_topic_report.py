"""A report on a topic belongs to no country: whoever writes for everywhere starts it."""

import pytest
from django.urls import reverse

from advisories.actions import publish_edition, save_edition, start_edition
from advisories.models import Report, Role, Section, Tlp
from tests.factories import make_assignment, make_edition, make_report, make_staff

VALUES = {"title": "Driving overseas", "slug": "driving-overseas", "country": "", "post": ""}
ADD = "admin:advisories_report_add"


@pytest.fixture
def everywhere(db):
    person = make_staff("Chief editor")
    make_assignment(person, Role.PUBLISHER)
    return person


def test_it_is_started_and_published_and_found_wherever_reports_are(client, everywhere):
    client.force_login(everywhere)
    page = client.get(reverse(ADD)).content.decode()
    client.post(reverse(ADD), VALUES)
    report = Report.objects.get()
    draft = start_edition(report, by=everywhere, year=2026)
    draft.change_note = "New."
    section = Section(position=1, key="road", heading="Roads", body="<p>Expect potholes.</p>")
    save_edition(draft, [section], by=everywhere, version=1)
    publish_edition(draft, by=everywhere, kind="major")
    client.logout()

    def told(address):
        response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    assert "report on a topic" in page
    assert report.home is None
    assert "All countries" in told("/reports/driving-overseas/")
    assert "Driving overseas" in told("/reports/")
    assert "potholes" in told("/search/?q=pothole")
    assert "Driving overseas" in told("/feeds/all.atom")
    assert "Driving overseas" in told("/feeds/sections/road.atom")
    assert "/reports/driving-overseas/" in told("/sitemap.xml")
    assert client.get("/api/v1/reports/driving-overseas").json()["country"] is None


def test_those_who_write_for_a_country_name_it(client, kazakhstan, almaty):
    person = make_staff("Country editor")
    make_assignment(person, Role.EDITOR, country=kazakhstan)
    client.force_login(person)

    page = client.post(reverse(ADD), VALUES).content.decode()
    assert "Choose a country or a post." in page
    assert "Driving overseas" in page
    assert not Report.objects.exists()

    client.post(reverse(ADD), VALUES | {"post": almaty.pk})
    assert Report.objects.get().country == kazakhstan


def test_restricted_topic_is_named_nowhere(client, everywhere, report):
    secret = make_report(title="Hornbeam", slug="hornbeam", country=None)
    make_edition(secret, tlp=Tlp.GREEN, title="Hornbeam")
    make_edition(report, references=[{"title": "Hornbeam"}], sections=[{"key": "crime"}])

    for address in ("/reports/", "/feeds/all.atom", "/sitemap.xml", "/api/v1/reports"):
        assert b"ornbeam" not in client.get(address).content
    # The page quotes the words that its own editor wrote, and leads nowhere with them.
    assert "/hornbeam/" not in client.get(f"/reports/{report.slug}/").content.decode()
    assert client.get("/reports/hornbeam/").status_code == 404
