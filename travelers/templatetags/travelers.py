"""A traveler's trips, as a part of other pages."""

from django import template

from travelers.own_trips import trips_of

register = template.Library()


@register.inclusion_tag("travelers/_my_trips.html", takes_context=True)
def my_trips(context):
    """The trips of whoever is signed in, with what can be done to them."""
    trips = trips_of(context["request"].user)
    return {"trips": trips, "csrf_token": context.get("csrf_token")}
