"""The places a sender may choose from."""

from django.utils.translation import gettext_lazy as _

from advisories.models import Area, Country, Post
from advisories.models.places import kind_name


def places_within(reach):
    """[(key, words, row)]: each country followed by its areas and posts."""
    countries = Country.objects.filter(reach.in_countries())
    areas = Area.objects.filter(reach.in_countries("country")).select_related("country")
    posts = Post.objects.filter(reach.in_posts(post="pk")).select_related("country")
    rows = [
        *((country.name, "", _("whole country"), country) for country in countries),
        *((area.country.name, area.name, _("area"), area) for area in areas),
        *((post.country.name, post.name, kind_name(post.kind), post) for post in posts),
    ]
    rows.sort(key=lambda row: (row[0], row[1]))
    return [
        (key_of(row), f"{country}: {name} ({kind})" if name else f"{country} ({kind})", row)
        for country, name, kind, row in rows
    ]


def key_of(place):
    return f"{place._meta.model_name}:{place.pk}"
