"""From a notice to one delivery a person, by the statement that counted the audience."""

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from .kinds import audience_of
from .models import Delivery, Notice, NoticeKind, State
from .people import Hindrance


def fan_out_all():
    """Fan out every notice that was not; how many deliveries are new."""
    return sum(fan_out(notice) for notice in Notice.objects.filter(fanned_out_at=None))


def fan_out(notice):
    """Queue one delivery for each person; the first reason wins, again adds nobody twice."""
    complete = is_complete(notice)
    added = sum(add(notice, group) for group in audience_of(notice))
    if complete:
        Notice.objects.filter(pk=notice.pk).update(fanned_out_at=timezone.now())
    return added


def is_complete(notice):
    """False while somebody may yet be reached by what this notice calls back.

    A mail that was on its way when its alert was called back counts once it is settled, so
    its people are looked for again until none is left.
    """
    if notice.kind != NoticeKind.RETRACTION:
        return True
    called_back = Notice.objects.filter(alert=notice.alert_id, kind=NoticeKind.ALERT)
    under_way = Delivery.objects.filter(state=State.SENDING)
    return not under_way.filter(
        Q(notice__in=called_back) | Q(items__notice__in=called_back)
    ).exists()


@transaction.atomic
def add(notice, group):
    statement = group.statement()
    if statement is None:
        return 0
    people, people_values = statement
    columns = ["notice_id", "lane", "state", "due_at", "attempts", "worker", "reply"]
    columns += ["reason", "rank", "user_id"]
    now = connection.ops.adapt_datetimefield_value(timezone.now())
    values = [notice.pk, notice.lane, State.QUEUED, now, 0, "", "", group.reason, group.rank]
    chosen = ["%s"] * len(values) + ["person"]
    if group.origin:
        columns.append(f"{group.origin}_id")
        chosen.append("MIN(origin)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO alerts_delivery ({', '.join(columns)})"  # noqa: S608 -- names, no values
            f" SELECT {', '.join(chosen)} FROM ({people}) AS people"
            f" WHERE hindrance = {Hindrance.NONE.value} GROUP BY person"
            " ON CONFLICT DO NOTHING",
            [*map(plain, values), *people_values],
        )
        return cursor.rowcount


def plain(value):
    """A choice as the bare value it stands for."""
    return getattr(value, "value", value)
