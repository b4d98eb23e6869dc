"""Each kind of notice: where its facts are, who hears, how fast, until when, in which words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, IntegerField, OuterRef, Q, Value
from django.utils import timezone

from advisories.models import Edition, LevelChange
from council.models import Application, Meeting, Minutes

from . import wording
from .audience import groups as audience
from .digests.turns import of_digest
from .following.welcome import welcome_colleagues
from .models import Alert, Grade, Lane, Notice, NoticeKind
from .repeated import Repeated
from .wording.changes import is_raised

# A fact older than this that nobody was told of is history, not news.
NEWS = timedelta(days=7)
LANES = {
    Grade.NOTICE: Lane.NOTICE,
    Grade.WARNING: Lane.WARNING,
    Grade.EMERGENCY: Lane.EMERGENCY,
}


@dataclass(frozen=True)
class Kind:
    name: NoticeKind
    fact: str  # the column of Notice
    untold: Callable  # () -> the facts that may need telling
    audience: Callable
    words: Callable
    lane: Callable
    expires: Callable
    occasion: str = ""  # a column of the fact that numbers its occasions
    besides: Callable = lambda fact: None  # what else happens once, with the notice

    def pending(self):
        """Facts nobody has been told of. Found by looking, so a restart loses none."""
        occasion = OuterRef(self.occasion) if self.occasion else 0
        told = Notice.objects.filter(
            kind=self.name, occasion=occasion, **{self.fact: OuterRef("pk")}
        )
        return self.untold().exclude(Exists(told))

    def occasion_of(self, fact):
        return getattr(fact, self.occasion) if self.occasion else 0


def news(*columns):
    """Facts one of whose moments came within the last days."""
    now = timezone.now()
    condition = Q()
    for column in columns:
        condition |= Q(**{f"{column}__gte": now - NEWS, f"{column}__lte": now})
    return condition


def alerts():
    return Alert.objects.sent().filter(news("published_at"), ended_at=None)


def retractions():
    return Alert.objects.filter(news("retracted_at"))


def editions():
    live = Edition.objects.live().filter(announced_at__lte=timezone.now())
    return live.filter(news("announced_at", "published_at"))


def level_changes():
    changes = LevelChange.objects.in_force().filter(announced_at__lte=timezone.now())
    return changes.filter(news("announced_at", "in_force_from"))


def meetings():
    coming = Meeting.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    return coming.filter(news("announced_at"))


def changed_meetings():
    """Those whose announcement was told as it was before the change."""
    told = Notice.objects.filter(meeting=OuterRef("pk"), made_at__lt=OuterRef("changed_at"))
    coming = Meeting.objects.filter(ends_at__gt=timezone.now(), cancelled_at=None)
    return coming.filter(news("changed_at")).filter(Exists(told))


def cancelled_meetings():
    told = Notice.objects.filter(meeting=OuterRef("pk"))
    return Meeting.objects.filter(news("cancelled_at"), Exists(told), ends_at__gt=timezone.now())


def minutes():
    return Minutes.objects.filter(news("published_at"))


def applications():
    return Application.objects.filter(news("decided_at"))


def in_lane(lane):
    return lambda fact: lane


def after(**time):
    return lambda fact: timezone.now() + timedelta(**time)


def alert_expires(alert):
    """An alert is not worth sending after its last day, nor days after it was news."""
    latest = alert.published_at + timedelta(days=5)
    return min(latest, alert.over_at) if alert.over_at else latest


def lane_of_alert(alert):
    """An exercise never goes before mail that is meant."""
    return Lane.NOTICE if alert.exercise else LANES[alert.grade]


def lane_of_retraction(alert):
    """Whatever the alert's grade, what was a mistake is said before all that is waiting."""
    return Lane.NOTICE if alert.exercise else Lane.EMERGENCY


