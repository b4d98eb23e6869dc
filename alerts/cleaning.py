"""What the worker tidies away."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils import timezone

from advisories.actions import forget_orphans
from council.actions import forget_old

from .digests.mornings import forget_empty_mornings
from .following.unconfirmed import forget_unconfirmed
from .models import Delivery, Letter, LinkToken, Notice, State, WebhookDelivery
from .models.references import ORIGINS

LETTERS_KEPT = timedelta(days=7)
WEBHOOKS_KEPT = timedelta(days=90)
LINKS_KEPT = timedelta(days=3 * 365)
LINKS_CHECKED = timedelta(hours=3)


def clean():
    """Letters go after a week, webhook tries after months, links after years, and so on."""
    Letter.objects.filter(settled_at__lt=timezone.now() - LETTERS_KEPT).delete()
    LinkToken.objects.filter(made_at__lt=timezone.now() - LINKS_KEPT).delete()
    WebhookDelivery.objects.filter(settled_at__lt=timezone.now() - WEBHOOKS_KEPT).delete()
    forget_lost_deliveries()
    forget_lost_links()
    forget_unconfirmed()
    forget_empty_mornings()
    forget_old()
    forget_orphans()


def forget_lost_deliveries():
    """Rows of people or notices deleted in the moment of queueing: they can never be sent."""
    people = get_user_model().objects.filter(pk=OuterRef("user_id"))
    notices = Notice.objects.filter(pk=OuterRef("notice_id"))
    for state in (State.QUEUED, State.SENDING):  # each has an index of its own
        rows = Delivery.objects.filter(~Exists(people) | ~Exists(notices), state=state)
        rows.delete()


def forget_lost_links():
    """The same for the links of mail that was made ready in that moment."""
    for name in ("user", *ORIGINS):
        owners = LinkToken._meta.get_field(name).related_model._base_manager
        lost = ~Exists(owners.filter(pk=OuterRef(f"{name}_id")))
        recent = LinkToken.objects.filter(made_at__gt=timezone.now() - LINKS_CHECKED)
        recent.filter(lost, **{f"{name}__isnull": False}).delete()
