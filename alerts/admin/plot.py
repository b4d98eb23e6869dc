"""How many mails were handed over by when: a line, and the same numbers as a table."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q
from django.utils.html import format_html

from alerts.models import State

from .numbers import own_mail

STEPS = 24
WIDTH, HEIGHT, EDGE = 640, 150, 3


@dataclass(frozen=True)
class Plot:
    svg: str
    first: datetime
    last: datetime
    rows: list  # [(moment, handed over by then)]


def plot_of(alert):
    """None before two mails went out at different moments."""
    sent = own_mail(alert).filter(state=State.SENT)
    ends = sent.aggregate(first=Min("settled_at"), last=Max("settled_at"))
    first, last = ends["first"], ends["last"]
    if first is None or first == last:
        return None
    step = (last - first) / STEPS
    moments = [first + step * number for number in range(STEPS)] + [last]
    counts = {
        f"by{number}": Count("pk", filter=Q(settled_at__lte=moment))
        for number, moment in enumerate(moments)
    }
    found = sent.aggregate(**counts)
    rows = [(moment, found[f"by{number}"]) for number, moment in enumerate(moments)]
    return Plot(drawn([number for _moment, number in rows]), first, last, rows)


def drawn(numbers):
    """A line that begins at nothing; hidden from screen readers, which have the table."""
    most = max(numbers)
    width, height = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    points = " ".join(
        f"{EDGE + width * place / (len(numbers) - 1):.1f},{EDGE + height * (1 - number / most):.1f}"
        for place, number in enumerate(numbers)
    )
    return format_html(
        '<svg class="plot" viewBox="0 0 {0} {1}" preserveAspectRatio="none" aria-hidden="true"'
        ' focusable="false">'
        '<line x1="{2}" y1="{3}" x2="{4}" y2="{3}"/><polyline points="{5}"/></svg>',
        WIDTH,
        HEIGHT,
        EDGE,
        HEIGHT - EDGE,
        WIDTH - EDGE,
        points,
    )
