"""The pages that are asked for before the workers part."""

from django.urls import reverse

from advisories.models import Country


def first_pages():
    """One of each kind that most readers come for."""
    yield reverse("home")
    country = Country.objects.exclude(level_changes=None).first() or Country.objects.first()
    if country:
        yield country.get_absolute_url()
