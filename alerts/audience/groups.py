"""Who hears of something, and why: the groups in the order in which a reason wins.

All of it is looked up in live stops, memberships and subscriptions, and looked up again
when a delivery's turn has come. No place and not everywhere: nobody.
"""

from datetime import timedelta

from django.db.models import F, Q
from django.utils import timezone

from advisories.importer.vocabulary import current_vocabulary
from advisories.models import Tlp
from alerts.models import (
    Delivery,
    DigestItem,
    ExerciseParticipant,
    Grade,
    NoticeKind,
    Rank,
    Reason,
    State,
    Subscription,
)
from alerts.wording.changes import changed_keys, is_raised
from council.models import Application, Member
from travelers.models import Stop

from .ground import ground_of, ground_of_alert, ground_of_report, today_there, zone_there
from .people import (
    graver_only,
    in_digest,
    lapsed,
    not_allowed,
    paused,
    people,
    silent,
    stopped,
    unreachable,
)

SOON, DAY = timedelta(days=30), timedelta(days=1)
LEASE = timedelta(seconds=60)  # a digest that is worded is handed over by then
THERE = Q(rank=Rank.THERE_NOW)
# For which reason somebody may have been reached, and where that comes from. The rank is the one
# under which a mail was queued: its reason may have become another one until it was sent.
REACHED = [
    (Reason.TRIP, Rank.THERE_NOW, "trip", THERE),
    (Reason.TRIP, Rank.ARRIVING, "trip", ~THERE),
    (Reason.MEMBER, Rank.MEMBER, "membership", Q()),
    (Reason.SUBSCRIBED, Rank.SUBSCRIBER, "subscription", Q()),
    (Reason.EXERCISE, Rank.MEMBER, "participant", Q()),
]


def of_alert(alert):
    if alert.refers_to_id:
        return of_update(alert)
    if alert.exercise:
        return of_exercise(ground_of_alert(alert), alert.tlp, alert.council_id)
    window = (alert.starts_on, alert.ends_on)
    return of_event(ground_of_alert(alert), alert.grade, window, alert.tlp, alert.council_id)


def of_level_change(change):
    """The people an alert would reach; a raised level counts as a warning."""
    grade = Grade.WARNING if is_raised(change) else Grade.NOTICE
    window = (change.in_force_from.date() - DAY, None)
    return of_event(ground_of([change.area or change.country]), grade, window)


def of_event(ground, grade, window, tlp=Tlp.CLEAR, council=None):
    """There now, arriving soon, members, followers; an emergency overrules what was chosen."""
    if not ground:
        return []
    must = grade == Grade.EMERGENCY
    stops = stops_about_now().filter(ground.holds())
    stops = stops.annotate(zone_there=zone_there()).annotate(today=today_there())
    there = stops.filter(Q(ends_on=None) | Q(ends_on__gte=F("today")), starts_on__lte=F("today"))
    soon = stops.filter(starts_on__gt=F("today"), starts_on__lte=today_there(SOON))
    members = Member.objects.active().filter(ground.holds("membership__council__"))
    may = (tlp, council)
    return [
        travelers(Rank.THERE_NOW, there if must else there.overlapping(*window), may, must=must),
        travelers(Rank.ARRIVING, soon.overlapping(*window), may),
        members_of(members, may, must=must),
        followers_of_event(ground, grade, may),
    ]


def followers_of_event(ground, grade, may):
    """Who follows a place of it; an emergency does not wait for a digest."""
    followers = Subscription.objects.active().filter(ground.followed(), section_key="")
    at_once = grade == Grade.EMERGENCY
    return followers_of(followers, may, graver_only(grade), at_once=at_once)


def stops_about_now():
    """Trips of the past are left out by dates that an index knows; no zone is a day away."""
    today = timezone.now().date()
    return Stop.objects.active().overlapping(today - DAY, today + SOON + DAY)


def of_update(alert):
    """Exactly those who got the first message, whatever they chose since."""
    reached = reached_by(alert.refers_to_id)
    hindrances = [not_allowed(alert.tlp, alert.council_id), unreachable()]
    return [
        people(reason, rank, reached.filter(queued_as, reason=reason), hindrances, origin=origin)
        for reason, rank, origin, queued_as in REACHED
    ] + [readers_of(in_digests_before(alert), (alert.tlp, alert.council_id))]


def in_digests_before(update):
    """What people were told of an alert in a digest; one that was worded later has the update."""
    worded = update.published_at or timezone.now()
    return DigestItem.objects.filter(
        got_it("delivery__"),
        notice__alert=update.refers_to_id,
        notice__kind=NoticeKind.ALERT,
        delivery__settled_at__lte=worded + LEASE,
    )


