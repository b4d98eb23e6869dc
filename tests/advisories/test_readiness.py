"""The checklist beside a draft: what it asks, and what it never tells."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.actions import approve_edition, submit_edition
from advisories.models import Edition, Tlp
from advisories.readiness import checklist
from tests.advisories.desk import address
from tests.factories import make_contact, make_edition, make_report

pytestmark = pytest.mark.django_db

SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>", "rating": "high"}]


def undone(edition):
    edition = Edition.objects.get(pk=edition.pk)
    return " ".join(str(check.words) for check in checklist(edition) if not check.done)


@pytest.fixture
def draft(report, kazakhstan):
    make_contact(kazakhstan)
    day = timezone.localdate() + timedelta(days=300)
    return make_edition(
        report, published=False, change_note="New.", next_review_on=day, sections=SECTIONS
    )


def test_whole_draft_leaves_nothing_undone(draft):
    assert undone(draft) == ""


def test_number_that_was_not_checked_for_90_days_is_counted(draft, kazakhstan):
    long_ago = timezone.now() - timedelta(days=91)
    make_contact(kazakhstan, number="103", confirmed_at=long_ago)

    assert "1 of 2 contact numbers was not checked for 90 days." in undone(draft)


def test_rating_without_text_and_words_without_rating_are_named(draft):
    section = draft.sections.get()
    section.body = ""
    section.save()
    assert "Crime has a rating and no text." in undone(draft)

    section.body, section.rating, section.rating_words = "<p>x</p>", "", "Considerable-ish"
    section.save()
    assert "Crime has no rating." in undone(draft)


def test_section_that_was_rated_before_and_is_not_now_is_named(draft, report):
    make_edition(report, year=2016, sections=SECTIONS)
    draft.sections.all().update(rating="")

    assert "Crime has no rating." in undone(draft)


@pytest.mark.parametrize(
    "target",
    ["http://", "https://nowhere", "https://a b.example.org/", "#nowhere", "/no/such/page/",
     "mailto:somebody", "tel:", "page.html", "https://example.org:port/"],
)  # fmt: skip
def test_link_that_leads_nowhere_is_named(draft, target):
    draft.sections.all().update(body=f'<p><a href="{target}">there</a></p>')

    assert "This link leads nowhere" in undone(draft)


@pytest.mark.parametrize(
    "target",
    ["https://example.org/a?b=1&amp;c=2", "#crime", "/countries/", "mailto:desk@example.org",
     "tel:+77272504892"],
)  # fmt: skip
def test_good_link_passes(draft, target):
    draft.sections.all().update(body=f'<p><a href="{target}">there</a></p>')

    assert undone(draft) == ""


def test_quoted_title_is_looked_for_among_what_its_readers_may_read(draft, kazakhstan, council):
    Edition.objects.filter(pk=draft.pk).update(references=[{"title": "Driving overseas"}])
    assert "Driving overseas" in undone(draft)

    restricted = make_report(kazakhstan, "Driving Overseas")
    make_edition(restricted, title="Driving Overseas", tlp=Tlp.GREEN)
    assert "Driving overseas" in undone(draft)

    make_edition(restricted, title="Driving Overseas", year=2016)
    assert undone(draft) == ""


def test_second_person_is_on_the_list_where_the_country_asks_for_one(
    draft, kazakhstan, editor, publisher
):
    kazakhstan.second_person = True
    kazakhstan.save()
    assert "A second person has to approve it." in undone(draft)

    submit_edition(draft, by=editor)
    approve_edition(Edition.objects.get(pk=draft.pk), by=publisher)
    assert undone(draft) == ""


def test_list_stands_beside_the_form_with_ways_to_mend(client, draft, editor):
    draft.sections.all().update(body='<p><a href="#nowhere">x</a></p>')
    client.force_login(editor)

    page = client.get(address("change", draft)).content.decode()

    assert f'#section-{draft.sections.get().pk}">This link leads nowhere: #nowhere' in page
