"""The start page of staff: what waits for whom."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.actions import (
    end_assignment,
    publish_edition,
    save_edition,
    submit_edition,
)
from advisories.models import Edition, Role
from portal.desk import waiting
from tests.factories import (
    make_assignment,
    make_contact,
    make_council,
    make_country,
    make_edition,
    make_post,
    make_report,
    make_staff,
    make_superuser,
)

pytestmark = [pytest.mark.django_db, pytest.mark.page]

SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>"}, {"key": "road", "body": "<p>Ice.</p>"}]


@pytest.fixture
def almaty():
    return make_post()


@pytest.fixture
def report(almaty):
    return make_report(almaty)


@pytest.fixture
def publisher(almaty):
    person = make_staff("Publisher")
    make_assignment(person, Role.PUBLISHER, post=almaty)
    return person


@pytest.fixture
def editor(almaty):
    person = make_staff("Editor")
    make_assignment(person, Role.EDITOR, post=almaty)
    return person


def words(person, title):
    box = next((box for box in waiting(person) if str(box.title) == title), None)
    return box and [f"{row.words} {row.more}".strip() for row in box.rows]


def test_reviewer_sees_what_waits_for_them(report, editor, publisher):
    draft = make_edition(report, title="Almaty report", published=False)
    assert words(publisher, "To approve") == []

    submit_edition(draft, by=editor)

    assert words(publisher, "To approve") == ["Almaty report (2017) sent by Editor"]
    assert words(editor, "To approve") is None


def test_own_words_do_not_wait_for_their_writer_where_a_second_person_is_asked_for(
    report, publisher, almaty
):
    almaty.country.second_person = True
    almaty.country.save()
    draft = make_edition(report, published=False)
    draft.title = "Mine"
    save_edition(draft, by=publisher, version=1)
    submit_edition(draft, by=publisher)

    assert words(publisher, "To approve") == []


def test_overdue_review_is_named_until_it_is_done_or_superseded(report, editor):
    yesterday = timezone.localdate() - timedelta(days=1)
    edition = make_edition(report, title="Almaty report", next_review_on=yesterday)
    assert len(words(editor, "Overdue reviews")) == 1

    newer = make_edition(report, year=2018)
    assert words(editor, "Overdue reviews") == []

    Edition.objects.filter(pk=newer.pk).update(next_review_on=yesterday)
    assert len(words(editor, "Overdue reviews")) == 1
    assert edition.year < newer.year


def test_number_not_checked_for_90_days_is_to_be_checked(editor, almaty):
    moment = timezone.now() - timedelta(days=91)
    make_contact(almaty.country, post=almaty, number="102", confirmed_at=moment)
    make_contact(almaty.country, post=almaty, number="103")

    assert len(words(editor, "Numbers to check")) == 1


def test_sections_that_say_the_same_for_a_year_are_named(report, editor):
    title = "Sections nobody touched for a year"
    long_ago = timezone.now() - timedelta(days=400)
    make_edition(report, year=2016, published_at=long_ago, sections=SECTIONS)
    changed = [SECTIONS[0] | {"body": "<p>New.</p>"}, SECTIONS[1]]
    current = make_edition(report, title="Almaty report", sections=changed)
    assert words(editor, title) == ["Almaty report (2017) Road"]

    Edition.objects.filter(pk=current.pk).update(reviewed_at=timezone.now())
    assert words(editor, title) == []


def test_each_edition_is_named_once_with_its_old_sections(report, editor, almaty):
    long_ago = timezone.now() - timedelta(days=400)
    for title in ("Almaty report", "Other report"):
        about = make_report(almaty, title)
        make_edition(about, title=title, published_at=long_ago, sections=SECTIONS)

    assert words(editor, "Sections nobody touched for a year") == [
        "Almaty report (2017) Crime, Road",
        "Other report (2017) Crime, Road",
    ]


def test_publishers_are_told_of_what_a_leaver_had_scheduled(report, publisher, almaty):
    leaver = make_staff("Leaver")
    held = make_assignment(leaver, Role.PUBLISHER, post=almaty)
    draft = make_edition(
        report, title="Almaty report", published=False, change_note="New.", sections=SECTIONS
    )
    tomorrow = timezone.now() + timedelta(days=1)
    publish_edition(draft, by=leaver, kind="major", at=tomorrow)
    title = "Taken back from the schedule"
    assert words(publisher, title) is None

    end_assignment(held, by=make_superuser())
    assert words(publisher, title)[0].startswith("Almaty report (2017)")

    publish_edition(Edition.objects.get(pk=draft.pk), by=publisher, kind="major")
    assert words(publisher, title) is None


def test_nothing_of_another_desk_is_named(report, editor):
    elsewhere = make_report(make_post(make_country("Georgia"), "Tbilisi"), "Steppewatch")
    long_ago = timezone.now() - timedelta(days=400)
    make_edition(
        elsewhere, title="Steppewatch", published_at=long_ago, sections=SECTIONS,
        next_review_on=long_ago.date(),
    )  # fmt: skip
    make_edition(elsewhere, title="Steppewatch", year=2018, published=False)

    for box in waiting(editor):
        assert box.rows == []


def test_boxes_take_as_many_queries_for_three_rows_as_for_one(
    report, editor, publisher, almaty, query_count
):
    long_ago = timezone.now() - timedelta(days=400)

    def fill(number):
        other = make_report(almaty, f"Report {number}")
        make_edition(
            other, published_at=long_ago, sections=SECTIONS, next_review_on=long_ago.date()
        )
        draft = make_edition(other, year=2018, published=False, started_by=editor)
        submit_edition(draft, by=editor)

    fill(1)
    one = query_count(lambda: waiting(publisher))
    fill(2)
    fill(3)
    assert query_count(lambda: waiting(publisher)) == one


def begin(client, person):
    client.force_login(person)
    return [words for _address, words in client.get("/admin/").context["beginnings"]]


def test_desk_offers_to_begin_what_its_person_may_begin(client, almaty, editor):
    sender = make_staff("Sender")
    make_assignment(sender, Role.SENDER, post=almaty)

    assert begin(client, editor)[0] == "Read a report in"
    assert "New alert" not in begin(client, editor)
    assert begin(client, sender) == ["New alert"]
    assert begin(client, make_staff("Officer")) == []


@pytest.mark.parametrize("make_place", [make_country, make_post, make_council])
@pytest.mark.parametrize("role", [Role.EDITOR, Role.PUBLISHER, Role.SENDER])
def test_what_is_offered_opens(client, make_place, role):
    person, place = make_staff("Person"), make_place()
    make_assignment(person, role, **{place._meta.model_name: place})
    client.force_login(person)
    for page in ("/admin/", "/admin/advisories/report/"):
        shown = client.get(page).content.decode()
        for address in set(re.findall(r'href="(/admin/[a-z/]+/(?:import|add|start)/)"', shown)):
            assert client.get(address).status_code == 200, address


def test_boxes_without_rows_stand_together(client, editor):
    client.force_login(editor)
    page = client.get("/admin/").content.decode()
    assert page.count("Nothing waits here") == 1
    assert page.index("Nothing waits here") < page.index("No draft is open.")
