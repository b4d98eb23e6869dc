"""Numbers for senders: who will be told and why, and how far a send has come."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, F, Min, Value, When
from django.utils.translation import gettext as _

from accounts.models import AuditEvent
from alerts.audience.forecast import Rate, expected_rate, of_count, of_rest
from alerts.audience.ground import ground_of_alert
from alerts.audience.usual import is_far_more, usual_audience
from alerts.kinds import lane_of_alert
from alerts.models import Delivery, NoticeKind, State
from council.models import Member

LOGGED = 20
MINUTE = timedelta(seconds=60)


def place_of(alert):
    """In whose time moments are told: its first place's; None for UTC."""
    first = next(iter(alert.places.all()), None)
    return first and first.place


def suspended_there(alert, audience):
    """How many people are not told because their membership there is suspended or has ended."""
    ground = ground_of_alert(alert)
    if alert.refers_to_id or not ground:
        return 0
    there = Member.objects.filter(ground.holds("membership__council__"), left_at=None)
    active = Member.objects.active().values("pk")
    people = set(there.exclude(pk__in=active).values_list("user", flat=True))
    for group in audience if people else []:
        people -= group.among(people).keys()
    return len(people)


def far_above_usual(alert, counted):
    """What alerts for its one place usually reach, if this reaches far more; else None."""
    places = alert.places.all()
    if alert.refers_to_id or len(places) != 1:
        return None
    usual = usual_audience(places[0].place, exercise=alert.exercise)
    return usual if is_far_more(counted.total, usual) else None


def forecast_of(alert, counted):
    """When the last of these people would be handed over, if it began now."""
    return of_count(counted, lane_of_alert(alert)) if counted.total else None


def own_mail(alert):
    """The rows of its own mail, not of that which calls it back."""
    own = {"notice__alert": alert, "notice__kind": NoticeKind.ALERT}
    return Delivery.objects.filter(**own).order_by()


@dataclass(frozen=True)
class Progress:
    """How far the mails of one alert have come; the rows themselves are counted."""

    sent: int = 0
    waiting: int = 0
    retrying: int = 0
    failed: int = 0
    skipped: dict = field(default_factory=dict)  # {why: number}

    @property
    def unwanted(self):
        return sum(self.skipped.values())

    @property
    def left(self):
        return self.waiting + self.retrying

    @property
    def done(self):
        return self.sent + self.failed + self.unwanted

    @property
    def total(self):
        return self.done + self.left

    @property
    def is_over(self):
        return not self.left

    @property
    def percent(self):
        return 100 * self.done // self.total if self.total else 100


def progress_of(alert):
    """All of it by one statement, so that the numbers are of one moment."""
    tried = Case(When(attempts__gt=0, then=Value(1)), default=Value(0))
    why = Case(When(state=State.SKIPPED, then=F("reply")), default=Value(""))
    found = {"sent": 0, "waiting": 0, "retrying": 0, "failed": 0}
    skipped = {}
    groups = own_mail(alert).annotate(tried=tried, why=why).values_list("state", "tried", "why")
    for state, again, reply, number in groups.annotate(number=Count("pk")):
        if state == State.SKIPPED:
            words = in_words(reply)
            skipped[words] = skipped.get(words, 0) + number
        else:
            found[NAMES.get(state) or ("retrying" if again else "waiting")] += number
    return Progress(**found, skipped=dict(sorted(skipped.items())))


NAMES = {State.SENT: "sent", State.FAILED: "failed"}


def in_words(reply):
    return reply.removeprefix("Not sent: ").rstrip(".").capitalize() or _("Not sent")


@dataclass(frozen=True)
class Pace:
    rate: float  # mails a second over the last minute; before anything moved, what is usual
    ends_at: datetime


def pace_of(notice, progress, now):
    """How fast it goes at present, and when the last would be handed over at that rate."""
    if notice is None or progress.is_over:
        return None
    recent = notice.deliveries.filter(state=State.SENT, settled_at__gt=now - MINUTE).aggregate(
        number=Count("pk"), first=Min("settled_at")
    )
    rate = expected_rate(notice.lane)
    if recent["number"] > 1:
        rate = Rate(recent["number"] / max((now - recent["first"]).total_seconds(), 1), True)
    return Pace(rate.per_second, of_rest(notice, rate=rate).ends_at)


def sending_state(alert, notice, progress, all_paused):
    """One word or two for where the mail stands."""
    if alert.is_scheduled:
        return _("Scheduled")
    if notice is None:
        return _("Waiting for the worker")
    if notice.cancelled_at:
        return _("Cancelled")
    if progress.is_over and notice.fanned_out_at:
        return _("Done with failures") if progress.failed else _("Done")
    if all_paused or notice.paused_at:
        return _("Paused")
    return _("Sending") if notice.fanned_out_at else _("Queueing")


def log_of(alert):
    """[(moment, what was done, by whom)], newest first."""
    events = AuditEvent.objects.filter(
        object_type=alert._meta.label_lower, object_id=alert.pk
    ).order_by("-at", "-pk")[:LOGGED]
    events = list(events)
    people = get_user_model().objects.in_bulk({event.actor_id for event in events})
    return [
        (event.at, event.deed.replace("_", " ").capitalize(), people.get(event.actor_id))
        for event in events
    ]
