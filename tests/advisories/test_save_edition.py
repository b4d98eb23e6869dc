import pytest
from django.db import transaction

from accounts.models import AuditEvent
from advisories.actions import add_section, move_section, save_edition
from advisories.models import Edition, Section
from tests.factories import make_edition
from tests.support.faults import fail_at_every_write
from tests.support.threads import at_once
from web.errors import FrozenError, StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(report):
    sections = [{"key": "crime"}, {"key": "road"}, {"key": "terrorism"}]
    return make_edition(report, published=False, sections=sections)


def test_saving_cleans_the_text_and_raises_the_version(draft, editor):
    draft.title = "Another title"
    section = draft.sections.first()
    section.body = "<p>Safe<script>x()</script></p>"

    save_edition(draft, [section], by=editor, version=1)

    draft = Edition.objects.get(pk=draft.pk)
    assert (draft.title, draft.version) == ("Another title", 2)
    assert draft.sections.first().body == "<p>Safe</p>"
    assert AuditEvent.objects.filter(deed="save_edition", object_id=draft.pk).count() == 1


@pytest.mark.behavior("I7")
def test_stale_save_writes_nothing(draft, editor, publisher):
    mine, theirs = Edition.objects.get(pk=draft.pk), Edition.objects.get(pk=draft.pk)
    theirs.title = "Theirs"
    save_edition(theirs, by=publisher, version=1)
    mine.title = "Mine"
    section = draft.sections.first()
    section.body = "<p>Mine</p>"

    with pytest.raises(StaleError):
        save_edition(mine, [section], [draft.sections.last()], by=editor, version=1)

    stored = Edition.objects.get(pk=draft.pk)
    assert (stored.title, stored.version, stored.sections.count()) == ("Theirs", 2, 3)
    assert stored.sections.first().body == "<p>Text.</p>"
    assert not AuditEvent.objects.filter(actor_id=editor.pk).exists()


@pytest.mark.behavior("I7", "I8", "P8")
@pytest.mark.django_db(transaction=True)
def test_two_saves_of_one_version_at_once_keep_one_whole(draft, editor, publisher):
    def save(person, title):
        def deed():
            edition = Edition.objects.get(pk=draft.pk)
            section = edition.sections.get(key="crime")
            edition.title, section.body = title, f"<p>{title}</p>"
            save_edition(edition, [section], by=person, version=1)

        return deed

    results = at_once([save(editor, "From the editor"), save(publisher, "From the publisher")])

    draft.refresh_from_db()
    assert [type(result) for result in results if result] == [StaleError]
    assert draft.sections.get(key="crime").body == f"<p>{draft.title}</p>"
    assert draft.title.startswith("From the")


def test_removed_sections_go(draft, editor):
    save_edition(draft, [], [draft.sections.get(key="road")], by=editor, version=1)

    assert [section.key for section in draft.sections.all()] == ["crime", "terrorism"]


def test_another_subject_gives_another_anchor_and_the_same_keeps_it(draft, editor):
    road, terrorism = draft.sections.get(key="road"), draft.sections.get(key="terrorism")
    road.key = "crime"
    terrorism.heading = "Terrorism and bombs"

    save_edition(draft, [road, terrorism], by=editor, version=1)

    anchors = list(draft.sections.values_list("anchor", flat=True))
    assert anchors == ["crime", "crime-2", "terrorism"]


def test_published_edition_takes_no_save(report, editor):
    edition = make_edition(report, sections=[{"key": "crime"}])
    edition.title = "Another"

    with pytest.raises(StaleError):
        save_edition(edition, by=editor, version=1)


def test_failing_at_any_write_leaves_the_draft_as_it_was(draft, editor):
    def deed():
        edition = Edition.objects.get(pk=draft.pk)
        edition.title = "Another title"
        section = edition.sections.first()
        section.body = "<p>Another text</p>"
        removed = [edition.sections.last()]
        save_edition(edition, [section], removed, by=editor, version=1)

    def state():
        sections = list(Section.objects.values_list("pk", "body", "anchor"))
        return Edition.objects.values().get(pk=draft.pk), sections, AuditEvent.objects.count()

    assert fail_at_every_write(deed, state) >= 4


def test_section_moves_up_and_down_and_stays_at_the_ends(draft, editor):
    road = draft.sections.get(key="road")

    move_section(road, by=editor, up=True)
    assert [section.key for section in draft.sections.all()] == ["road", "crime", "terrorism"]
    move_section(draft.sections.get(key="road"), by=editor, up=True)
    assert [section.key for section in draft.sections.all()] == ["road", "crime", "terrorism"]
    move_section(draft.sections.get(key="crime"), by=editor, up=False)
    assert [section.key for section in draft.sections.all()] == ["road", "terrorism", "crime"]


def test_added_section_stands_last_with_an_anchor_of_its_own(draft, editor):
    first, second = add_section(draft, by=editor), add_section(draft, by=editor)

    assert list(draft.sections.all())[-2:] == [first, second]
    assert (first.anchor, second.anchor) == ("other", "other-2")


def test_sections_of_a_published_edition_neither_move_nor_come(report, editor):
    edition = make_edition(report, sections=[{"key": "crime"}, {"key": "road"}])

    with pytest.raises(StaleError):
        add_section(edition, by=editor)
    with pytest.raises(StaleError):
        move_section(edition.sections.first(), by=editor, up=False)


@pytest.mark.behavior("I1")
def test_content_of_a_published_edition_is_frozen_in_every_way(report):
    edition = make_edition(report, sections=[{"key": "crime"}])
    section = edition.sections.get()
    edition.title = section.heading = "Another"

    for deed in (
        edition.save,
        edition.delete,
        section.save,
        section.delete,
        lambda: Edition.objects.update(title="Another"),
        lambda: Edition.objects.bulk_update([edition], ["title"]),
        lambda: Edition.objects.filter(pk=edition.pk).delete(),
        lambda: edition.sections.update(body=""),
        lambda: Section.objects.bulk_update([section], ["heading"]),
        lambda: edition.sections.all().delete(),
        lambda: Section.objects.bulk_create([Section(edition=edition, position=9, anchor="x")]),
        lambda: Section.objects.create(edition=edition, position=9, anchor="x"),
    ):
        with pytest.raises(FrozenError), transaction.atomic():
            deed()
    assert Section.objects.get().heading == "Crime"
