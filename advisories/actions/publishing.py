"""Publishing an edition, now or at a set time, and taking it back."""

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.errors import RefusedError

from ..models import Contact, Edition
from ..readiness import obstacles


class Kind(models.TextChoices):
    MAJOR = "major", _("Major: readers who asked for it are told")
    MINOR = "minor", _("Minor: a small correction, nobody is told")


@transaction.atomic
def publish_edition(edition, *, by, kind, at=None):
    """Make a draft what readers see, from now or from `at` on.

    A major edition is announced from that moment. One that is brought in for the record tells
    nobody: it bears a date of the past, or a newer one is live. Returns the published row.
    """
    # The lock keeps out a second publisher, a save, and the start of another draft.
    edition = Edition.objects.select_for_update().select_related("report").get(pk=edition.pk)
    if edition.published_at:
        raise RefusedError(_("This edition is published already."))
    reasons = obstacles(edition, kind, by)
    if reasons:
        raise RefusedError(" ".join(str(reason) for reason in reasons))
    now = timezone.now()
    published_at = at or now
    announced = kind == Kind.MAJOR and published_at >= now and not is_archived(edition)
    drafts = Edition.objects.filter(pk=edition.pk, version=edition.version, published_at=None)
    done = drafts.update(
        published_at=published_at,
        published_by=by,
        major=kind == Kind.MAJOR,
        taken_back_at=None,
        announced_at=published_at if announced else None,
        contacts=frozen_contacts(edition),
        version=F("version") + 1,
    )
    if not done:
        raise RefusedError(_("This edition was saved or published meanwhile. Look at it again."))
    audit.record("schedule_edition" if published_at > now else "publish_edition", edition, by=by)
    edition.refresh_from_db()
    return edition


def is_archived(edition):
    """True if a later edition of the report is live: this one is for the record."""
    later = Q(year__gt=edition.year) | Q(year=edition.year, revision__gt=edition.revision)
    return edition.report.editions.live().filter(later).exists()


def frozen_contacts(edition):
    """The confirmed numbers as this edition will always show them."""
    return [contact.frozen for contact in Contact.objects.confirmed().of_report(edition.report)]


@transaction.atomic
def unschedule_edition(edition, *, by):
    """Make a scheduled edition a draft again, before its time has come."""
    waiting = Edition.objects.filter(pk=edition.pk, withdrawn_at=None).scheduled()
    if not waiting.update(
        published_at=None,
        published_by=None,
        major=None,
        announced_at=None,
        version=F("version") + 1,
    ):
        raise RefusedError(_("This edition does not wait to be published."))
    audit.record("unschedule_edition", edition, by=by)


@transaction.atomic
def withdraw_edition(edition, *, by):
    """Take a published edition from the readers; the one before it is current again."""
    live = Edition.objects.filter(pk=edition.pk).live()
    if not live.update(withdrawn_at=timezone.now(), version=F("version") + 1):
        raise RefusedError(_("Only a published edition can be withdrawn."))
    audit.record("withdraw_edition", edition, by=by)
