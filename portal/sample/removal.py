"""Take the sample content away again, and nothing else."""

from django.contrib.auth import get_user_model
from django.db import models, transaction
from django.db.models import ProtectedError, Q

from advisories.models import Area, Contact, Country, Edition, LevelChange, Post, Report
from alerts.models import Alert
from council.models import Application, Council, Meeting, Membership, Organization

from .alerts import ALERTS
from .councils import COUNCIL, MEETINGS, ORGANIZATIONS
from .days import form_id
from .people import EMAILS
from .places import AREAS, ENTRY, MAIN_RISKS, POSTS
from .reports import REPORTS


def remove_rows():
    """Delete the sample; return what had to stay, because somebody's own work hangs on it."""
    people = get_user_model().objects.filter(email__in=EMAILS)
    mine = Q(started_by__in=people)
    Country.objects.filter(main_risks=MAIN_RISKS).update(main_risks="")
    Country.objects.filter(**ENTRY).update(entry_rules="", entry_as_of=None, entry_source="")
    return [
        *delete(
            Alert.objects.filter(mine | Q(form_id__in=ids(alert["title"] for alert in ALERTS)))
        ),
        *delete(Edition.objects.filter(mine)),
        *delete(LevelChange.objects.filter(made_by__in=people)),
        *delete(Contact.objects.filter(confirmed_by__in=people)),
        *delete(Application.objects.filter(form_id__in=ids(["application"]))),
        *delete(Meeting.objects.filter(form_id__in=ids(MEETINGS))),
        *delete(people),
        *delete(Membership.objects.filter(council__slug=COUNCIL["slug"]), unless=["members"]),
        *delete(Organization.objects.filter(name__in=ORGANIZATIONS)),
        *delete(Council.objects.filter(slug=COUNCIL["slug"]), unless=["assignments"]),
        *delete(Report.objects.filter(slug__in=REPORTS), unless=["editions"]),
        *delete(
            Post.objects.filter(slug__in=POSTS), unless=["contacts", "assignments", "subscriptions"]
        ),
        *delete(Area.objects.filter(country__alpha2="KZ", name__in=AREAS), unless=["posts"]),
    ]


def ids(names):
    return [form_id(name) for name in names]


def delete(rows, *, unless=()):
    """Delete these rows, and return those that stay because they are in use.

    `unless` names relations that would be deleted along with a row: while they hold anything,
    the row stays. What the database protects stays too.
    """
    used = [row for row in rows if any(getattr(row, name).exists() for name in unless)]
    # The plain queryset: published editions and sent alerts refuse to be deleted.
    free = models.QuerySet(rows.model).filter(
        pk__in=list(rows.exclude(pk__in=[row.pk for row in used]).values_list("pk", flat=True))
    )
    if is_deleted(free):
        return used
    return used + [row for row in free if not is_deleted(free.filter(pk=row.pk))]


def is_deleted(rows):
    """Delete all of them or, if something protects one, none."""
    try:
        with transaction.atomic():
            rows.delete()
    except ProtectedError:
        return False
    return True
