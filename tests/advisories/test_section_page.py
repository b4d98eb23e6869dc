"""One section on its own page, comments beside it, and the comparison with what is published."""

import pytest
from django.urls import reverse

from advisories.actions import add_comment, save_edition
from advisories.models import Comment, Edition, Section
from tests.advisories.desk import address, typed
from tests.factories import make_edition, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.page]

SECTIONS = [
    {"key": "crime", "body": "<p>Thieves about.</p>"},
    {"key": "road", "heading": "Roads", "body": "<p>Potholes.</p>"},
]


@pytest.fixture
def draft(report):
    make_edition(report, year=2016, sections=SECTIONS[:1])
    return make_edition(report, published=False, sections=SECTIONS)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def page_of(section):
    return reverse("admin:advisories_edition_section", args=[section.edition_id, section.pk])


def save(client, values, section, **changes):
    return client.post(page_of(section), values | changes)


def test_section_is_saved_by_itself_with_owner_and_day(desk, draft, editor):
    crime = draft.sections.get(key="crime")
    values = typed(desk.get(page_of(crime)))

    response = save(
        desk, values, crime, body="<p>Thieves at night.</p><script>x</script>",
        rating="high", owner=editor.pk, due_on="2026-12-01",
    )  # fmt: skip

    crime.refresh_from_db()
    assert response.url == page_of(crime)
    assert (crime.body, crime.rating) == ("<p>Thieves at night.</p>", "high")
    assert (crime.owner, str(crime.due_on), crime.version) == (editor, "2026-12-01", 2)
    assert Edition.objects.get(pk=draft.pk).version == 2


def test_two_people_save_two_sections_at_once(desk, draft):
    crime, road = draft.sections.all()
    of_crime, of_road = typed(desk.get(page_of(crime))), typed(desk.get(page_of(road)))

    first = save(desk, of_crime, crime, body="<p>One.</p>")
    second = save(desk, of_road, road, body="<p>Two.</p>")

    assert (first.status_code, second.status_code) == (302, 302)
    bodies = list(Section.objects.filter(edition=draft).values_list("body", flat=True))
    assert bodies == ["<p>One.</p>", "<p>Two.</p>"]


def test_stale_section_is_refused_with_both_texts_and_saved_when_pressed_again(desk, draft):
    crime = draft.sections.get(key="crime")
    values = typed(desk.get(page_of(crime)))
    save(desk, values, crime, body="<p>Theirs.</p>")

    refused = save(desk, values, crime, body="<p>Mine.</p>")

    page = refused.content.decode()
    assert refused.status_code == 409
    assert Section.objects.get(pk=crime.pk).body == "<p>Theirs.</p>"
    assert "Theirs." in page
    assert typed(refused)["body"] == "<p>Mine.</p>"
    assert save(desk, typed(refused), crime).status_code == 302
    assert Section.objects.get(pk=crime.pk).body == "<p>Mine.</p>"


def test_whole_draft_learns_of_a_section_saved_meanwhile(desk, draft):
    crime = draft.sections.get(key="crime")
    whole = typed(desk.get(address("change", draft)))
    save(desk, typed(desk.get(page_of(crime))), crime, body="<p>Theirs.</p>")

    response = desk.post(address("change", draft), whole | {"title": "Mine"})

    assert "Somebody else saved this edition meanwhile" in response.content.decode()
    assert Section.objects.get(pk=crime.pk).body == "<p>Theirs.</p>"


def test_page_of_a_section_learns_of_the_whole_draft_saved_meanwhile(desk, draft, editor):
    crime = draft.sections.get(key="crime")
    values = typed(desk.get(page_of(crime)))
    crime.body = "<p>Theirs.</p>"
    save_edition(Edition.objects.get(pk=draft.pk), [crime], by=editor, version=1)

    assert save(desk, values, crime, body="<p>Mine.</p>").status_code == 409


def test_text_typed_for_a_section_that_is_gone_or_published_is_shown(desk, draft, publisher):
    crime, road = draft.sections.all()
    values = typed(desk.get(page_of(crime)))
    road_page = page_of(road)
    road.delete()
    Edition.objects.filter(pk=draft.pk).update(published_at=draft.started_at)

    for page in (page_of(crime), road_page):
        response = desk.post(page, values | {"body": "<p>Precious words.</p>"})
        assert response.status_code == 409
        assert "Precious words." in response.content.decode()
    assert desk.get(road_page).status_code == 404


def test_nobody_from_elsewhere_becomes_the_owner(desk, draft):
    crime = draft.sections.get(key="crime")
    stranger = make_user("stranger")
    values = typed(desk.get(page_of(crime)))

    response = save(desk, values, crime, owner=stranger.pk)

    assert "stranger" not in desk.get(page_of(crime)).content.decode()
    assert response.status_code == 200
    assert "Error:" in response.content.decode()


@pytest.mark.parametrize("value", ["x\x00", "\ud800".encode("utf-8", "surrogatepass"), "9" * 30])
def test_unreadable_values_are_answered(desk, draft, value):
    crime = draft.sections.get(key="crime")
    values = typed(desk.get(page_of(crime)))

    for field in ("heading", "owner", "due_on", "read_version"):
        assert save(desk, values, crime, **{field: value}).status_code in {200, 302, 400, 409}


def test_comment_stands_beside_the_draft_until_it_is_settled(desk, draft, editor):
    crime = draft.sections.get(key="crime")

    desk.post(address("comment", draft), {"body": "Is <b>Medium</b> right?", "section": crime.pk})
    comment = Comment.objects.get()
    page = desk.get(page_of(crime)).content.decode()
    assert "Is &lt;b&gt;Medium&lt;/b&gt; right?" in page
    desk.post(address("resolve", draft), {"comment": comment.pk})

    comment.refresh_from_db()
    assert (comment.section, comment.written_by, comment.resolved_by) == (crime, editor, editor)
    assert "Settled" in desk.get(address("change", draft)).content.decode()


def test_empty_comment_is_asked_for_again(desk, draft):
    page = desk.post(address("comment", draft), {"body": " "}).content.decode()

    assert "Write the comment." in page
    assert not Comment.objects.exists()


def test_no_reader_meets_a_comment(client, report, publisher):
    edition = make_edition(report, sections=SECTIONS)
    section = edition.sections.first()
    add_comment(edition, "Steppewatch", by=publisher, section=section)

    for path in ("", "editions/", "2017/v1/"):
        page = client.get(f"/reports/{report.slug}/{path}").content.decode()
        assert "Steppewatch" not in page


def test_draft_is_compared_with_what_readers_see(desk, draft):
    crime = draft.sections.get(key="crime")
    crime.body = "<p>Thieves about at night.</p>"
    crime.save()

    for way in ("", "?show=whole", "?show=side"):
        page = desk.get(address("compare", draft) + way).content.decode()
        assert "at night" in page
        assert "New section" in page
    assert "Compare with published" in desk.get(address("change", draft)).content.decode()


def test_first_draft_has_nothing_to_be_compared_with(desk, report):
    draft = make_edition(report, published=False)

    assert desk.get(address("compare", draft)).status_code == 404
    assert "Compare with published" not in desk.get(address("change", draft)).content.decode()
