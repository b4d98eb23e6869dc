"""Send somebody once more what they were sent before: to themselves, and nobody else."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.audit import record
from alerts.digests.wording import word_again
from alerts.engine.slots import Personal, fill_html, fill_text
from alerts.following.past_mail import items_of, may_read, why_sent
from alerts.models import Lane, Letter, LinkToken
from alerts.wording.why import stop_words
from web.errors import RefusedError
from web.ratelimit import take

COPIES = (5, 3600)
LIFE = timedelta(days=1)


def send_copy(delivery, *, by):
    """One more copy, a letter of its own; refused for what may not be read any more."""
    take(f"copy:{by.pk}", *COPIES)
    return queue_copy(delivery, by)


@transaction.atomic
def queue_copy(delivery, by):
    notice = delivery.notice
    if notice.period:
        items = items_of(delivery)
        notice = word_again(delivery, items) if items else None
    elif not may_read(by, notice):
        notice = None
    if notice is None:
        raise RefusedError(_("You may not read this any more."))
    personal = links_of(delivery)
    letter = Letter.objects.create(
        address=by.email,
        subject=notice.subject,
        text=fill_text(notice.text, notice.key, personal),
        html=fill_html(notice.html, notice.key, personal),
        expires_at=timezone.now() + LIFE,
    )
    record("send_copy", delivery, by=by)
    return letter


def links_of(delivery):
    token, digest = LinkToken.fresh()
    LinkToken.objects.create(
        digest=digest,
        user=delivery.user,
        subscription=delivery.subscription,
        trip=delivery.trip,
        membership=delivery.membership,
        emergency=delivery.stops_emergencies,
        from_digest=delivery.lane == Lane.DIGEST,
    )
    return Personal(
        why=why_sent(delivery),
        stop_words=stop_words(delivery),
        stop_url=settings.SITE_URL + reverse("alerts:stop", args=[token]),
        choices_url=settings.SITE_URL + reverse("alerts:choices_by_link", args=[token]),
    )
