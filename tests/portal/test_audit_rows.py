"""Each audited deed leaves exactly one row of the trail, and none once rolled back (P22, I14)."""

import functools
from contextlib import nullcontext
from copy import deepcopy

import pytest
from django.core.cache import cache
from django.db import connection, transaction

from accounts.models import AuditEvent
from tests.portal.deeds import alerts, desk, people
from tests.portal.deeds.found import APPS, deeds
from tests.support.faults import fail_at_every_write

DEEDS = {**desk.DEEDS, **people.DEEDS, **alerts.DEEDS}
# Rows of their own for what else a deed does: a role given to a person, an edition taken back.
BESIDES = {
    "council.applications.approve_application": ["add_person"],
    "alerts.asking.confirm_request": ["confirm_email"],
    "alerts.mailboxes.confirm_mailbox": ["confirm_email"],
}
# A person's choice for oneself stands in a row of its own, with its time; so does an RSVP.
OWN_CHOICES = {
    "alerts.asking.note_request",
    "alerts.choices.change_choices",
    "alerts.choices.change_subscription",
    "alerts.choices.follow",
    "alerts.choices.mute",
    "alerts.links.bring_back",
    "alerts.links.stop",
    "council.replies.reply",
}
# Deeds that have the transaction of those who call them.
INSIDE = {
    "advisories.assignments.unschedule_of",
    "advisories.review.review_again",
    "alerts.asking.lift_suppression",
    "alerts.mailboxes.add_mailbox",
}
# Run only inside a deed of the tables.
STEPS = {
    "advisories.bundles.bring_edition",
    "advisories.bundles.bring_in",
    "advisories.bundles.bring_report",
    "advisories.imports.propose_contacts",
    "alerts.copies.queue_copy",
    "alerts.desk.refuse_unready",
    "alerts.emergency.make",
    "alerts.emergency.sent_already",
    "alerts.mailboxes.add_mailboxes",
    "alerts.reviewing.decide",
    "alerts.reviewing.refuse_outsider",
    "alerts.scheduling.unschedule_updates_of",
    "council.applications.decide",
    "council.applications.handed_in_before",
    "council.applications.move",
    "council.applications.note_step",
    "council.replies.release_seats",
}


@pytest.mark.behavior("P22")
@pytest.mark.once
def test_no_deed_is_forgotten_here():
    assert set(deeds()) == DEEDS.keys() | OWN_CHOICES | STEPS


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.behavior("I14", "P9", "P22")
@pytest.mark.parametrize("name", DEEDS)
def test_deed_leaves_one_row_and_nothing_when_a_write_fails(name, settings, tmp_path):
    """P9 and P22: whichever statement fails, every table is as before, the trail included."""
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    planned = DEEDS[name]()
    before = AuditEvent.objects.count()

    def deed():
        # What the code at hand held is of no account after a failure.
        args, values = deepcopy((planned.args, planned.kwargs))
        with transaction.atomic() if name in INSIDE else nullcontext():
            deeds()[name](*args, **values)

    assert fail_at_every_write(deed, every_row) >= 1

    left = list(AuditEvent.objects.order_by("pk").values_list("deed", "actor_id"))[before:]
    besides = BESIDES.get(name, [])
    assert [deed for deed, _who in left if deed in besides] == besides
    [who] = [actor for deed, actor in left if deed not in besides]
    by = planned.kwargs.get("by")
    assert by is None or who == by.pk


def every_row():
    with connection.cursor() as cursor:
        return {table: rows_of(cursor, table) for table in tables()}


def rows_of(cursor, table):
    cursor.execute(f'SELECT * FROM "{table}"')
    return sorted(map(repr, cursor.fetchall()))


@functools.cache
def tables():
    apps = (*(f"{app}_" for app in APPS), "web_", "account_")
    return [name for name in connection.introspection.table_names() if name.startswith(apps)]
