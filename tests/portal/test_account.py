import pytest
from django.urls import reverse

from tests.factories import make_meeting, make_member, make_stop, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.page]

ACCOUNT = reverse("account")


def test_a_stranger_signs_in_first(client):
    assert client.get(ACCOUNT).status_code == 302


def test_a_member_sees_the_next_meeting_of_their_council(client):
    member = make_member()
    meeting = make_meeting(member.membership.council, title="Spring meeting")
    client.force_login(member.user)

    page = client.get(ACCOUNT).content.decode()

    assert "Spring meeting" in page
    assert meeting.get_absolute_url() in page


def test_nobody_sees_another_councils_meeting(client):
    make_meeting(title="Spring meeting")
    client.force_login(make_user("stranger"))

    assert "Spring meeting" not in client.get(ACCOUNT).content.decode()


def test_the_start_page_costs_the_same_with_one_trip_and_with_three(client, query_count):
    from tests.factories import make_country, make_trip

    traveler = make_user("traveler")
    make_stop(traveler, make_country())
    client.force_login(traveler)
    client.get(ACCOUNT)
    with_one = query_count(lambda: client.get(ACCOUNT))
    for _more in range(2):
        make_stop(place=make_country(), trip=make_trip(traveler))

    assert query_count(lambda: client.get(ACCOUNT)) == with_one


def test_the_profile_keeps_what_was_typed_when_it_is_refused(client):
    user = make_user("traveler")
    client.force_login(user)

    page = client.post(reverse("profile"), {"name": "A new name", "time_zone": "Mars/Olympus"})

    assert page.status_code == 200
    assert "A new name" in page.content.decode()
    assert "<title>Error: " in page.content.decode()
    user.refresh_from_db()
    assert user.name == "traveler"


def test_each_of_two_windows_saves_only_what_was_changed_in_it(client, settings):
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    user = make_user("traveler", time_zone="UTC", language="en")
    client.force_login(user)
    address = reverse("profile")
    shown = {"name": "traveler", "time_zone": "UTC", "language": "en"}
    for name, value in shown.items():
        assert f'name="initial-{name}" value="{value}"' in client.get(address).content.decode()
    window = shown | {f"initial-{name}": value for name, value in shown.items()}

    for change in ({"name": "Traveler One"}, {"time_zone": "Asia/Almaty"}, {"language": "fr"}):
        client.post(address, window | change)

    user.refresh_from_db()
    assert (user.name, user.time_zone, user.language) == ("Traveler One", "Asia/Almaty", "fr")


def test_the_profile_is_saved(client):
    user = make_user("traveler")
    client.force_login(user)

    client.post(reverse("profile"), {"name": "Traveler One", "time_zone": "Asia/Almaty"})

    user.refresh_from_db()
    assert (user.name, user.time_zone) == ("Traveler One", "Asia/Almaty")
