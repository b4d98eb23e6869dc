"""How rows look in JSON: every fact a field, every address whole."""

from django.urls import reverse
from django.utils import timezone

from advisories.cleaning import cleaned, plain_text
from advisories.models import Rating
from web.open_data import absolute


def address(name, *args):
    return absolute(reverse(f"api:{name}", args=args))


def page(row):
    return absolute(row.get_absolute_url())


def time(moment):
    return moment and moment.isoformat()


def country_name(country):
    return country and {"code": country.alpha2, "name": country.name}


def post_name(post):
    """The post of a report; none as long as readers do not see the post itself."""
    return {"slug": post.slug, "name": post.full_name} if post and is_listed(post) else None


def is_listed(post):
    return bool(post.listed_at and post.listed_at <= timezone.now())


def level(change, site):
    return {
        "country": country_name(change.country),
        "area": change.area and {"slug": change.area.slug, "name": change.area.name},
        "level": change.level,
        "level_name": site.level_name(change.level),
        "indicators": [
            {"code": indicator.code, "name": indicator.name}
            for indicator in change.indicators.all()
        ],
        "reason": change.reason,
        "in_force_from": time(change.in_force_from),
        "reviewed_on": time(change.reviewed_on),
        "next_review_on": time(change.next_review_on),
    }


def entry_rules(country):
    """What a visitor has to have and to do, as of when and by whose word; None where not told."""
    if not country.entry_rules:
        return None
    return {
        "html": cleaned(country.entry_rules),
        "text": plain_text(country.entry_rules),
        "as_of": time(country.entry_as_of),
        "source": country.entry_source,
    }


def contact(row):
    return {
        "role": row.role,
        "label": str(row.label),
        "number": row.number,
        "e164": row.e164,
        "hours": row.hours,
        "address": row.address,
        "confirmed_at": time(row.confirmed_at),
    }


def post(row):
    return {
        "slug": row.slug,
        "kind": row.kind,
        "name": row.full_name,
        "city": row.name,
        "country": country_name(row.country),
        "address": row.address,
        "hours": row.hours,
        "time_zone": row.time_zone,
        "latitude": row.latitude and float(row.latitude),
        "longitude": row.longitude and float(row.longitude),
        "areas": [{"slug": area.slug, "name": area.name} for area in row.areas.all()],
        "url": address("post", row.slug),
    }


def edition(row):
    report = row.report
    return {
        "report": report.slug,
        "year": row.year,
        "revision": row.revision,
        "title": row.title,
        "language": row.language,
        "country": country_name(report.home),
        "post": post_name(report.post),
        "change_note": row.change_note,
        "major": row.major,
        "published_at": time(row.published_at),
        "reviewed_at": time(row.reviewed_at),
        "updated_at": time(row.published_at),
        "next_review_on": time(row.next_review_on),
        "url": address("edition", report.slug, row.year, row.revision),
        "page": page(row),
    }


def whole_edition(row, site):
    return edition(row) | {
        "summary": row.summary,
        "approved_as": row.approved_as,
        "contacts": row.contacts,
        "sections": [section(part, site) for part in row.sections.all()],
    }


def section(row, site):
    return {
        "key": row.key,
        "anchor": row.anchor,
        "position": row.position,
        "depth": row.depth,
        "heading": row.heading,
        "rating": row.rating or None,
        "rating_name": site.rating_name(Rating(row.rating).number) if row.rating else None,
        "rating_as_written": row.rating_words,
        "html": cleaned(row.body),
        "text": plain_text(row.body),
    }
