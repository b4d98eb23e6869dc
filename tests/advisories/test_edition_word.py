"""A draft goes to Word and comes back: only what was changed there changes here."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from accounts.models import AuditEvent
from advisories.actions.word import read_back
from advisories.importer import UnreadableReport
from advisories.models import Edition
from advisories.word import edition_as_word
from tests.advisories.desk import address
from tests.advisories.test_importer_word import as_word
from tests.factories import make_edition
from web.errors import RefusedError

pytestmark = [pytest.mark.django_db, pytest.mark.page]

RICH = "\n".join(
    [
        "<p>Call <strong>at once</strong>, <em>always</em>: "
        '<a href="https://example.org/?a=1&amp;b=2">here</a>.<br>Then wait &lt;there&gt;.</p>',
        "<h3>At night</h3>",
        "<ol><li>First</li><li>Second</li></ol>",
        "<ul><li>A point</li></ul>",
        "<table><tbody><tr><td>Police</td><td>102</td></tr></tbody></table>",
    ]
)
SECTIONS = [
    {"key": "crime", "heading": "Crime Threats", "body": RICH, "rating": "high"},
    {"key": "road", "heading": "Roads", "body": "<p>Slow down.</p>", "depth": 2},
    {"key": "terrorism", "heading": "Terrorism", "body": ""},
]


@pytest.fixture
def draft(report):
    return make_edition(report, published=False, sections=SECTIONS)


def edited(data, change):
    document = Document(io.BytesIO(data))
    change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def replace(old, new):
    def change(document):
        for paragraph in document.paragraphs:
            for run in paragraph.runs:
                run.text = run.text.replace(old, new)

    return change


def bodies(draft):
    return dict(draft.sections.values_list("key", "body"))


def test_what_was_not_changed_in_word_changes_nothing(draft, editor):
    before = list(draft.sections.values())
    result = read_back(draft, edited(edition_as_word(draft), lambda document: None), by=editor)

    assert (result.changed, result.conflicts, result.missing) == ([], [], [])
    assert list(draft.sections.values()) == before
    assert not AuditEvent.objects.filter(deed="save_edition").exists()


def test_signs_that_no_word_file_can_hold_are_left_out_of_it(report, editor):
    signs = "a\x01b\x0bc\ufffe\uffffd"
    section = {"key": "crime", "heading": signs, "body": f"<p>{signs}</p>", "rating_words": signs}
    linked = {"key": "road", "body": f'<p><a href="https://example.org/{signs}">{signs}</a></p>'}
    draft = make_edition(report, published=False, title=signs, sections=[section, linked])

    result = read_back(draft, edition_as_word(draft), by=editor)

    assert (result.changed, result.conflicts, result.missing) == ([], [], [])


def test_only_the_section_whose_words_changed_is_written(draft, editor):
    before = bodies(draft)
    data = edited(edition_as_word(draft), replace("Slow down.", "Slow down at crosswalks."))

    result = read_back(draft, data, by=editor)

    assert [section.key for section in result.changed] == ["road"]
    assert bodies(draft) == before | {"road": "<p>Slow down at crosswalks.</p>"}
    assert AuditEvent.objects.filter(deed="save_edition", actor_id=editor.pk).count() == 1


def test_form_survives_a_change_of_words(draft, editor):
    data = edited(edition_as_word(draft), replace("Then wait", "Then stay"))
    read_back(draft, data, by=editor)
    crime = draft.sections.get(key="crime")
    assert crime.body == RICH.replace("Then wait", "Then stay")
    assert (crime.rating, crime.anchor) == ("high", "crime")


def test_a_changed_heading_keeps_its_key_and_anchor(draft, editor):
    read_back(draft, edited(edition_as_word(draft), replace("Roads", "Roads and rails")), by=editor)
    road = draft.sections.get(key="road")
    assert (road.heading, road.anchor, road.body) == (
        "Roads and rails",
        "road",
        "<p>Slow down.</p>",
    )


def test_a_section_changed_on_both_sides_stays_as_it_is_here(draft, editor):
    data = edited(edition_as_word(draft), replace("Slow down.", "In Word."))
    draft.sections.filter(key="road").update(body="<p>On the site.</p>")

    result = read_back(draft, data, by=editor)

    assert [section.key for section in result.conflicts] == ["road"]
    assert bodies(draft)["road"] == "<p>On the site.</p>"


def test_a_section_changed_here_only_stays_as_it_is_here(draft, editor):
    data = edited(edition_as_word(draft), replace("Then wait", "Then stay"))
    draft.sections.filter(key="road").update(body="<p>On the site.</p>")

    result = read_back(draft, data, by=editor)

    assert [section.key for section in result.changed] == ["crime"]
    assert bodies(draft)["road"] == "<p>On the site.</p>"


def test_a_section_taken_out_in_word_stays_and_is_named(draft, editor):
    def cut(document):
        start = next(p for p in document.paragraphs if p.text == "Terrorism")
        start._p.getparent().remove(start._p)

    result = read_back(draft, edited(edition_as_word(draft), cut), by=editor)
    assert [section.key for section in result.missing] == ["terrorism"]
    assert draft.sections.count() == 3


def test_a_heading_added_in_word_stays_inside_its_section(draft, editor):
    def add(document):
        document.add_heading("More", 1)
        document.add_paragraph("Words.")

    read_back(draft, edited(edition_as_word(draft), add), by=editor)
    assert bodies(draft)["terrorism"] == "<h3>More</h3>\n<p>Words.</p>"


def test_scripts_do_not_come_in_by_word(draft, editor):
    data = edited(edition_as_word(draft), replace("Slow down.", "<script>x()</script> & more"))
    read_back(draft, data, by=editor)
    assert bodies(draft)["road"] == "<p>&lt;script&gt;x()&lt;/script&gt; &amp; more</p>"


def test_files_of_another_edition_are_refused(draft, editor, report):
    other = make_edition(report, year=2031, published=False, sections=SECTIONS)
    for data in (edition_as_word(other), as_word("Crime Threats\n\nText.")):
        with pytest.raises(RefusedError, match="not made from this edition"):
            read_back(draft, data, by=editor)
    with pytest.raises(UnreadableReport):
        read_back(draft, b"no Word file", by=editor)


def test_a_published_edition_is_not_written(report, editor):
    edition = make_edition(report, sections=SECTIONS)
    data = edited(edition_as_word(edition), replace("Slow down.", "Other."))
    with pytest.raises(RefusedError):
        read_back(edition, data, by=editor)


def test_the_page_hands_out_the_file_and_takes_it_back(client, draft, editor):
    client.force_login(editor)
    assert address("word", draft) in client.get(address("change", draft)).content.decode()

    response = client.get(address("word", draft))
    assert response["Content-Disposition"].startswith("attachment; ")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]

    data = edited(response.content, replace("Slow down.", "Faster."))
    page = client.post(
        address("word_read", draft), {"file": SimpleUploadedFile("a.docx", data)}, follow=True
    )
    assert "1 section changed: Roads" in page.content.decode()
    assert bodies(draft)["road"] == "<p>Faster.</p>"


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04word/ cut"])
def test_a_file_that_is_no_word_file_is_said_in_words(client, draft, editor, data):
    client.force_login(editor)
    file = SimpleUploadedFile("a.docx", data)
    response = client.post(address("word_read", draft), {"file": file})
    assert response.status_code == 200
    assert "Error:" in response.content.decode()


def test_drafts_of_another_post_are_not_found(client, editor, astana):
    from tests.factories import make_report

    other = make_edition(make_report(astana, title="Astana report"), published=False)
    client.force_login(editor)
    for page in ("word", "word_read"):
        assert client.get(address(page, other)).status_code == 404
    data = edited(edition_as_word(other), lambda document: None)
    posted = {"file": SimpleUploadedFile("a.docx", data)}
    assert client.post(address("word_read", other), posted).status_code == 404


def test_the_draft_of_a_report_read_in_comes_back_unchanged(db, editor):
    from advisories.actions import import_report
    from tests.advisories.importing import SAMPLE
    from tests.factories import make_country

    make_country("Kazakhstan")
    draft = import_report((SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8"))
    result = read_back(draft, edition_as_word(draft), by=editor)
    assert (result.changed, result.conflicts, result.missing) == ([], [], [])
    assert Edition.objects.get().version == 1
