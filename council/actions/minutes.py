"""What a meeting said, agreed and asked somebody to do."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from web.errors import RefusedError, StaleError

from ..models import ActionItem, Minutes
from .replies import lock


@transaction.atomic
def write_minutes(meeting, *, by, body, tlp, version=0):
    """Keep a draft, or correct what is published, unless somebody wrote since `version`."""
    lock(meeting)
    minutes = Minutes.objects.filter(meeting=meeting).first() or Minutes(meeting=meeting, version=0)
    if minutes.version != version:
        raise StaleError(_("Somebody else wrote these minutes meanwhile."))
    minutes.body, minutes.tlp, minutes.version = body, tlp, version + 1
    minutes.save()
    audit.record("write_minutes", minutes, by=by)
    return minutes


@transaction.atomic
def publish_minutes(minutes, *, by):
    """Show them to the members, who are then told."""
    if minutes.meeting.announced_at is None or minutes.meeting.starts_at > timezone.now():
        raise RefusedError(_("Minutes are published once the meeting has begun."))
    minutes.refresh_from_db(from_queryset=Minutes.objects.select_for_update())
    if minutes.published_at is None:
        minutes.published_at = timezone.now()
        minutes.published_by = by
        minutes.save(update_fields=["published_at", "published_by"])
        audit.record("publish_minutes", minutes, by=by)


@transaction.atomic
def add_action(meeting, *, by, title, who="", due_on=None):
    action = ActionItem.objects.create(meeting=meeting, title=title, who=who, due_on=due_on)
    audit.record("add_action", action, by=by)
    return action


@transaction.atomic
def finish_action(action, *, by):
    if action.done_at is None:
        action.done_at = timezone.now()
        action.save(update_fields=["done_at"])
        audit.record("finish_action", action, by=by)
