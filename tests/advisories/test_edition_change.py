from datetime import date

import pytest

from accounts.models import AuditEvent
from advisories.models import Edition
from tests.advisories.desk import address, place_of, typed
from tests.factories import make_edition

pytestmark = [pytest.mark.django_db, pytest.mark.page]

SECTIONS = [
    {"key": "crime", "body": "<p>Thieves about.</p>"},
    {"key": "road", "heading": "Roads"},
    {"key": "terrorism"},
]


@pytest.fixture
def draft(report):
    return make_edition(report, published=False, sections=SECTIONS)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def post(client, edition, **changes):
    """Open the form, type `changes` (sections by their key), press the button."""
    values = typed(client.get(address("change", edition)))
    values.update(changes)
    return client.post(address("change", edition), values)


def section_values(client, edition, key, **changes):
    values = typed(client.get(address("change", edition)))
    prefix = place_of(values, edition.sections.get(key=key))
    return {f"{prefix}-{name}": value for name, value in changes.items()}


def test_form_saved_as_it_stands_changes_nothing_but_the_version(desk, draft):
    before = list(draft.sections.values())

    response = post(desk, draft, _save="1")

    assert response.status_code == 302
    stored = Edition.objects.get(pk=draft.pk)
    assert (stored.title, stored.version) == (draft.title, 2)
    assert list(stored.sections.values()) == before


@pytest.mark.behavior("I12")
def test_typed_text_is_cleaned_and_saved(desk, draft):
    changes = section_values(
        desk, draft, "crime", heading="Crime and theft", rating="high",
        body="<h3>Bars</h3><ul><li>one</li></ul><script>x()</script><img src=x>",
    )  # fmt: skip

    post(desk, draft, title="Another title", change_note="Bars added.", **changes)

    stored = Edition.objects.get(pk=draft.pk)
    section = stored.sections.get(key="crime")
    assert (stored.title, stored.change_note) == ("Another title", "Bars added.")
    assert (section.heading, section.rating) == ("Crime and theft", "high")
    assert section.body == "<h3>Bars</h3><ul><li>one</li></ul>"
    assert AuditEvent.objects.filter(deed="save_edition", object_id=draft.pk).count() == 1


def test_plain_text_typed_without_scripts_becomes_paragraphs(desk, draft):
    changes = section_values(desk, draft, "crime", body="First & <none>\n\nSecond")

    post(desk, draft, **changes)

    assert (
        draft.sections.get(key="crime").body == "<p>First &amp; &lt;none&gt;</p>\n\n<p>Second</p>"
    )


def test_ratings_stand_under_the_names_of_the_site(desk, draft):
    from web.models import SiteSettings

    SiteSettings(rating_names=["Calm", "Mixed", "Tense", "Dire"]).save()

    page = desk.get(address("change", draft)).content.decode()

    assert '<option value="critical">Dire</option>' in page


def test_section_moves_by_a_button_and_keeps_what_was_typed(desk, draft):
    road = draft.sections.get(key="road")

    response = post(desk, draft, title="Typed before moving", _move=f"up-{road.pk}")

    assert response.url.endswith(f"#section-{road.pk}")
    assert [section.key for section in draft.sections.all()] == ["road", "crime", "terrorism"]
    assert Edition.objects.get(pk=draft.pk).title == "Typed before moving"


@pytest.mark.parametrize("move", ["up-999999", "up-x", "", "down-" + "9" * 30])
def test_move_of_no_section_changes_nothing(desk, draft, move):
    response = post(desk, draft, _move=move)

    assert response.status_code == 302
    assert [section.key for section in draft.sections.all()] == ["crime", "road", "terrorism"]


def test_section_of_another_edition_does_not_move(desk, draft, report):
    other = make_edition(report, year=2016, published=False, sections=SECTIONS)

    post(desk, draft, _move=f"down-{other.sections.first().pk}")

    assert [section.key for section in other.sections.all()] == ["crime", "road", "terrorism"]


def test_added_section_stands_last_and_open(desk, draft):
    response = post(desk, draft, _add="1")

    assert draft.sections.count() == 4
    page = desk.get(response.url.partition("#")[0]).content.decode()
    assert f'id="section-{draft.sections.last().pk}" open' in page


def test_section_is_deleted_when_its_box_is_ticked(desk, draft):
    post(desk, draft, **section_values(desk, draft, "road", DELETE="on"))

    assert [section.key for section in draft.sections.all()] == ["crime", "terrorism"]


def test_summary_with_marks_of_its_own_comes_through_the_editor_as_a_list(desk, draft):
    Edition.objects.filter(pk=draft.pk).update(summary="* **Roads:** icy.\n* Bags: cut.")

    values = typed(desk.get(address("change", draft)))
    desk.post(address("change", draft), values)

    expected = "<ul><li><strong>Roads:</strong> icy.</li><li>Bags: cut.</li></ul>"
    assert values["summary"] == expected
    assert Edition.objects.get(pk=draft.pk).summary == expected


@pytest.mark.behavior("I7")
def test_stale_save_writes_nothing_and_shows_both_texts(desk, draft):
    values = typed(desk.get(address("change", draft)))
    crime = draft.sections.get(key="crime")
    Edition.objects.filter(pk=draft.pk).update(title="Theirs", version=2)
    crime.body = "<p>Thieves are about.</p>"
    crime.save()

    mine = {
        "title": "Mine",
        f"{place_of(values, crime)}-body": "<p>Thieves about at night.</p>",
    }
    response = desk.post(address("change", draft), values | mine)

    page = response.content.decode()
    stored = Edition.objects.get(pk=draft.pk)
    assert (stored.title, stored.version) == ("Theirs", 2)
    assert stored.sections.get(key="crime").body == "<p>Thieves are about.</p>"
    assert "Somebody else saved this edition meanwhile" in page
    assert "Theirs</del>" in page.replace('<span class="vh">]</span>', "")
    assert "Mine</ins>" in page.replace('<span class="vh">]</span>', "")
    kept = typed(response)
    assert kept["title"] == "Mine"
    assert kept[f"{place_of(kept, crime)}-body"] == "<p>Thieves about at night.</p>"
    assert not AuditEvent.objects.filter(deed="save_edition").exists()


