"""The page on which a draft is published, and its neighbors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.admin.editions import EditionAdmin
from advisories.models import Edition
from tests.advisories.desk import address, typed
from tests.factories import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.page]

SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>"}]


@pytest.fixture
def draft(report):
    return make_edition(report, published=False, sections=SECTIONS, change_note="Written anew.")


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


@pytest.mark.behavior("I3")
def test_kind_is_asked_and_none_is_chosen_for_you(desk, draft):
    page = desk.get(address("publish", draft)).content.decode()

    assert page.count('type="radio"') == 2
    assert "checked" not in page
    assert "Publish this edition" in page


def test_publish_button_saves_first_and_then_asks(desk, draft):
    values = typed(desk.get(address("change", draft)))

    response = desk.post(
        address("change", draft), values | {"title": "Typed and published", "_publish": "1"}
    )

    assert response.url == address("publish", draft)
    assert Edition.objects.get().title == "Typed and published"
    assert not Edition.objects.get().published_at


def test_publishing_without_a_kind_is_refused_in_words(desk, draft):
    response = desk.post(address("publish", draft), {"kind": ""})

    assert "Choose whether this is a minor or a major edition" in response.content.decode()
    assert not Edition.objects.get().published_at


def test_major_edition_comes_out(desk, draft, publisher):
    response = desk.post(address("publish", draft), {"kind": "major"})

    edition = Edition.objects.get()
    assert response.url == address("change", draft)
    assert edition.is_live
    assert edition.announced_at == edition.published_at
    assert edition.published_by == publisher


def test_second_press_of_the_button_publishes_nothing_more(desk, draft):
    desk.post(address("publish", draft), {"kind": "major"})
    first = Edition.objects.get()

    response = desk.post(address("publish", draft), {"kind": "major"})

    assert "published already" in response.content.decode()
    assert Edition.objects.get().published_at == first.published_at


def test_what_stands_against_it_is_told(desk, draft):
    Edition.objects.update(problems=["No country was found."], change_note="")

    page = desk.post(address("publish", draft), {"kind": "major"}).content.decode()

    assert "See to 1 problem that the import found." in page
    assert "Write what changed" in page
    assert not Edition.objects.get().published_at


def test_time_is_taken_by_the_clock_of_the_place(desk, draft):
    day = timezone.now().date() + timedelta(days=2)

    desk.post(address("publish", draft), {"kind": "major", "at": f"{day}T18:30"})

    edition = Edition.objects.get()
    assert edition.is_scheduled
    assert f"{edition.published_at:%H:%M}" == "13:30"  # Almaty is five hours ahead


@pytest.mark.parametrize("at", ["2017-03-10T18:30", "soon", "9" * 30, "2026-13-45T99:99"])
def test_time_that_is_past_or_none_is_refused(desk, draft, at):
    response = desk.post(address("publish", draft), {"kind": "major", "at": at})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not Edition.objects.get().published_at


def test_scheduled_edition_becomes_a_draft_again(desk, draft):
    day = timezone.now().date() + timedelta(days=2)
    desk.post(address("publish", draft), {"kind": "major", "at": f"{day}T18:30"})

    page = desk.get(address("change", draft)).content.decode()
    desk.post(address("unschedule", draft))

    assert "Will be published on" in page
    assert not Edition.objects.get().published_at


def test_looking_at_a_page_changes_nothing(desk, draft):
    for page in ("publish", "withdraw", "unschedule", "preview", "change", "delete"):
        desk.get(address(page, draft))

    assert not Edition.objects.get().published_at


def test_published_edition_is_withdrawn_after_a_question(desk, report):
    edition = make_edition(report, sections=SECTIONS)

    question = desk.get(address("withdraw", edition)).content.decode()
    desk.post(address("withdraw", edition))

    assert "cannot be undone" in question
    assert Edition.objects.get().withdrawn_at


def test_editor_writes_but_does_not_publish(client, editor, draft, report):
    client.force_login(editor)
    live = make_edition(report, year=2016, sections=SECTIONS)

    assert "_publish" not in client.get(address("change", draft)).content.decode()
    assert client.get(address("publish", draft)).status_code == 404
    assert client.post(address("publish", draft), {"kind": "major"}).status_code == 404
    assert client.post(address("withdraw", live)).status_code == 404
    assert client.post(address("unschedule", live)).status_code == 404
    assert not Edition.objects.get(pk=draft.pk).published_at
    assert not Edition.objects.get(pk=live.pk).withdrawn_at


def test_who_will_be_told_comes_from_whoever_knows(desk, draft, monkeypatch):
    counts = staticmethod(lambda edition: [(f"People who asked for {edition.title}", 214)])
    monkeypatch.setattr(EditionAdmin, "audience_counts", counts)

    page = desk.get(address("publish", draft)).content.decode()

    assert f"People who asked for {draft.title}: <b>214</b>" in page


def test_form_says_what_readers_see_now(desk, draft, report):
    make_edition(report, year=2016, sections=SECTIONS)

    page = desk.get(address("change", draft)).content.decode()

    assert "Readers see the edition of 2016, version 1." in page


def test_draft_is_deleted_after_a_question(desk, draft):
    question = desk.get(address("delete", draft))
    desk.post(address("delete", draft), {"post": "yes"})

    assert question.status_code == 200
    assert not Edition.objects.exists()
