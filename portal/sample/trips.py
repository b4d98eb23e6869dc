"""What the traveler and the members asked to hear of."""

from advisories.models import Country
from alerts.models import Frequency, Grade, Subscription
from travelers.models import Companion, EmergencyContact, Stop, Trip

from .days import day, form_id, moment


def make_trips(people, posts):
    traveler = people["traveler"]
    coming = make_trip(traveler, "coming trip", enrolled=day(-3))
    for slug, first, last in [("almaty", 20, 26), ("astana", 26, 31)]:
        Stop.objects.create(
            trip=coming,
            country=posts[slug].country,
            post=posts[slug],
            starts_on=day(first),
            ends_on=day(last),
        )
    Companion.objects.create(trip=coming, name="Second traveler")
    EmergencyContact.objects.create(trip=coming, name="Somebody at home", phone="+1 202 555 0142")
    ended = make_trip(traveler, "ended trip", enrolled=day(-40))
    Stop.objects.create(
        trip=ended,
        country=Country.objects.get(alpha2="KG"),
        place="Bishkek",
        starts_on=day(-16),
        ends_on=day(-12),
    )


def make_trip(traveler, name, *, enrolled):
    return Trip.objects.create(
        form_id=form_id(name),
        user=traveler,
        traveler_name=traveler.name,
        enrolled_at=moment(enrolled, 9),
        confirmed_at=moment(enrolled, 9, 5),
    )


def make_subscriptions(people, posts):
    follow(people["traveler"], country=posts["almaty"].country)
    follow(
        people["traveler"],
        country=Country.objects.get(alpha2="KG"),
        frequency=Frequency.DAILY,
        new_reports=False,
    )
    follow(
        people["traveler"],
        everything=True,
        frequency=Frequency.WEEKLY,
        lowest_grade=Grade.WARNING,
        new_reports=False,
    )
    follow(people["member"], post=posts["almaty"])
    follow(people["chair"], country=posts["almaty"].country, lowest_grade=Grade.WARNING)


def follow(user, **what):
    Subscription.objects.create(user=user, **what)
