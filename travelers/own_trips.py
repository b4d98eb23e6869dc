"""A person's own trips as lists show them, in two queries however many there are."""

from django.db.models import BigIntegerField, Count

from web.statements import put_at_hand, statement

from .models import Stop, Trip


def trips_of(user):
    """Each with its stops at hand, and with `along`, how many come along."""
    trips = trips_enrolled_by(user=user.pk)
    if trips:
        put_at_hand(trips, "stops", stops_enrolled_by(user=user.pk), by="trip_id")
    return trips


@statement(user=BigIntegerField())
def trips_enrolled_by(at, user):
    trips = Trip.objects.filter(user=user).annotate(along=Count("companions"))
    return trips.order_by("-enrolled_at")


@statement(user=BigIntegerField())
def stops_enrolled_by(at, user):
    return Stop.objects.filter(trip__user=user).select_related("country", "post")
