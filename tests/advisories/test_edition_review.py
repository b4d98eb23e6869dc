"""From hand to hand: sent for review, sent back with a note, approved by somebody else."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AuditEvent
from advisories.actions import (
    add_section,
    approve_edition,
    ask_for_changes,
    keep_edition,
    move_section,
    publish_edition,
    save_edition,
    save_section,
    submit_edition,
)
from advisories.models import Comment, Edition, Report, Role, State
from advisories.readiness import second_person
from alerts.models import Notice
from alerts.notices import collect
from tests.advisories.desk import address, typed
from tests.factories import make_assignment, make_country, make_edition, make_staff
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(report):
    sections = [{"key": "crime", "body": "<p>Thieves.</p>"}, {"key": "road"}]
    return make_edition(report, published=False, change_note="Written anew.", sections=sections)


@pytest.fixture
def second(almaty):
    person = make_staff("Second publisher")
    make_assignment(person, Role.PUBLISHER, post=almaty)
    return person


@pytest.fixture
def strict(kazakhstan):
    kazakhstan.second_person = True
    kazakhstan.save()


def write(edition, by, title="Written"):
    edition = Edition.objects.get(pk=edition.pk)
    edition.title = title
    save_edition(edition, by=by, version=edition.version)


def fresh(edition):
    return Edition.objects.get(pk=edition.pk)


def deeds(edition):
    rows = AuditEvent.objects.filter(object_id=edition.pk, object_type="advisories.edition")
    return list(rows.order_by("pk").values_list("deed", "actor_id"))


@pytest.mark.behavior("I14")
def test_draft_goes_from_hand_to_hand_and_each_step_is_on_record(draft, editor, publisher):
    states = [fresh(draft).state]
    submit_edition(draft, by=editor)
    states.append(fresh(draft).state)
    approve_edition(fresh(draft), by=publisher)
    states.append(fresh(draft).state)
    at = timezone.now() + timedelta(days=1)
    states.append(publish_edition(fresh(draft), by=publisher, kind="major", at=at).state)

    assert states == [State.DRAFT, State.REVIEW, State.APPROVED, State.SCHEDULED]
    edition = fresh(draft)
    assert (edition.submitted_by, edition.approved_by) == (editor, publisher)
    assert deeds(draft) == [
        ("submit_edition", editor.pk),
        ("approve_edition", publisher.pk),
        ("schedule_edition", publisher.pk),
    ]


def test_edition_is_sent_for_review_once(draft, editor):
    submit_edition(draft, by=editor)

    with pytest.raises(RefusedError):
        submit_edition(draft, by=editor)


def test_changes_asked_for_come_as_a_note_and_make_it_a_draft(draft, editor, publisher):
    submit_edition(draft, by=editor)

    ask_for_changes(draft, by=publisher, note="Cite both attacks.")

    edition = fresh(draft)
    assert (edition.state, edition.returned_by) == (State.DRAFT, publisher)
    assert Comment.objects.get().body == "Cite both attacks."
    with pytest.raises(RefusedError):
        ask_for_changes(draft, by=publisher, note="Again.")


def test_draft_that_nobody_sent_is_not_approved(draft, publisher):
    with pytest.raises(RefusedError, match="not in review"):
        approve_edition(draft, by=publisher)


def test_text_saved_meanwhile_is_not_approved_unread(draft, editor, publisher):
    submit_edition(draft, by=editor)
    read = fresh(draft)
    write(draft, editor)

    with pytest.raises(RefusedError, match="saved meanwhile"):
        approve_edition(read, by=publisher)
    assert fresh(draft).state == State.REVIEW


@pytest.mark.parametrize("way", ["move", "add"])
def test_approval_does_not_hold_for_sections_in_another_order(draft, editor, publisher, way):
    submit_edition(draft, by=editor)
    read = fresh(draft)
    last = add_section(draft, by=editor)
    if way == "move":
        read = fresh(draft)
        move_section(last, by=editor, up=True)

    with pytest.raises(RefusedError, match="saved meanwhile"):
        approve_edition(read, by=publisher)
    approve_edition(fresh(draft), by=publisher)


@pytest.mark.behavior("I6")
@pytest.mark.parametrize("way", ["edition", "section", "move"])
def test_author_cannot_approve_where_a_second_person_is_asked_for(
    draft, strict, publisher, second, way
):
    section = draft.sections.first()
    if way == "edition":
        write(draft, publisher)
    elif way == "section":
        section.body = "<p>Mine.</p>"
        save_section(section, by=publisher, version=1)
    else:
        move_section(section, by=publisher, up=False)
    submit_edition(draft, by=publisher)

    with pytest.raises(RefusedError, match="did not write"):
        approve_edition(fresh(draft), by=publisher)
    approve_edition(fresh(draft), by=second)
    assert publish_edition(fresh(draft), by=publisher, kind="major").is_live


@pytest.mark.behavior("I6")
@pytest.mark.parametrize("way", ["asked for since", "report moved", "place found"])
def test_authors_own_approval_does_not_hold_where_a_second_person_is_asked_for(
    draft, report, publisher, second, kazakhstan, way
):
    other = make_country("Kyrgyzstan") if way == "report moved" else None
    if way != "asked for since":
        Report.objects.filter(pk=report.pk).update(country=other, post=None)
        draft.refresh_from_db()
    write(draft, publisher)
    submit_edition(fresh(draft), by=publisher)
    approve_edition(fresh(draft), by=publisher)
    kazakhstan.second_person = True
    kazakhstan.save()
    Report.objects.filter(pk=report.pk).update(country=kazakhstan)

    with pytest.raises(RefusedError, match="Somebody who did not write"):
        publish_edition(fresh(draft), by=publisher, kind="major")
    assert not second_person(fresh(draft)).done

    publish_edition(fresh(draft), by=second, kind="major")


def test_author_approves_where_one_person_is_enough(draft, publisher):
    write(draft, publisher)
    submit_edition(draft, by=publisher)

    approve_edition(fresh(draft), by=publisher)

    assert fresh(draft).state == State.APPROVED


def test_change_after_approval_by_somebody_else_is_reviewed_again(draft, editor, publisher):
    submit_edition(draft, by=editor)
    approve_edition(fresh(draft), by=publisher)

    write(draft, editor)

    assert fresh(draft).state == State.REVIEW
    assert ("review_again", editor.pk) in deeds(draft)


def test_approver_mends_a_slip_unless_a_second_person_is_asked_for(
    draft, editor, publisher, kazakhstan
):
    submit_edition(draft, by=editor)
    approve_edition(fresh(draft), by=publisher)
    write(draft, publisher, "A slip mended")
    assert fresh(draft).state == State.APPROVED

    kazakhstan.second_person = True
    kazakhstan.save()
    write(draft, publisher, "Another")
    assert fresh(draft).state == State.REVIEW


def test_save_that_changes_nothing_writes_nothing(draft, editor, publisher):
    submit_edition(draft, by=editor)
    approve_edition(fresh(draft), by=publisher)
    before = deeds(draft)
    section = draft.sections.first()
    section.body = "<p>Thieves.</p>\n"

    save_edition(fresh(draft), [section], by=editor, version=1)

    assert fresh(draft).state == State.APPROVED
    assert deeds(draft) == before


@pytest.mark.behavior("I9")
def test_review_without_change_is_recorded_and_tells_nobody(report, publisher):
    edition = make_edition(report, sections=[{"key": "crime"}])
    day = timezone.localdate() + timedelta(days=180)

    keep_edition(edition, by=publisher, next_review_on=day)
    collect()

    edition = fresh(edition)
    assert (edition.reviewed_by, edition.next_review_on) == (publisher, day)
    assert edition.reviewed_at <= timezone.now()
    assert deeds(edition) == [("keep_edition", publisher.pk)]
    assert not Notice.objects.exists()


def test_only_what_readers_see_is_reviewed_without_change(draft, publisher):
    with pytest.raises(RefusedError):
        keep_edition(draft, by=publisher, next_review_on=timezone.localdate())


@pytest.mark.parametrize("step", [submit_edition, approve_edition, ask_for_changes])
def test_failing_at_any_write_takes_no_step(draft, editor, publisher, step):
    if step is not submit_edition:
        submit_edition(draft, by=editor)
    more = {"note": "Mend it."} if step is ask_for_changes else {}

    def state():
        rows = Edition.objects.values().get(pk=draft.pk)
        return rows, Comment.objects.count(), AuditEvent.objects.count()

    assert fail_at_every_write(lambda: step(fresh(draft), by=publisher, **more), state) >= 2


# The pages


def press(client, edition, button, **changes):
    values = typed(client.get(address("change", edition)))
    return client.post(address("change", edition), values | changes | {button: "1"}, follow=True)


def buttons(client, edition):
    page = client.get(address("change", edition)).content.decode()
    return {name for name in ("submit", "approve", "ask", "publish") if f'name="_{name}"' in page}


def test_foot_offers_the_one_step_that_this_person_may_take(
    client, draft, strict, editor, publisher, second
):
    seen = []
    for person in (editor, publisher, second):
        client.force_login(person)
        seen.append(buttons(client, draft))
    client.force_login(publisher)
    press(client, draft, "_submit", title="Mine")
    for person in (editor, publisher, second):
        client.force_login(person)
        seen.append(buttons(client, draft))
    press(client, draft, "_approve")
    for person in (editor, publisher, second):
        client.force_login(person)
        seen.append(buttons(client, draft))

    assert seen == [
        {"submit"}, {"submit"}, {"submit"},
        set(), set(), {"ask", "approve"},
        set(), {"publish"}, {"publish"},
    ]  # fmt: skip


def test_bar_shows_where_the_draft_stands(client, draft, editor):
    client.force_login(editor)

    page = press(client, draft, "_submit").content.decode()

    assert '<li class="past">Draft</li><li aria-current="step">In review</li>' in page
    assert "In review since" in page
    assert "It waits for a publisher to approve it." in page


def test_author_who_posts_the_approval_is_refused_in_words(client, draft, strict, publisher):
    client.force_login(publisher)
    press(client, draft, "_submit", title="Mine")

    page = press(client, draft, "_approve").content.decode()

    assert "Somebody who did not write this edition has to approve it." in page
    assert fresh(draft).state == State.REVIEW


def test_editor_finds_no_approval_and_no_asking(client, draft, editor):
    submit_edition(draft, by=editor)
    client.force_login(editor)

    assert press(client, draft, "_approve").status_code == 404
    assert client.get(address("ask", draft)).status_code == 404
    assert client.post(address("keep", draft), {}).status_code == 404
    assert fresh(draft).state == State.REVIEW


def test_change_of_an_approved_draft_says_that_it_is_reviewed_again(
    client, draft, editor, publisher
):
    submit_edition(draft, by=editor)
    approve_edition(fresh(draft), by=publisher)
    client.force_login(editor)

    page = press(client, draft, "_save", title="Changed").content.decode()

    assert "It was approved and has changed, so it is in review again." in page


def test_asking_needs_a_note_and_keeps_what_was_typed(client, draft, editor, publisher):
    submit_edition(draft, by=editor)
    client.force_login(publisher)

    empty = client.post(address("ask", draft), {"note": " "}).content.decode()
    page = client.post(address("ask", draft), {"note": "Cite both."}, follow=True)

    assert "Write what is to be changed." in empty
    assert "Cite both." in page.content.decode()
    assert fresh(draft).state == State.DRAFT


def test_review_page_takes_a_day_still_to_come(client, report, publisher):
    edition = make_edition(report, sections=[{"key": "crime"}])
    client.force_login(publisher)

    past = client.post(address("keep", edition), {"next_review_on": "2001-01-01"})
    done = client.post(address("keep", edition), {"next_review_on": "2100-01-01"}, follow=True)

    assert "still to come" in past.content.decode()
    assert "nothing changed" in done.content.decode()
