"""Everything public about one country in one file, for another council's portal."""

import json

from django.conf import settings
from django.utils import timezone

from web.errors import RefusedError

from .api.shapes import time
from .models import Contact, Edition, LevelChange, Post, Report

FORMAT = "advisory-country/1"
SECTION = ["position", "depth", "key", "anchor", "heading", "body", "rating", "rating_words"]
EDITION = ["year", "revision", "title", "language", "summary", "change_note", "approved_as"]
POST = ["slug", "kind", "name", "time_zone", "address", "hours"]
CONTACT = ["role", "name", "number", "e164", "hours", "address"]
LARGEST = 50_000_000  # characters of a file that is read


def export_country(country):
    """The bundle as plain values: public rows only, numbers that a person confirmed."""
    posts = Post.objects.listed().filter(country=country).prefetch_related("areas")
    contacts = Contact.objects.confirmed().filter(country=country).select_related("post")
    levels = LevelChange.objects.in_force().filter(country=country).select_related("area")
    return {
        "format": FORMAT,
        "source": settings.SITE_URL,
        "exported_at": time(timezone.now()),
        "country": {"alpha2": country.alpha2, "name": country.name, "entry": entry(country)},
        "areas": list(country.areas.values("slug", "name")),
        "posts": [post(row) for row in posts],
        "contacts": [contact(row) for row in contacts.by_urgency()],
        "levels": [level(row) for row in levels.prefetch_related("indicators")],
        "reports": [report(row) for row in Report.objects.clear().filter(country=country)],
    }


def plain(row, names):
    return {name: getattr(row, name) for name in names}


def entry(country):
    """The entry rules with their day and source, or None."""
    if not country.entry_rules:
        return None
    return {
        "rules": country.entry_rules,
        "as_of": time(country.entry_as_of),
        "source": country.entry_source,
    }


def post(row):
    areas = [area.slug for area in row.areas.all()]
    return plain(row, POST) | {"areas": areas}


def contact(row):
    listed = row.post and row.post.listed_at and row.post.listed_at <= timezone.now()
    return plain(row, CONTACT) | {"post": row.post.slug if listed else None}


def level(row):
    return {
        "area": row.area.slug if row.area else None,
        "level": row.level,
        "reason": row.reason,
        "indicators": [indicator.code for indicator in row.indicators.all()],
        "in_force_from": time(row.in_force_from),
        "reviewed_on": time(row.reviewed_on),
    }


def report(row):
    """A report with the last public edition of each year, the oldest first."""
    rows = Edition.objects.live().clear().filter(report=row).prefetch_related("sections")
    last = {edition.year: edition for edition in rows.order_by("year", "revision")}
    post = row.post and Post.objects.listed().filter(pk=row.post_id).first()
    return {
        "slug": row.slug,
        "title": row.title,
        "post": post.slug if post else None,
        "editions": [edition(found) for found in last.values()],
    }


def edition(row):
    sections = [plain(section, SECTION) for section in row.sections.all()]
    return plain(row, EDITION) | {"published_at": time(row.published_at), "sections": sections}


def read_bundle(text):
    """The values of a file, or a refusal that says what is wrong with it."""
    if len(text) > LARGEST:
        raise RefusedError("This file is too large for the bundle of a country.")
    try:
        bundle = json.loads(text)
        whole = json.dumps(bundle, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise RefusedError("This file is no JSON that can be read.") from None
    if rb"\u0000" in whole:
        raise RefusedError("This file holds a NUL, which no text has.")
    if not isinstance(bundle, dict) or bundle.get("format") != FORMAT:
        raise RefusedError(f"This file is not of the format {FORMAT}.")
    return bundle
