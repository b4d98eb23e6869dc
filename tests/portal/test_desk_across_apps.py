"""What the staff pages know of several apps at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.actions import publish_edition
from advisories.models import Edition, Role
from alerts.models import Frequency, Subscription
from portal.desk_admin import edition_audience
from tests.advisories.desk import address
from tests.factories import (
    make_assignment,
    make_edition,
    make_post,
    make_report,
    make_staff,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db

SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>"}]


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.STAFF_TWO_FACTOR = False


@pytest.fixture
def almaty():
    return make_post()


@pytest.fixture
def draft(almaty):
    return make_edition(
        make_report(almaty), published=False, change_note="First.", sections=SECTIONS
    )


@pytest.fixture
def publisher(almaty):
    person = make_staff("Publisher")
    make_assignment(person, Role.PUBLISHER, post=almaty)
    return person


def test_these_pages_are_loaded_with_the_staff_pages():
    from portal import admin

    assert admin.desk_admin


def follow(name, post, **choices):
    choices = {"new_reports": True, **choices}
    return Subscription.objects.create(user=make_user(name), post=post, **choices)


def test_people_to_be_told_are_counted_by_how_they_get_it(draft, almaty):
    follow("First reader", almaty)
    follow("Second reader", almaty)
    follow("Digest reader", almaty, frequency=Frequency.DAILY)
    follow("Alert reader", almaty, new_reports=False)

    assert dict(edition_audience(draft)) == {"at once": 2, "in a daily or weekly digest": 1}


def test_publish_page_shows_the_count(client, draft, publisher, almaty):
    follow("First reader", almaty)
    client.force_login(publisher)

    page = client.get(address("publish", draft)).content.decode()

    assert "at once: <b>1</b>" in page


def test_closing_an_account_takes_back_what_it_had_scheduled(client, draft, publisher):
    moment = timezone.now() + timedelta(days=1)
    publish_edition(draft, by=publisher, kind="major", at=moment)
    client.force_login(make_superuser())
    values = {"email": publisher.email, "name": publisher.name, "is_staff": "on"}

    response = client.post(
        f"/admin/accounts/user/{publisher.pk}/change/",
        values | {"language": "", "time_zone": "UTC"},
        follow=True,
    )

    publisher.refresh_from_db()
    assert not publisher.is_active
    assert not Edition.objects.get().published_at
    assert "is a draft again" in response.content.decode()


def test_start_page_names_drafts_and_numbers_to_check(client, draft, publisher):
    client.force_login(publisher)

    page = client.get("/admin/").content.decode()

    assert "Almaty crime and safety report, 2017" in page
    assert "Numbers to check" in page


def test_second_factor_that_is_off_is_said_on_every_staff_page(client, publisher, settings):
    client.force_login(publisher)

    assert "second factor of staff is switched off" in client.get("/admin/").content.decode()


def test_sample_content_is_said_on_staff_pages(client, publisher):
    from web.models import SiteSettings

    SiteSettings(sample_content=True).save()
    client.force_login(publisher)

    assert "Sample content, not advice." in client.get("/admin/").content.decode()