def got_it(path=""):
    """Handed over; or given up, but one try may have arrived."""
    unsure = Q(**{f"{path}state": State.FAILED, f"{path}in_doubt": True})
    return Q(**{f"{path}state": State.SENT}) | unsure


def readers_of(items, may):
    """Who read something in a digest."""
    person = "delivery__user"
    hindrances = [not_allowed(*may, person=person), unreachable(person)]
    return people(
        Reason.SUBSCRIBED, Rank.SUBSCRIBER, items, hindrances, person=person, origin="subscription"
    )


def of_retraction(alert):
    """Exactly those who got what was sent by mistake, or may have: first in their lane."""
    told = Delivery.objects.filter(notice__alert=alert.pk, notice__kind=NoticeKind.ALERT)
    reached = told.filter(Q(state=State.SENT) | Q(in_doubt=True), user__isnull=False)
    by_digest = DigestItem.objects.filter(
        Q(delivery__state=State.SENT) | Q(delivery__in_doubt=True),
        notice__alert=alert.pk,
        notice__kind=NoticeKind.ALERT,
    )
    may = (alert.tlp, alert.council_id)
    hindrances = [not_allowed(*may), unreachable()]
    return [
        people(
            reason,
            Rank.THERE_NOW,
            reached.filter(queued_as, reason=reason),
            hindrances,
            origin=origin,
        )
        for reason, _rank, origin, queued_as in REACHED
    ] + [readers_of(by_digest, may)]


def reached_by(alert_id):
    told = Delivery.objects.filter(notice__alert=alert_id, notice__kind=NoticeKind.ALERT)
    return told.filter(got_it(), user__isnull=False)


def of_exercise(ground, tlp=Tlp.CLEAR, council=None):
    """Whoever stands on the exercise list of these places, and nobody else."""
    if not ground:
        return []
    lists = Q(council__isnull=False) & ground.holds("council__")
    lists |= Q(post__in=ground.posts) | Q(post__country__in=ground.countries)
    participants = ExerciseParticipant.objects.active().filter(lists)
    hindrances = [not_allowed(tlp, council), unreachable()]
    return [
        people(
            Reason.EXERCISE,
            Rank.MEMBER,
            participants,
            hindrances,
            origin="participant",
            at="pk",
        )
    ]


def of_edition(edition):
    """Followers of its place who want reports; of one section only if that section changed."""
    ground = ground_of_report(edition.report)
    keys = Q(section_key="") | Q(section_key__in=with_parents(changed_keys(edition)))
    followers = Subscription.objects.active().filter(ground.followed(), keys, new_reports=True)
    return [followers_of(followers, (edition.tlp, edition.council_id))]


def with_parents(keys):
    """Who follows a section follows what stands under it too."""
    kinds = filter(None, map(current_vocabulary().kind, keys))
    return {*keys, *(kind.parent for kind in kinds if kind.parent)}


def of_meeting(meeting):
    members = Member.objects.active().of(meeting.council)
    return [members_of(members, (meeting.tlp, meeting.council_id))]


def of_minutes(minutes):
    members = Member.objects.active().of(minutes.meeting.council)
    return [members_of(members, (minutes.tlp, minutes.meeting.council_id))]


def of_application(application):
    asked = Application.objects.filter(pk=application.pk)
    hindrances = [unreachable("applicant")]
    return [people(Reason.APPLICANT, Rank.MEMBER, asked, hindrances, person="applicant", at="pk")]


def travelers(rank, stops, may, *, must=False):
    hindrances = [not_allowed(*may, person="trip__user"), unreachable("trip__user")]
    hindrances += [] if must else [paused("trip__user")]
    hindrances += [stopped("trip", "trip__user", emergencies=must)]
    return people(Reason.TRIP, rank, stops, hindrances, person="trip__user", origin="trip")


def members_of(members, may, *, must=False):
    hindrances = [not_allowed(*may), unreachable(), *([] if must else [paused()])]
    hindrances += [stopped("membership", emergencies=must)]
    return people(Reason.MEMBER, Rank.MEMBER, members, hindrances, origin="membership")


def followers_of(subscriptions, may, *choices, at_once=False):
    hindrances = [not_allowed(*may), lapsed(), unreachable(), paused(), *choices]
    hindrances += [silent()] if at_once else [in_digest(), silent()]
    reason, rank = Reason.SUBSCRIBED, Rank.SUBSCRIBER
    return people(reason, rank, subscriptions, hindrances, origin="subscription", at="pk")
