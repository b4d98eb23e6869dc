"""From hand to hand: a draft is sent for review, comes back with a note, or is approved."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.errors import RefusedError

from ..models import Comment, Edition
from ..readiness import needs_second_person, wrote

NO_STEP = {"submitted_at": None, "submitted_by": None, "approved_at": None, "approved_by": None}


@transaction.atomic
def submit_edition(edition, *, by):
    """Hand a draft over to whoever reviews it."""
    drafts = Edition.objects.filter(pk=edition.pk, submitted_at=None).drafts()
    step(
        drafts,
        edition,
        _("This edition is in review already."),
        submitted_at=timezone.now(),
        submitted_by=by,
        returned_at=None,
        returned_by=None,
    )
    audit.record("submit_edition", edition, by=by)


@transaction.atomic
def ask_for_changes(edition, *, by, note):
    """Give a draft back to those who write it; the note says what is still to be done."""
    waiting = Edition.objects.filter(pk=edition.pk, submitted_at__isnull=False).drafts()
    returned = {"returned_at": timezone.now(), "returned_by": by}
    step(waiting, edition, _("This edition is not in review."), **NO_STEP, **returned)
    Comment.objects.create(edition=edition, body=note, written_by=by)
    audit.record("ask_for_changes", edition, by=by)


@transaction.atomic
def approve_edition(edition, *, by):
    """Stand for the text of a draft as `by` read it: the version that `edition` holds."""
    if needs_second_person(edition) and wrote(edition, by):
        raise RefusedError(_("Somebody who did not write this edition has to approve it."))
    read = Edition.objects.filter(pk=edition.pk, version=edition.version).in_review()
    refusal = _("This edition is not in review any more, or was saved meanwhile. Look at it again.")
    step(read, edition, refusal, approved_at=timezone.now(), approved_by=by)
    audit.record("approve_edition", edition, by=by)


def step(editions, edition, refusal, **values):
    """Take a step that only one person can take; the row at hand shows it too."""
    if not editions.update(**values):
        raise RefusedError(refusal)
    for name, value in values.items():
        setattr(edition, name, value)


def review_again(edition, *, by):
    """What was approved and then changed is in review once more.

    The approver may mend a slip, unless the country asks for a second person: then nobody
    has read those words but the one who wrote them.
    """
    stored = Edition.objects.filter(pk=edition.pk).approved().select_related("report").first()
    if stored is None or (stored.approved_by_id == by.pk and not needs_second_person(stored)):
        return
    step(Edition.objects.filter(pk=edition.pk), edition, "", approved_at=None, approved_by=None)
    audit.record("review_again", edition, by=by)


@transaction.atomic
def keep_edition(edition, *, by, next_review_on):
    """Somebody read a live edition again and it still holds; nobody is told."""
    live = Edition.objects.filter(pk=edition.pk).live()
    values = {"reviewed_at": timezone.now(), "reviewed_by": by, "next_review_on": next_review_on}
    step(live, edition, _("Only what readers see can be reviewed like this."), **values)
    audit.record("keep_edition", edition, by=by)
