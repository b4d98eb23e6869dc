"""The people who may send alerts for a place, and whether there are enough of them."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone

from advisories.models import Assignment, Country, Post, Role
from advisories.models.assignments import reach_of
from alerts.models import Alert

ENOUGH = 3
LATELY = timedelta(days=30)


def senders_at(place):
    """Who may send an alert for this country, area or post."""
    reach = Q(everywhere=True)
    if isinstance(place, Post):
        reach |= Q(post=place)
    reach |= Q(country=place if isinstance(place, Country) else place.country)
    return holders(Assignment.objects.filter(reach))


def holders(assignments):
    held = assignments.active().filter(role=Role.SENDER)
    people = get_user_model().objects.reachable().filter(is_staff=True)
    return people.filter(pk__in=held.values("user"))


def senders_of(alert):
    """Who may send an alert for every place of this one."""
    if alert.everywhere:
        return set(holders(Assignment.objects.filter(everywhere=True)))
    groups = [set(senders_at(row.place)) for row in alert.places.all()]
    return set.intersection(*groups) if groups else set()


def may_send(person, alert):
    """True if every place of this alert lies within this person's reach now."""
    return Alert.objects.editable_by(person).filter(pk=alert.pk).exists()


def too_few(user):
    """[(place, number)] where fewer than three senders signed in lately; None: the whole site.

    Looked at for the places where this person sends.
    """
    reach = reach_of(user, Role.SENDER)
    places = [
        *Country.objects.filter(pk__in=reach.countries),
        *Post.objects.filter(pk__in=reach.posts).select_related("country"),
    ]
    groups = [(place, senders_at(place)) for place in places]
    groups += [(None, holders(Assignment.objects.all()))] if reach.everywhere else []
    since = timezone.now() - LATELY
    numbers = [(place, people.filter(last_login__gte=since).count()) for place, people in groups]
    return [(place, number) for place, number in numbers if number < ENOUGH]
