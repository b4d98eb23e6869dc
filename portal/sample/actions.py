"""Load the sample content into an empty database, and remove it."""

from django.db import transaction
from django.utils import timezone

from advisories.countries import load_countries
from advisories.models import Contact, LevelChange, Post, Report
from alerts import notices
from alerts.kinds import BY_NAME
from alerts.models import Alert, Notice, NoticeKind
from council.models import Council, Meeting, Organization
from travelers.models import Trip
from web.models import ContentVersion, SiteSettings

from . import alerts, councils, people, places, removal, reports, trips, webhooks

CONTENT = (Report, Alert, Council, Organization, LevelChange, Post, Contact, Trip)


class NotEmptyError(Exception):
    """Sample content and somebody's own do not go together."""


@transaction.atomic
def load_sample(password=None):
    """Everything dated around today; nobody is told of any of it."""
    for model in CONTENT:
        if model.objects.exists():
            raise NotEmptyError(
                f"There is content here already ({model._meta.verbose_name_plural}). "
                "Sample content only goes into an empty database."
            )
    load_countries()
    everybody = people.make_people(password)
    posts = places.make_places(everybody)
    places.make_levels(everybody)
    council = councils.make_council(everybody, posts)
    people.assign_staff(everybody, council)
    reports.make_reports(everybody)
    alerts.make_alerts(everybody, posts)
    webhooks.make_webhook(everybody, posts)
    trips.make_trips(everybody, posts)
    trips.make_subscriptions(everybody, posts)
    mark_told()
    say_sample(True)


def mark_told():
    """Word the notices of what is still ahead as if they had gone out; nobody gets them.

    Who is told of a meeting's change are those who were told of the meeting, so that changing
    the sample meeting, too, has somebody to tell.
    """
    facts = [
        (NoticeKind.MEETING, Meeting.objects.coming()),
        (NoticeKind.ALERT, Alert.objects.all()),
    ]
    for kind, rows in facts:
        for row in rows:
            notices.tell(BY_NAME[kind], row)
    Notice.objects.update(fanned_out_at=timezone.now())


@transaction.atomic
def remove_sample():
    """What had to stay because somebody's own work hangs on it is returned."""
    kept = removal.remove_rows()
    say_sample(False)
    return kept


def say_sample(shown):
    """The note on every page; the site's own names and colors stay as they are."""
    settings = SiteSettings.load()
    settings.sample_content = shown
    settings.save()
    ContentVersion.bump()