def test_saving_once_more_after_seeing_both_texts_goes_through(desk, draft):
    values = typed(desk.get(address("change", draft)))
    Edition.objects.filter(pk=draft.pk).update(title="Theirs", version=2)
    refused = desk.post(address("change", draft), values | {"title": "Mine"})

    response = desk.post(address("change", draft), typed(refused))

    assert response.status_code == 302
    assert Edition.objects.get(pk=draft.pk).title == "Mine"


def test_text_of_a_section_that_somebody_deleted_meanwhile_is_not_lost(desk, draft):
    values = typed(desk.get(address("change", draft)))
    road = draft.sections.get(key="road")
    prefix = place_of(values, road)
    road.delete()
    Edition.objects.filter(pk=draft.pk).update(version=2)

    refused = desk.post(address("change", draft), values | {f"{prefix}-body": "<p>Typed.</p>"})
    desk.post(address("change", draft), typed(refused))

    assert draft.sections.get(key="road").body == "<p>Typed.</p>"


def test_save_after_somebody_published_shows_what_was_typed(desk, draft):
    values = typed(desk.get(address("change", draft)))
    draft.published_at, draft.major = draft.started_at, True
    draft.save()

    response = desk.post(address("change", draft), values | {"title": "Typed too late"})

    assert response.status_code == 409
    assert "Typed too late" in response.content.decode()
    assert Edition.objects.get(pk=draft.pk).title != "Typed too late"


def test_published_edition_can_only_be_looked_at(desk, report):
    summary = "<ul><li><strong>Roads:</strong> slow down.</li></ul>"
    edition = make_edition(
        report, sections=SECTIONS, summary=summary, next_review_on=date(2027, 1, 31)
    )

    page = desk.get(address("change", edition)).content.decode()

    assert "Thieves about." in page
    assert summary in page
    assert "31 January 2027" in page
    assert "Save draft" not in page.partition("<form")[2].partition("submit-row")[2]
    assert desk.get(address("delete", edition)).status_code == 403


def test_amber_needs_a_council_of_ones_own(desk, draft, council):
    response = post(desk, draft, tlp="amber")
    foreign = post(desk, draft, tlp="amber", council=str(council.pk))

    assert "TLP:AMBER needs a council" in response.content.decode()
    assert "Select a valid choice" in foreign.content.decode()
    assert Edition.objects.get(pk=draft.pk).tlp == "clear"


def test_problem_of_the_import_is_ticked_off(desk, draft):
    Edition.objects.filter(pk=draft.pk).update(problems=["No rating.", "No year."])

    post(desk, draft, settled=["0"])

    assert Edition.objects.get(pk=draft.pk).problems == ["No year."]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "x" * 1000},
        {"title": ""},
        {"read_version": "9" * 30},
        {"read_version": ""},
        {"next_review_on": "yesterday"},
        {"sections-0-rating": "dreadful"},
        {"sections-0-key": "nothing-like-it"},
        {"sections-0-body": "x" * 300_000},
        {"sections-TOTAL_FORMS": "many"},
    ],
)
def test_bad_input_gets_words_and_is_kept(desk, draft, change):
    response = post(desk, draft, change_note="Kept as typed.", **change)

    assert response.status_code == 200
    assert "Kept as typed." in response.content.decode()
    assert "Error:" in response.content.decode()
    assert Edition.objects.get(pk=draft.pk).version == 1


def test_byte_that_no_text_holds_is_refused_in_words(desk, draft):
    response = post(desk, draft, title="a\x00b")

    assert response.status_code == 400
    assert Edition.objects.get(pk=draft.pk).version == 1


def test_lone_surrogate_in_the_text_is_no_failure(desk, draft):
    changes = section_values(desk, draft, "crime", body="<p>a&#xD800;b</p>")

    assert post(desk, draft, **changes).status_code == 302


def test_form_takes_as_many_queries_with_three_sections_as_with_one(desk, report, query_count):
    one = make_edition(report, year=2015, published=False, sections=SECTIONS[:1])
    three = make_edition(report, year=2016, published=False, sections=SECTIONS)
    desk.get(address("change", one))

    assert query_count(lambda: desk.get(address("change", one))) == query_count(
        lambda: desk.get(address("change", three))
    )


def test_preview_shows_the_draft_as_readers_would_see_it(desk, draft):
    response = desk.get(address("preview", draft))

    page = response.content.decode()
    assert "Preview of a draft" in page
    assert "Thieves about." in page
    assert response["Cache-Control"] == "private, no-store"
    assert Edition.objects.get(pk=draft.pk).published_at is None


@pytest.mark.behavior("I14")
def test_history_tells_who_did_what(desk, draft, editor):
    post(desk, draft, title="Another title")

    page = desk.get(address("history", draft)).content.decode()

    assert "Save edition" in page
    assert str(editor) in page


def test_django_keeps_no_log_of_names(desk, draft):
    from django.contrib.admin.models import LogEntry

    post(desk, draft, title="Another")

    assert not LogEntry.objects.exists()
