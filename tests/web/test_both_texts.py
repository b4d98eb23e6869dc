"""Two people change one row of the staff pages: nothing is lost unseen (P8)."""

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from council.models import Council
from tests.advisories.desk import FormReader
from tests.factories import make_contact, make_council, make_country, make_post, make_superuser
from web.models import SiteSettings


@pytest.fixture
def desk(client, db):
    client.force_login(make_superuser())
    return client


def rows():
    country = make_country()
    SiteSettings().save()
    return [
        (country, "entry_source", "Border service"),
        (make_post(country), "hours", "Monday to Friday"),
        (make_contact(country), "hours", "24 hours"),
        (make_council(country=country), "about", "We meet on Tuesdays."),
        (SiteSettings.load(), "tagline", "Advice for those who go"),
    ]


def form_of(response, row):
    reader = FormReader()
    own = f'id="{row._meta.model_name}_form"'
    reader.feed(response.content.decode().replace(own, 'id="edition_form"'))
    return reader.values


@pytest.mark.parametrize("number", range(5))
def test_second_save_of_the_same_page_is_refused_and_shows_both(desk, number):
    row, field, text = rows()[number]
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    mine = form_of(desk.get(page), row) | {field: f"{text}, as I write"}
    theirs = form_of(desk.get(page), row) | {field: f"{text}, as they write"}
    assert desk.post(page, theirs).status_code == 302

    refused = desk.post(page, mine)

    row.refresh_from_db()
    words = refused.content.decode()
    assert refused.status_code == 200
    assert getattr(row, field) == f"{text}, as they write"
    assert "Somebody else saved this meanwhile" in words
    assert f"Stored now: “{text}, as they write”" in words
    assert f"{text}, as I write" in words
    assert set(refused.context["adminform"].form.errors) == {"__all__", field}

    again = form_of(refused, row)
    assert desk.post(page, again).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == f"{text}, as I write"


def test_save_of_an_unchanged_row_goes_through(desk):
    council = make_council(about="As it was.")
    page = reverse("admin:council_council_change", args=[council.pk])

    response = desk.post(page, form_of(desk.get(page), council) | {"about": "Anew."})

    assert response.status_code == 302
    assert Council.objects.get().about == "Anew."
    assert AuditEvent.objects.get().deed == "change_council"
