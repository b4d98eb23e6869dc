"""Each audited deed leaves exactly one row of the trail, and none once rolled back (P22, I14)."""

import pytest
from django.core.cache import cache
from django.db import transaction

from accounts.models import AuditEvent
from tests.portal.deeds import alerts, desk, people
from tests.portal.deeds.found import deeds

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
    "alerts.choices.change_frequency",
    "alerts.choices.follow",
    "alerts.choices.mute",
    "alerts.links.bring_back",
    "alerts.links.stop",
    "council.replies.reply",
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
    "council.applications.decide",
    "council.applications.handed_in_before",
    "council.applications.move",
    "council.applications.note_step",
    "council.replies.release_seats",
}


class RolledBackError(Exception):
    pass


@pytest.mark.once
def test_no_deed_is_forgotten_here():
    assert set(deeds()) == DEEDS.keys() | OWN_CHOICES | STEPS


@pytest.mark.django_db
@pytest.mark.once
@pytest.mark.behavior("I14")
@pytest.mark.parametrize("name", DEEDS)
def test_deed_leaves_one_row_and_none_when_rolled_back(name, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    planned = DEEDS[name]()
    before = AuditEvent.objects.count()

    with pytest.raises(RolledBackError), transaction.atomic():
        deeds()[name](*planned.args, **planned.kwargs)
        left = list(AuditEvent.objects.order_by("pk").values_list("deed", "actor_id"))[before:]
        raise RolledBackError

    besides = BESIDES.get(name, [])
    assert [deed for deed, _who in left if deed in besides] == besides
    [who] = [actor for deed, actor in left if deed not in besides]
    by = planned.kwargs.get("by")
    assert by is None or who == by.pk
    assert AuditEvent.objects.count() == before