KINDS = [
    Kind(
        NoticeKind.ALERT,
        "alert",
        alerts,
        audience.of_alert,
        wording.of_alert,
        lane_of_alert,
        alert_expires,
    ),
    Kind(
        NoticeKind.RETRACTION,
        "alert",
        retractions,
        audience.of_retraction,
        wording.of_retraction,
        lane_of_retraction,
        after(days=5),
    ),
    Kind(
        NoticeKind.LEVEL,
        "level_change",
        level_changes,
        audience.of_level_change,
        wording.of_level_change,
        lambda change: Lane.WARNING if is_raised(change) else Lane.NOTICE,
        after(days=5),
    ),
    Kind(
        NoticeKind.EDITION,
        "edition",
        editions,
        audience.of_edition,
        wording.of_edition,
        in_lane(Lane.NOTICE),
        after(days=5),
    ),
    Kind(
        NoticeKind.MEETING,
        "meeting",
        meetings,
        audience.of_meeting,
        wording.of_meeting,
        in_lane(Lane.NOTICE),
        lambda meeting: meeting.ends_at,
    ),
    Kind(
        NoticeKind.MEETING_CHANGED,
        "meeting",
        changed_meetings,
        audience.of_meeting,
        wording.of_changed_meeting,
        in_lane(Lane.NOTICE),
        lambda meeting: meeting.ends_at,
        occasion="sequence",
    ),
    Kind(
        NoticeKind.MEETING_CANCELLED,
        "meeting",
        cancelled_meetings,
        audience.of_meeting,
        wording.of_cancelled_meeting,
        in_lane(Lane.WARNING),
        lambda meeting: meeting.ends_at,
    ),
    Kind(
        NoticeKind.MINUTES,
        "minutes",
        minutes,
        audience.of_minutes,
        wording.of_minutes,
        in_lane(Lane.NOTICE),
        after(days=5),
    ),
    Kind(
        NoticeKind.APPLICATION,
        "application",
        applications,
        audience.of_application,
        wording.of_application,
        in_lane(Lane.NOTICE),
        after(days=14),
        besides=welcome_colleagues,
    ),
]


def pending_kinds():
    """The kinds that have a fact nobody has been told of, by one query."""
    return [KINDS[number] for (number,) in sorted(NUMBERS.rows())]


def numbers_of_pending():
    looks = [
        kind.pending().order_by().values_list(Value(number, output_field=IntegerField()))
        for number, kind in enumerate(KINDS)
    ]
    return looks[0].union(*looks[1:])


NUMBERS = Repeated(numbers_of_pending)


BY_NAME = {kind.name: kind for kind in KINDS}


def kind_of(notice):
    return BY_NAME[NoticeKind(notice.kind)]


def fact_of(notice):
    return getattr(notice, kind_of(notice).fact)


def audience_of(notice):
    """Who hears of it now; nobody once the fact no longer holds."""
    if notice.kind == NoticeKind.DIGEST:
        return of_digest(notice)
    return kind_of(notice).audience(fact_of(notice)) if still_holds(notice) else []


def still_holds(notice):
    """False for an alert that ended, an edition withdrawn, a meeting cancelled or changed since,
    and for whatever a sender cancelled."""
    fact = fact_of(notice)
    if notice.cancelled_at:
        return False
    if notice.kind == NoticeKind.ALERT:
        return fact.is_in_force and not is_overtaken(fact)
    if notice.kind == NoticeKind.RETRACTION:
        return fact.retracted_at is not None
    if notice.kind == NoticeKind.EDITION:
        return fact.is_live
    if notice.kind in (NoticeKind.MEETING, NoticeKind.MEETING_CHANGED):
        return fact.cancelled_at is None and not newer_change(notice, fact)
    return True


def is_overtaken(alert):
    """True for an update of before its alert ended: one of after that may say why."""
    first = alert.refers_to
    return bool(first and first.ended_at and first.ended_at > alert.published_at)


def newer_change(notice, meeting):
    """True if a later notice of this meeting's change says it better."""
    return (
        meeting.sequence > notice.occasion
        and meeting.changed_at
        and (meeting.changed_at > notice.made_at)
    )
