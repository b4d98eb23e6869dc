"""Writing minutes, publishing them, and the list of actions (H10)."""

import pytest

from advisories.models import Tlp
from council import actions
from council.models import ActionItem, Minutes
from tests.factories import make_meeting, make_minutes
from web.errors import RefusedError


@pytest.fixture
def past(council):
    return make_meeting(council, days=-3)


def test_a_draft_is_written_then_published_then_read(as_, past, chair, member):
    url = past.get_absolute_url()
    as_(chair).post(url + "minutes/", {"body": "Nine people came.", "tlp": "green"})
    assert "Nine people came" not in as_(member).get(url).content.decode()

    as_(chair).post(url + "minutes/publish/")

    minutes = Minutes.objects.get()
    assert "Nine people came" in as_(member).get(url).content.decode()
    assert (minutes.tlp, minutes.published_by) == (Tlp.GREEN, chair)


def test_publishing_twice_keeps_the_first_moment(past, chair):
    minutes = make_minutes(past, published=False)
    actions.publish_minutes(minutes, by=chair)
    first = minutes.published_at
    actions.publish_minutes(minutes, by=chair)
    assert Minutes.objects.get().published_at == first


def test_minutes_of_a_meeting_to_come_wait_for_it(meeting, chair):
    minutes = make_minutes(meeting, published=False)
    with pytest.raises(RefusedError):
        actions.publish_minutes(minutes, by=chair)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"body": ""}, "required"),
        ({"body": "x" * 50_001}, "at most 50000"),
        ({"tlp": "clear"}, "not one of the available choices"),
    ],
)
def test_errors_keep_what_was_typed(as_, past, chair, changes, words):
    form = {"body": "Nine people came.", "tlp": "amber", **changes}
    page = as_(chair).post(past.get_absolute_url() + "minutes/", form).content.decode()
    assert words in page
    assert form["body"][:9] in page
    assert not Minutes.objects.exists()


def test_a_correction_stays_published(as_, past, chair):
    minutes = make_minutes(past)
    as_(chair).post(
        past.get_absolute_url() + "minutes/",
        {"body": "Ten came.", "tlp": "amber", "read_version": 1},
    )
    minutes.refresh_from_db()
    assert minutes.body == "Ten came."
    assert minutes.published_at is not None


@pytest.mark.parametrize("known", [0, 1])
def test_two_people_writing_minutes_both_see_both_texts(as_, past, chair, officer, known):
    url = past.get_absolute_url() + "minutes/"
    if known:
        make_minutes(past, published=False)
    typed = {"tlp": "amber", "read_version": known}
    as_(officer).post(url, typed | {"body": "Nine came.\n\nThe chair opened."})

    refused = as_(chair).post(url, typed | {"body": "Ten came.\n\nThe chair opened."})

    page = refused.content.decode()
    assert refused.status_code == 409
    assert Minutes.objects.get().body.startswith("Nine came.")
    assert "Ten came." in refused.context["form"]["body"].value()
    assert "<ins>" in page
    assert "<del>" in page

    again = typed | {"body": "Ten came.", "read_version": known + 1}
    assert as_(chair).post(url, again).status_code == 302
    assert Minutes.objects.get().body == "Ten came."


def test_nobody_of_another_council_reads_them(past, stranger, member):
    make_minutes(past, tlp=Tlp.GREEN)
    assert not Minutes.objects.visible_to(stranger).exists()
    assert Minutes.objects.visible_to(member).exists()


def test_actions_are_added_and_done(as_, past, chair, member):
    client = as_(chair)
    client.post(
        past.get_absolute_url() + "actions/new/",
        {"title": "List drivers", "who": "Steppe", "due_on": "2031-01-01"},
    )
    action = ActionItem.objects.get()
    url = f"{past.get_absolute_url()}actions/{action.pk}/done/"
    assert as_(member).post(url).status_code == 404

    as_(chair).post(url)

    action.refresh_from_db()
    assert action.done_at is not None


def test_an_action_is_done_under_its_own_meeting_only(as_, council, past, meeting, chair):
    action = ActionItem.objects.create(meeting=past, title="List drivers")
    url = f"{meeting.get_absolute_url()}actions/{action.pk}/done/"
    assert as_(chair).post(url).status_code == 404
