"""What is deleted when its time has come."""

from datetime import timedelta

from django.utils import timezone

from ..models import Application, ApplicationState
from .papers import forget_papers
from .replies import forget_guests, release_expired

CLOSED_KEPT = timedelta(days=365)


def forget_old():
    """For the worker: guests' names after 72 hours, failed applications after a year.

    And the seats of people whose organization's membership has run out, and stray files.
    """
    release_expired()
    forget_guests()
    forget_papers()
    forget_applications()


def forget_applications():
    """Delete what did not become a membership a year after it was closed."""
    closed = [ApplicationState.DECLINED, ApplicationState.WITHDRAWN]
    recent = Application.objects.filter(steps__at__gte=timezone.now() - CLOSED_KEPT)
    old = Application.objects.filter(state__in=closed).exclude(pk__in=recent.values("pk"))
    return old.delete()[0]
