"""Since when mail waits that should have gone."""

from datetime import timedelta

from django.utils import timezone

from alerts.models import Delivery, Lane, Letter, Rank, State
from alerts.pausing import not_held

STUCK = timedelta(minutes=2)


def oldest_due(*, letters_only=False):
    """Since when the mail that waits longest is due; None if none is."""
    queues = [Letter.objects.filter(state=State.QUEUED)]
    deliveries = not_held(Delivery.objects.filter(state=State.QUEUED))
    if not letters_only and deliveries.exists():
        # The index is by lane and rank: one short look into each, instead of a long one at all.
        queues += [deliveries.filter(lane=lane, rank=rank) for lane in Lane for rank in Rank]
    return min(filter(None, map(first_due, queues)), default=None)


def first_due(queue):
    due = queue.filter(due_at__lte=timezone.now()).order_by("due_at")
    return due.values_list("due_at", flat=True).first()


def waited(**which):
    """How long that is."""
    since = oldest_due(**which)
    return timezone.now() - since if since else timedelta(0)
