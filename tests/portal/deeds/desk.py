"""Deeds on people and reports."""

import io
import uuid
from datetime import timedelta
from unittest.mock import call

from django.utils import timezone
from docx import Document

from accounts.models import User
from advisories.actions import (
    Kind,
    approve_edition,
    attach_files,
    publish_edition,
    submit_edition,
    tell_editor,
)
from advisories.bundle import export_country
from advisories.files import Checked
from advisories.importer import current_vocabulary, parse_report
from advisories.models import Comment, Report, Role
from advisories.word import edition_as_word
from tests.factories import (
    make_assignment,
    make_contact,
    make_country,
    make_edition,
    make_post,
    make_report,
    make_superuser,
    make_user,
)

CRIME = {"key": "crime", "heading": "Crime", "body": "<p>Bags are cut.</p>", "rating": "high"}
PLAIN = [CRIME, {"key": "road", "heading": "Roads", "body": "<p>Slow down.</p>"}]
TEXT = "Kazakhstan 2019 Crime & Safety Report: Almaty\n\nCrime Threats\n\nBags are cut.\n"


def doer():
    """Somebody who may do everything; the same person at each call."""
    return User.objects.filter(email="doer@example.org").first() or make_superuser("doer")


def draft(**fields):
    sections = [dict(row) for row in PLAIN]
    report = make_report(make_post(make_country()))
    fields = {"change_note": "Streets.", **fields}
    return make_edition(report, published=False, sections=sections, **fields)


def submitted():
    edition = draft()
    submit_edition(edition, by=doer())
    return edition


def approved():
    edition = submitted()
    approve_edition(edition, by=make_superuser("second"))
    return edition


def scheduled(by=None):
    at = timezone.now() + timedelta(days=1)
    return publish_edition(draft(), by=by or doer(), kind=Kind.MAJOR, at=at)


def publisher():
    person = make_user("publisher")
    make_assignment(person, Role.PUBLISHER)
    return person


def attached():
    edition = draft()
    attach_files(edition, [Checked("a.pdf", "pdf", b"%PDF")], by=doer())
    return edition.attachments.get()


def section(**changes):
    row = draft().sections.first()
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def unplaced():
    report = Report.objects.create(title="Unknown", slug="unknown")
    return make_edition(report, published=False, year=0)


def from_word():
    edition = draft()
    document = Document(io.BytesIO(edition_as_word(edition)))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("Slow down", "Speed up")
    file = io.BytesIO()
    document.save(file)
    return call(edition, file.getvalue(), by=doer())


def bundle():
    edition = make_edition(make_report(make_country(alpha2="KZ")), sections=[dict(CRIME)])
    found = export_country(edition.report.country)
    found["reports"][0]["slug"] = "from-elsewhere"
    return found


def edition_to_save():
    edition = draft()
    edition.title = "Another title"
    return call(edition, by=doer(), version=edition.version)


def parsed():
    make_country(alpha2="KZ")
    return parse_report(TEXT, current_vocabulary())


def scheduled_by_one_who_lost_it():
    person = publisher()
    scheduled(by=person)
    person.assignments.all().delete()
    return person


def task():
    return tell_editor(live(), "A street has another name.", form_id=uuid.uuid4())


def live():
    return make_edition(make_report(make_post(make_country())), sections=[dict(CRIME)])


def comment():
    return Comment.objects.create(edition=draft(), body="Which street?", written_by=doer())


def unconfirmed():
    return make_user("new", confirmed=False)


DEEDS = {
    "accounts.confirm_email": lambda: call(unconfirmed(), by=doer()),
    "accounts.change_email": lambda: call(unconfirmed(), "other@example.org", by=doer()),
    "accounts.remove_second_factor": lambda: call(make_user("reader"), by=doer()),
    "advisories.assignments.assign": lambda: call(
        make_user("new"), Role.EDITOR, by=doer(), everywhere=True
    ),
    "advisories.assignments.end_assignment": lambda: call(
        make_assignment(make_user("editor"), Role.EDITOR), by=doer()
    ),
    "advisories.assignments.unschedule_of": lambda: call(scheduled_by_one_who_lost_it(), by=doer()),
    "advisories.bundles.import_country": lambda: call(bundle(), by=doer()),
    "advisories.comments.add_comment": lambda: call(draft(), "Which street?", by=doer()),
    "advisories.comments.resolve_comment": lambda: call(comment(), by=doer()),
    "advisories.contacts.confirm_contact": lambda: call(make_contact(confirmed=False), by=doer()),
    "advisories.editions.start_edition": lambda: call(live().report, by=doer(), year=2019),
    "advisories.editions.save_edition": edition_to_save,
    "advisories.files.attach_files": lambda: call(
        draft(), [Checked("a.pdf", "pdf", b"%PDF"), Checked("b.pdf", "pdf", b"%PDF")], by=doer()
    ),
    "advisories.files.detach_file": lambda: call(attached(), by=doer()),
    "advisories.imports.import_report": lambda: call(TEXT, by=doer()),
    "advisories.imports.import_parsed": lambda: call(parsed(), by=doer()),
    "advisories.levels.set_level": lambda: call(
        make_country(), 3, reason="Riots.", by=doer(), announce=True
    ),
    "advisories.placing.place_draft": lambda: call(
        unplaced(), by=doer(), country=make_country(), year=2019
    ),
    "advisories.publishing.publish_edition": lambda: call(draft(), by=doer(), kind=Kind.MAJOR),
    "advisories.publishing.unschedule_edition": lambda: call(scheduled(), by=doer()),
    "advisories.publishing.withdraw_edition": lambda: call(live(), by=doer()),
    "advisories.review.submit_edition": lambda: call(draft(), by=doer()),
    "advisories.review.ask_for_changes": lambda: call(submitted(), by=doer(), note="Shorter."),
    "advisories.review.approve_edition": lambda: call(submitted(), by=doer()),
    "advisories.review.review_again": lambda: call(approved(), by=doer()),
    "advisories.review.keep_edition": lambda: call(
        live(), by=doer(), next_review_on=timezone.localdate()
    ),
    "advisories.sections.add_section": lambda: call(draft(), by=doer()),
    "advisories.sections.save_section": lambda: call(
        section(heading="Theft"), by=doer(), version=1
    ),
    "advisories.sections.move_section": lambda: call(section(), by=doer(), up=False),
    "advisories.tasks.tell_editor": lambda: call(live(), "Wrong street.", form_id=uuid.uuid4()),
    "advisories.tasks.settle_task": lambda: call(task(), by=doer()),
    "advisories.word.read_back": from_word,
}
