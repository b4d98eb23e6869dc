"""A traveler's trips, as a part of other pages."""

from django import template

register = template.Library()


@register.inclusion_tag("travelers/_my_trips.html", takes_context=True)
def my_trips(context):
    """The trips of whoever is signed in, with what can be done to them."""
    user = context["request"].user
    trips = user.trips.prefetch_related("stops__country", "stops__post", "companions")
    return {"trips": trips, "csrf_token": context.get("csrf_token")}
