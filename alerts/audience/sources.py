"""What brings a person mail without being followed: their trips and memberships."""

from alerts.models import Mute


def mutes_of(user):
    return Mute.objects.active().filter(user=user)


def sources_of(user):
    """Trips that are not over and memberships that are in force."""
    trips = user.trips.active().prefetch_related("stops__country", "stops__post")
    members = user.memberships.active().select_related(
        "membership__council", "membership__organization"
    )
    memberships = {member.membership_id: member.membership for member in members}
    return [*(trip for trip in trips if not trip.is_over), *memberships.values()]
