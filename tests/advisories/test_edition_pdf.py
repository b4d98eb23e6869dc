"""The PDF of an edition: one job however many ask, kept, and served to its readers alone."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from advisories import pdf
from advisories.models import Edition, EditionPdf, Tlp
from advisories.pdf import child, jobs, render
from tests.factories import (
    make_council,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_user,
)
from tests.support.threads import at_once

ADDRESS = "/reports/almaty/2017/v1/report.pdf"
MEMBERS = f"/members{ADDRESS}"


@pytest.fixture(autouse=True)
def offered(settings, tmp_path, monkeypatch):
    """As on a site with WeasyPrint, which has tests of its own."""
    settings.REPORT_PDF = True
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(pdf, "is_installed", lambda: True)
    monkeypatch.setattr(render, "rendered", lambda html: b"%PDF of " + html.strip()[-7:].encode())
    return tmp_path


@pytest.fixture
def report(db):
    return make_report(make_post(), slug="almaty")


@pytest.fixture
def edition(report):
    return make_edition(report, sections=[{"key": "crime"}])


def bytes_of(response):
    return b"".join(response.streaming_content)


def test_first_to_ask_is_told_to_come_back_and_finds_it_then(client, edition):
    waiting = client.get(ADDRESS)

    assert waiting.status_code == 202
    assert "The PDF is being made" in waiting.content.decode()
    assert waiting["Cache-Control"] == "private, no-store"
    assert jobs.make_due() == 1
    response = client.get(ADDRESS)
    assert response.status_code == 200
    assert bytes_of(response) == b"%PDF of </html>"
    assert response["Content-Disposition"] == 'attachment; filename="almaty-2017-v1.pdf"'
    assert jobs.make_due() == 0


@pytest.mark.django_db(transaction=True)
def test_eight_askers_and_three_workers_make_one(tmp_path):
    make_edition(make_report(make_post(), slug="almaty"), sections=[{"key": "crime"}])

    answers = at_once([lambda: Client().get(ADDRESS).status_code] * 8)
    made = at_once([jobs.make_due] * 3)

    assert answers == [202] * 8
    assert sorted(made) == [0, 0, 1]
    assert EditionPdf.objects.get().tries == 1
    assert len(list((tmp_path / "pdfs").iterdir())) == 1


def test_public_one_may_be_kept_by_everybody_and_is_checked_each_time(client, edition):
    jobs.ask(edition)
    jobs.make_due()

    response = client.get(ADDRESS)

    assert response["Cache-Control"] == "public, no-cache"  # the page cache keeps no such answer
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert not response.cookies
    known = client.get(ADDRESS, headers={"if-none-match": response["ETag"]})
    assert known.status_code == 304
    assert client.post(ADDRESS).status_code == 405


@pytest.mark.behavior("I11")
def test_restricted_one_is_there_for_its_readers_alone(client, report):
    council = make_council()
    amber = make_edition(report, tlp=Tlp.AMBER, council=council, sections=[{"key": "crime"}])
    jobs.ask(amber)
    jobs.make_due()
    missing = client.get("/members/reports/nothing/2017/v1/report.pdf")
    for person in (None, make_user("Stranger"), make_member(make_council("Other")).user):
        if person:
            client.force_login(person)
        for address in (ADDRESS, MEMBERS):
            refused = client.get(address)
            assert (refused.status_code, refused.content) == (404, missing.content)
    client.force_login(make_member(council).user)

    response = client.get(MEMBERS)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert client.get(ADDRESS).status_code == 404


def test_nobody_makes_a_job_of_what_they_may_not_read(client, report):
    make_edition(report, tlp=Tlp.GREEN)

    client.get(MEMBERS)

    assert not EditionPdf.objects.exists()


def test_level_that_changed_makes_it_anew_once(client, edition, tmp_path):
    make_level(edition.report.country, 2)
    jobs.ask(edition)
    jobs.make_due()
    make_level(edition.report.country, 4)

    assert [client.get(ADDRESS).status_code for _ in range(2)] == [202, 202]
    assert jobs.make_due() == 1
    assert client.get(ADDRESS).status_code == 200
    assert len(list((tmp_path / "pdfs").iterdir())) == 1


def test_file_lost_from_the_disk_is_made_again(client, edition, tmp_path):
    row = jobs.ask(edition)
    jobs.make_due()
    row.refresh_from_db()
    (tmp_path / row.file.name).unlink()

    assert client.get(ADDRESS).status_code == 202
    assert jobs.make_due() == 1
    assert client.get(ADDRESS).status_code == 200


def test_worker_that_died_is_followed_by_another(edition):
    row = jobs.ask(edition)
    jobs.claim()
    assert jobs.claim() is None

    EditionPdf.objects.update(lease_until=timezone.now() - timedelta(seconds=1))

    assert jobs.claim() == row


def test_what_cannot_be_made_is_given_up_and_the_page_says_what_to_do(
    client, edition, monkeypatch, caplog
):
    monkeypatch.setattr(render, "rendered", lambda html: 1 / 0)
    jobs.ask(edition)
    for _ in range(4):
        jobs.make_due()
        EditionPdf.objects.update(lease_until=None)

    response = client.get(ADDRESS)

    assert EditionPdf.objects.get().tries == 3
    assert response.status_code == 503
    assert "Print the page instead" in response.content.decode()
    assert "could not be made" in caplog.text


def test_late_result_of_a_lost_lease_is_thrown_away(edition, tmp_path):
    jobs.ask(edition)
    late = jobs.claim()
    EditionPdf.objects.update(lease_until=timezone.now() + timedelta(hours=1))

    assert jobs.keep(late, b"%PDF late", timezone.now()) is False
    assert list((tmp_path / "pdfs").iterdir()) == []


def test_new_edition_is_asked_for_and_a_scheduled_or_old_one_is_not(report, monkeypatch):
    started = []
    monkeypatch.setattr(child, "running", [])
    monkeypatch.setattr(child.subprocess, "Popen", lambda *command, **_: started.append(command))
    make_edition(report, year=2015, published_at=timezone.now() - timedelta(days=400))
    make_edition(report, year=2018, published_at=timezone.now() + timedelta(days=1))
    child.start_making()
    assert not started

    new = make_edition(report, published_at=timezone.now() - timedelta(minutes=1))
    child.start_making()

    assert EditionPdf.objects.get().edition == new
    assert len(started) == 1


def test_withdrawn_edition_takes_its_pdf_along(client, edition):
    jobs.ask(edition)
    jobs.make_due()
    Edition.objects.update(withdrawn_at=timezone.now())

    assert client.get(ADDRESS).status_code == 404


def test_link_is_there_only_where_pdfs_are_made(client, edition, settings):
    assert f'href="{ADDRESS}"' in client.get("/reports/almaty/").content.decode()

    settings.REPORT_PDF = False

    assert "report.pdf" not in client.get("/reports/almaty/").content.decode()
    assert client.get(ADDRESS).status_code == 404
