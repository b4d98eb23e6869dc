"""Addresses of alerts: place and what, unique within the year."""

from django.utils.text import slugify

from alerts.models import Alert


def free_slug(alert):
    """Place and what, in an address: "almaty-drugging-and-robbery"; unique within its year."""
    base = slugify(f"{alert.place_names} {alert.title}")[:110].strip("-") or f"alert-{alert.pk}"
    slug, number = base, 1
    while Alert.objects.filter(year=alert.year, slug=slug, published_at__isnull=False).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
