"""How many said what."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from .models import Member, RsvpAnswer


@dataclass(frozen=True)
class Tally:
    """People by answer; `seats` counts guests too."""

    in_person: int
    online: int
    no: int
    waiting: int
    silent: int
    seats: int
    capacity: int | None

    @property
    def is_full(self):
        return self.capacity is not None and self.seats >= self.capacity


def tally_of(meeting):
    seated = Q(answer=RsvpAnswer.IN_PERSON, waiting=False)
    counts = meeting.rsvps.aggregate(
        in_person=Count("pk", filter=seated),
        online=Count("pk", filter=Q(answer=RsvpAnswer.ONLINE)),
        no=Count("pk", filter=Q(answer=RsvpAnswer.NO)),
        waits=Count("pk", filter=Q(waiting=True)),
        seats=Sum("seats", filter=seated, default=0),
    )
    members = Member.objects.active().of(meeting.council)
    silent = members.exclude(user__in=meeting.rsvps.values("user")).values("user").distinct()
    return Tally(
        waiting=counts.pop("waits"), silent=silent.count(), capacity=meeting.capacity, **counts
    )
