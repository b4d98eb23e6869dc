"""The place that an address names: /subscribe/?country=kazakhstan."""

from django.shortcuts import get_object_or_404

from advisories.models import Country, Post


def asked_place(request):
    """The place of ?country=kazakhstan or ?post=almaty; None where none is named."""
    for name, places in (("country", Country.objects.all()), ("post", Post.objects.listed())):
        if slug := request.GET.get(name):
            return get_object_or_404(places, slug=slug)
    return None


def key_of(place):
    return f"{place._meta.model_name}:{place.slug}" if place else ""
