"""Whose turn a digest is: people whose morning it is, and who follow what there is news of.

This is the coarse question, asked once for all. What each person's digest holds, and whether
it holds anything, is decided when it is claimed (`contents`).
"""

from datetime import timedelta
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q

from accounts.models import AuditEvent
from alerts.audience.ground import Ground, ground_of, ground_of_report
from alerts.audience.people import paused, people, unreachable
from alerts.models import (
    Delivery,
    Frequency,
    Grade,
    Lane,
    Notice,
    NoticeKind,
    Rank,
    Reason,
    State,
    Subscription,
)
from alerts.models.choices import LONGEST_HELD
from alerts.wording.changes import is_raised

from .mornings import closing, last_monday, last_morning, made_of, zones_at

TOLD_BY_DIGEST = [NoticeKind.ALERT, NoticeKind.LEVEL, NoticeKind.EDITION]
RETOLD = timedelta(days=3)  # what a failed digest held comes with one of the next days


def of_digest(notice):
    """One group, like the audience of any notice."""
    due = turn(notice.period)
    hindrances = [unreachable(), paused()]
    reason, rank = Reason.SUBSCRIBED, Rank.SUBSCRIBER
    return [people(reason, rank, due, hindrances, origin="subscription", at="pk")]


def turn(period):
    """Subscriptions that this morning's digest may tell something."""
    zones = zones_at(period)
    weekly = weekly_zones(period, zones)
    held = Subscription.objects.active().filter(
        held_from__lt=closing(period), user__time_zone__in=zones
    )
    since, long_ago = closing(told_before(period, zones)), period - LONGEST_HELD
    back = Q(user__paused_until__gte=(period - timedelta(days=1)).date())
    once = Q(held_until__gt=since) | back & Q(held_until__gt=long_ago)
    daily = Q(frequency=Frequency.DAILY) | once & Q(frequency=Frequency.AT_ONCE)
    week = Q(frequency=Frequency.WEEKLY, user__time_zone__in=weekly)
    anyway = back | Exists(failed_digests(period))
    lately, held_long = (
        hears_of(news(since, closing(period))),
        hears_of(news(long_ago, closing(period))),
    )
    turned = Q(turned_at__gt=since) & held_long  # what a week's digest held, or another clock's
    return held.filter(daily & (lately | turned | anyway) | week & (held_long | anyway))


def weekly_zones(period, zones):
    """Where it is Monday, or where this Monday's digest was missed."""
    mondays = {zone: last_monday(period, zone) for zone in zones}
    made = made_of(set(mondays.values()) - {period})
    return [zone for zone, monday in mondays.items() if monday not in made]


def told_before(period, zones):
    """The morning before this one, or long ago if that one was missed."""
    before = {last_morning(period - timedelta(seconds=1), zone) for zone in zones}
    return min(before) if before and before == made_of(before) else period - LONGEST_HELD


def failed_digests(period):
    """Somebody's digests of the last days that were refused, or came too late to be sent."""
    late = Q(state=State.SKIPPED, settled_at__gte=F("notice__expires_at"))
    return Delivery.objects.filter(
        Q(state=State.FAILED) | late,
        user=OuterRef("user"),
        notice__kind=NoticeKind.DIGEST,
        notice__period__lt=period,
        notice__period__gte=period - RETOLD,
    )


def news(since, until):
    """Notices of that time that digests tell; an emergency was told at once, to all.

    An update goes at once to whoever knows of the alert; who learns of it by a digest reads it
    as it is then.
    """
    lately = Q(fanned_out_at__gt=since) | Q(alert__in=resumed(since))
    told = news_with_facts().filter(
        lately, fanned_out_at__lte=until, paused_at=None, cancelled_at=None
    )
    return told.exclude(lane=Lane.EMERGENCY).exclude(alert__exercise=True)


def resumed(since):
    """Alerts that a sender held over a morning and let go on since."""
    events = AuditEvent.objects.filter(deed="resume_alert", at__gt=since)
    return list(events.values_list("object_id", flat=True))


def news_with_facts():
    told = Notice.objects.filter(kind__in=TOLD_BY_DIGEST, alert__refers_to=None)
    places = ["country", "area__country", "post__country"]
    return told.select_related(
        "alert", "edition__report__country", "edition__report__post__country",
        "level_change__country", "level_change__area",
    ).prefetch_related(*(f"alert__places__{place}" for place in places))  # fmt: skip


def hears_of(notices):
    """Subscriptions that the place and the grade of one of these fit."""
    condition, reports = Q(pk__in=[]), Ground()
    grounds = {Grade.NOTICE: Ground(), Grade.WARNING: Ground()}
    for notice in notices:
        if notice.edition_id:
            reports |= ground_of_report(notice.edition.report)
        else:
            grounds[grade_of(notice)] |= ground(notice)
    for lowest in grounds:
        heard = reduce(or_, (held for grade, held in grounds.items() if grade >= lowest))
        condition |= Q(heard.followed(), lowest_grade=lowest, section_key="")
    return condition | Q(reports.followed(), new_reports=True)


def grade_of(notice):
    if notice.alert_id:
        return Grade(notice.alert.grade)
    return Grade.WARNING if is_raised(notice.level_change) else Grade.NOTICE


def ground(notice):
    if notice.alert_id:
        return ground_of([row.place for row in notice.alert.places.all()], notice.alert.everywhere)
    return ground_of([notice.level_change.area or notice.level_change.country])
