"""Levels: every change is a row of its own, so the history stays."""

from django.db import transaction
from django.utils import timezone

from accounts import audit

from ..models import LevelChange


@transaction.atomic
def set_level(
    country, level, *, reason, by, announce, indicators=(), area=None, at=None, next_review_on=None
):
    """Set the level of a country or area from now or from `at` on, or keep it after a review."""
    since = at or timezone.now()
    change = LevelChange.objects.create(
        country=country,
        area=area,
        level=level,
        reason=reason,
        in_force_from=since,
        reviewed_on=timezone.localdate(),
        next_review_on=next_review_on,
        announced_at=since if announce else None,
        made_by=by,
    )
    change.indicators.set(indicators)
    audit.record("set_level", change, by=by)
    return change
