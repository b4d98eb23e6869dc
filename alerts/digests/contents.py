"""What each person's digest holds: looked up when it is claimed, and written down.

Everything is asked again then: who may read it, whether it still holds, what the person
follows, and what they were told already, at once or by another digest.
"""

from dataclasses import dataclass

from django.db.models import Q

from advisories.models import Tlp
from alerts.audience.groups import followers_of_event, of_edition
from alerts.audience.people import Hindrance
from alerts.kinds import still_holds
from alerts.models import Delivery, DigestItem, Frequency, Notice, State
from alerts.models.choices import LONGEST_HELD

from .mornings import closing, last_monday
from .turns import grade_of, ground, news

COLUMNS = ["person", "origin", "frequency", "held_from", "held_until", "user__time_zone"]


@dataclass(frozen=True)
class Item:
    notice: Notice
    subscription: int


def contents_of(deliveries):
    """{delivery key: [Item, ...]} for digests of one morning; an empty list: nothing to say.

    A digest that was claimed before holds what it held then, less what may not be told any more.
    """
    found = {delivery.pk: [] for delivery in deliveries}
    by_person = {delivery.user_id: delivery for delivery in deliveries}
    known = kept(deliveries)
    period = deliveries[0].notice.period
    notices = news_of(period)
    told = told_already(deliveries, notices)
    for notice in notices:
        for person, subscription in hearers(notice, period, by_person):
            delivery = by_person[person]
            old = known.get(delivery.pk)
            wanted = notice.pk in old if old else (person, notice.pk) not in told
            if wanted and notice.pk not in {item.notice.pk for item in found[delivery.pk]}:
                found[delivery.pk].append(Item(notice, subscription))
    write_down({key: items for key, items in found.items() if key not in known})
    take_out(known, found)
    return found


def news_of(period):
    notices = news(period - LONGEST_HELD, closing(period))
    return [notice for notice in notices if still_holds(notice)]


def kept(deliveries):
    """{delivery key: notice keys} of those that were claimed before."""
    rows = DigestItem.objects.filter(delivery__in=deliveries).values_list("delivery", "notice")
    known: dict[int, set[int]] = {}
    for delivery, notice in rows:
        known.setdefault(delivery, set()).add(notice)
    return known


def take_out(known, found):
    """What a digest held and does not hold any more was told to nobody by it."""
    for key, before in known.items():
        gone = before - {item.notice.pk for item in found[key]}
        if gone:
            DigestItem.objects.filter(delivery=key, notice__in=gone).delete()


def told_already(deliveries, notices):
    """(person, notice) told at once, or by a digest that was sent or still can be."""
    people = [delivery.user_id for delivery in deliveries]
    at_once = Delivery.objects.filter(user__in=people, notice__in=notices)
    in_digests = DigestItem.objects.told().filter(delivery__user__in=people, notice__in=notices)
    return {
        *at_once.exclude(state=State.SKIPPED).values_list("user", "notice"),
        *in_digests.values_list("delivery__user", "notice"),
    }


def hearers(notice, period, people):
    """(person, subscription) for those of these people who hear of it by this digest."""
    until = closing(period)
    for group in followers(notice):
        rows = group.rows.filter(
            Q(hindrance=Hindrance.DIGEST) | Q(hindrance=Hindrance.NONE, held_until__isnull=False),
            person__in=list(people),
        )
        for row in rows.order_by("origin").values_list(*COLUMNS):
            person, subscription, frequency, held_from, held_until, zone = row
            last = until
            if frequency == Frequency.WEEKLY:
                last = closing(last_monday(period, zone))
            elif frequency == Frequency.AT_ONCE:
                last = min(until, held_until)
            if held_from and held_from <= notice.fanned_out_at <= last:
                yield person, subscription


def followers(notice):
    """The followers among its audience, with what hinders each from hearing at once."""
    if notice.edition_id:
        return of_edition(notice.edition)
    alert = notice.alert
    may = (alert.tlp, alert.council_id) if alert else (Tlp.CLEAR, None)
    return [followers_of_event(ground(notice), grade_of(notice), may)]


def write_down(contents):
    DigestItem.objects.bulk_create(
        (
            DigestItem(delivery_id=key, notice=item.notice, subscription_id=item.subscription)
            for key, items in contents.items()
            for item in items
        ),
        ignore_conflicts=True,
    )
