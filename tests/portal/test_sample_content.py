"""What the sample holds."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command

from advisories.models import Contact, Country, Edition, LevelChange, Tlp
from alerts.kinds import pending_kinds
from alerts.models import Alert, Delivery, Notice
from council.models import Application, Council, Meeting, Member, Organization

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]


def person(name):
    return get_user_model().objects.get(email=f"{name}@example.org")


def live(user=None):
    return Edition.objects.visible_to(user or AnonymousUser()).live()


def test_kazakhstan_has_posts_numbers_and_a_history_of_levels():
    kazakhstan = Country.objects.get(alpha2="KZ")

    assert [str(post) for post in kazakhstan.posts.listed()] == ["Almaty", "Astana"]
    assert list(kazakhstan.level_changes.values_list("level", flat=True)) == [2, 1, 2]
    assert Contact.objects.proposed().count() == 0
    assert len(set(Contact.objects.confirmed().values_list("number", flat=True))) == 11


def test_enough_countries_have_a_level_for_the_map():
    assert LevelChange.objects.in_force().values("country").distinct().count() >= 12


def test_readers_find_two_editions_of_almaty_that_differ():
    new, old = live().filter(report__slug="almaty-crime-and-safety-report").newest_first()

    assert (new.year, old.year) == (2017, 2016)
    assert new.sections.count() == old.sections.count() == 28
    ratings = [e.sections.get(key="terrorism").rating for e in (old, new)]
    assert ratings == ["low", "medium"]
    assert "ride-hailing" in new.sections.get(key="public_transport").body.lower()
    assert all([new.summary, new.change_note, new.contacts])


def test_ratings_are_values_and_no_longer_text():
    for edition in live():
        assert "Rating:" not in " ".join(edition.sections.values_list("body", flat=True))
        assert edition.problems == []


def test_only_members_find_the_members_note():
    note = Edition.objects.get(tlp=Tlp.GREEN)

    assert note not in live()
    assert note not in live(person("traveler"))
    assert note in live(person("member"))


def test_three_alerts_are_in_force_and_one_is_over():
    assert Alert.objects.in_force().count() == 3
    assert Alert.objects.exclude(ended_at=None).count() == 1


def test_the_council_has_members_meetings_and_an_application():
    council = Council.objects.get()

    assert Organization.objects.count() == 10
    assert {"chair", "secretary", "member"} <= {m.role for m in Member.objects.of(council)}
    assert Meeting.objects.coming().get().agenda.exists()
    assert Meeting.objects.past().get().minutes.published_at
    assert Application.objects.open().count() == 1


def test_the_traveler_has_a_trip_ahead_and_one_behind():
    ended, coming = sorted(person("traveler").trips.active(), key=lambda trip: trip.starts_on)

    assert coming.stops.count() == 2
    assert ended.ends_on < coming.starts_on


def test_nobody_gets_mail(mailbox):
    assert pending_kinds() == []

    call_command("deliver", once=True, verbosity=0)

    assert mailbox.count() == 0
    assert Delivery.objects.count() == 0
    assert Notice.objects.exists()


def test_pages_say_that_it_is_sample_content(client):
    assert "Sample content, not advice" in client.get("/").text


def test_without_a_password_nobody_can_sign_in_with_one():
    assert not any(user.has_usable_password() for user in get_user_model().objects.all())
