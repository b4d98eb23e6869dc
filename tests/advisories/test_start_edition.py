from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.actions import start_edition
from advisories.models import Tlp
from tests.factories import make_edition, make_report
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError

pytestmark = pytest.mark.django_db

CRIME = {"key": "crime", "heading": "Crime", "body": "<p>Thieves.</p>", "rating": "low"}
ROADS = {"key": "road", "heading": "Roads", "depth": 2}


@pytest.mark.behavior("I2")
def test_new_edition_has_the_text_of_the_current_one(report, editor):
    make_edition(report, year=2016, summary="<p>Old.</p>", sections=[ROADS])
    current = make_edition(
        report, year=2017, summary="<p>New.</p>", change_note="Said before", sections=[CRIME, ROADS]
    )

    draft = start_edition(report, by=editor, year=2018)

    assert (draft.year, draft.revision, draft.published_at) == (2018, 1, None)
    assert (draft.title, draft.summary) == (current.title, "<p>New.</p>")
    assert draft.change_note == ""
    assert list(draft.sections.values_list("anchor", "heading", "body", "rating", "depth")) == list(
        current.sections.values_list("anchor", "heading", "body", "rating", "depth")
    )
    assert AuditEvent.objects.filter(deed="start_edition", object_id=draft.pk).count() == 1


@pytest.mark.behavior("I2")
def test_new_edition_may_start_from_a_chosen_one(report, editor):
    old = make_edition(report, year=2016, sections=[ROADS])
    make_edition(report, year=2017, sections=[CRIME])

    draft = start_edition(report, by=editor, year=2017, from_edition=old)

    assert (draft.year, draft.revision) == (2017, 2)
    assert [section.key for section in draft.sections.all()] == ["road"]


def test_first_edition_is_empty(report, editor):
    draft = start_edition(report, by=editor, year=2017)

    assert (draft.title, draft.sections.count()) == (report.title, 0)


def test_edition_of_another_report_is_no_start(report, editor, astana):
    other = make_edition(make_report(astana, "Astana crime and safety report"))

    with pytest.raises(RefusedError):
        start_edition(report, by=editor, year=2018, from_edition=other)


@pytest.mark.behavior("I1")
def test_second_draft_of_a_year_is_refused(report, editor):
    start_edition(report, by=editor, year=2017)

    with pytest.raises(RefusedError, match="open already"):
        start_edition(report, by=editor, year=2017)
    assert report.editions.count() == 1


def test_draft_of_another_year_may_be_open_beside(report, editor):
    start_edition(report, by=editor, year=2017)

    assert start_edition(report, by=editor, year=2016).year == 2016


def test_no_draft_starts_while_an_edition_of_the_year_is_scheduled(report, editor):
    make_edition(report, year=2017, published_at=timezone.now() + timedelta(days=1))

    with pytest.raises(RefusedError, match="waits for its time"):
        start_edition(report, by=editor, year=2017)


def test_text_of_a_council_is_no_start_for_who_does_not_see_it(report, editor, council):
    clear = make_edition(report, year=2016, sections=[ROADS])
    make_edition(report, year=2017, tlp=Tlp.AMBER, council=council, sections=[CRIME])

    draft = start_edition(report, by=editor, year=2018)

    assert draft.title == clear.title
    assert draft.tlp == Tlp.CLEAR
    assert [section.key for section in draft.sections.all()] == ["road"]


def test_failing_at_any_write_leaves_no_draft(report, editor):
    make_edition(report, year=2016, sections=[CRIME, ROADS])

    def state():
        return report.editions.count(), AuditEvent.objects.count()

    writes = fail_at_every_write(lambda: start_edition(report, by=editor, year=2017), state)

    assert writes >= 3
    assert report.editions.get(year=2017).sections.count() == 2
