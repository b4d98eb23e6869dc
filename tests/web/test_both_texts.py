"""Two people change one row of the staff pages: nothing is lost unseen (P8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.models import Indicator
from alerts.models import AlertTemplate
from council.models import Council
from tests.advisories.desk import FormReader
from tests.factories import (
    make_area,
    make_contact,
    make_council,
    make_country,
    make_member,
    make_membership,
    make_post,
    make_report,
    make_staff,
    make_superuser,
    make_user,
)
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
        (country.region, "name", "Middle Asia"),
        (make_area(country), "name", "The hills"),
        (Indicator.objects.create(code="H", name="Health"), "name", "Health risks"),
        (make_report(country), "title", "A report"),
        (AlertTemplate.objects.first(), "title", "An event"),
        (make_user("reader"), "name", "A reader"),
    ]


def form_of(response, row):
    reader = FormReader()
    own = f'id="{row._meta.model_name}_form"'
    reader.feed(response.content.decode().replace(own, 'id="edition_form"'))
    return reader.values


@pytest.mark.parametrize("number", range(11))
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


def posted(desk, row, **typed):
    """A function that sends the page as it is now, with that typed into it."""
    page = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    shown = form_of(desk.get(page), row)
    return lambda: desk.post(page, shown | typed)


@pytest.mark.parametrize(
    ("make", "mine", "theirs", "told"),
    [
        (make_membership, {"expires_on": "2031-03-01"}, {"expires_on": "2031-04-02"}, "2031-04-02"),
        (make_member, {"role": "chair"}, {"role": "contact"}, "Organization’s contact"),
        (make_staff, {"name": "Officer"}, {"is_staff": ""}, "no"),
    ],
)
def test_what_is_chosen_or_taken_away_is_not_put_back_unseen(desk, make, mine, theirs, told):
    row = make()
    first, second = posted(desk, row, **theirs), posted(desk, row, **mine)
    assert first().status_code == 302
    row.refresh_from_db()
    stored = vars(row).copy()

    refused = second()

    row.refresh_from_db()
    assert f"Stored now: “{told}”" in refused.content.decode().replace("&#x27;", "’")
    assert {**vars(row), "_state": None} == {**stored, "_state": None}


def test_a_deed_of_others_meanwhile_is_no_other_text(desk):
    """A digest of what the page shows: that somebody signed in since is not on it."""
    person = make_user("reader")
    send = posted(desk, person, name="Reader")
    type(person).objects.update(last_login=timezone.now())

    assert send().status_code == 302


def test_save_of_an_unchanged_row_goes_through(desk):
    council = make_council(about="As it was.")
    page = reverse("admin:council_council_change", args=[council.pk])

    response = desk.post(page, form_of(desk.get(page), council) | {"about": "Anew."})

    assert response.status_code == 302
    assert Council.objects.get().about == "Anew."
    assert AuditEvent.objects.get().deed == "change_council"
