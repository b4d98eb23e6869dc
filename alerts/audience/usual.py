"""How many people an alert for a place usually reaches, to notice when something is off."""

from statistics import median

from django.db.models import Count

from alerts.models import Delivery, Notice, NoticeKind

LOOKED_AT = 5  # of the latest alerts for that place
FAR_MORE = 3


def usual_audience(place, *, exercise=False):
    """The median of the last audiences of alerts for this very place; None without any."""
    name = place._meta.model_name
    sent = Notice.objects.filter(
        kind=NoticeKind.ALERT,
        alert__refers_to=None,
        alert__exercise=exercise,
        alert__place_count=1,
        fanned_out_at__isnull=False,
        **{f"alert__places__{name}": place},
    )
    latest = list(sent.order_by("-made_at").values_list("pk", flat=True)[:LOOKED_AT])
    counted = Delivery.objects.filter(notice__in=latest).order_by().values("notice")
    numbers = [row["people"] for row in counted.annotate(people=Count("pk"))]
    return median(numbers) if numbers else None


def is_far_more(people, usual):
    """True if so many more than usual are to be told that somebody must type the number."""
    return usual is not None and people > FAR_MORE * max(usual, 1)
