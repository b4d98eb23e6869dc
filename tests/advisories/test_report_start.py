import pytest
from django.urls import reverse
from django.utils import timezone

from advisories.models import Edition, Report, Role
from tests.advisories.desk import address
from tests.factories import (
    make_assignment,
    make_country,
    make_edition,
    make_post,
    make_report,
)

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_button_on_the_report_starts_a_draft(desk, report):
    make_edition(report, year=2016, sections=[{"key": "crime"}])

    page = desk.get(address("change", report)).content.decode()
    response = desk.post(address("start", report), {"year": 2017})

    draft = report.editions.get(year=2017)
    assert address("start", report) in page
    assert response.url == address("change", draft)
    assert draft.sections.count() == 1


@pytest.mark.behavior("I2")
def test_draft_starts_from_the_chosen_edition(desk, report):
    old = make_edition(report, year=2015, sections=[{"key": "road"}])
    make_edition(report, year=2016, sections=[{"key": "crime"}])

    desk.post(address("start", report), {"year": 2017, "from_edition": old.pk})

    assert report.editions.get(year=2017).sections.get().key == "road"


def test_second_draft_of_a_year_is_refused_in_words(desk, report):
    make_edition(report, year=2017, published=False)

    response = desk.post(address("start", report), {"year": 2017})

    assert "A draft of 2017 is open already." in response.content.decode()


@pytest.mark.parametrize("year", ["", "x", "0", "-5", "3000", "9" * 30])
def test_impossible_year_is_refused_in_words(desk, report, year):
    response = desk.post(address("start", report), {"year": year})

    assert response.status_code == 200
    assert "errorlist" in response.content.decode()
    assert not report.editions.exists()


def test_report_is_made_for_a_post_of_ones_own(desk, almaty, astana, kazakhstan):
    url = reverse("admin:advisories_report_add")
    values = {"title": "Almaty note", "slug": "almaty-note"}

    desk.post(url, values | {"post": astana.pk})
    desk.post(url, values | {"post": ""})
    assert not Report.objects.exists()

    desk.post(url, values | {"post": almaty.pk})
    assert Report.objects.get().post == almaty


def test_address_of_a_report_with_editions_does_not_change(desk, report, almaty):
    make_edition(report)

    desk.post(address("change", report), {"title": "New", "slug": "new", "post": almaty.pk})

    report.refresh_from_db()
    assert (report.title, report.slug) == ("New", "almaty-crime-and-safety-report")


def test_place_of_a_report_that_readers_know_does_not_change(desk, report, almaty, editor):
    other = make_post(make_country("Kyrgyzstan"), "Bishkek")
    make_assignment(editor, Role.EDITOR, post=other)
    draft = make_edition(report, published=False)
    moved = {"title": "New", "slug": report.slug, "country": "", "post": other.pk}

    desk.post(address("change", report), moved)
    assert Report.objects.get(pk=report.pk).post == other

    Report.objects.filter(pk=report.pk).update(post=almaty, country=almaty.country)
    Edition.objects.filter(pk=draft.pk).update(published_at=timezone.now())
    desk.post(address("change", report), moved)
    assert Report.objects.get(pk=report.pk).post == almaty


def test_list_takes_as_many_queries_with_three_reports_as_with_one(
    desk, report, almaty, query_count
):
    url = reverse("admin:advisories_report_changelist")
    desk.get(url)
    one = query_count(lambda: desk.get(url))
    for number in range(2):
        more = make_report(almaty, f"Note {number}")
        make_edition(more)
        make_edition(more, year=timezone.now().year, published=False)

    assert query_count(lambda: desk.get(url)) == one
