"""The whole public history as tables: their columns, and their rows one after the other."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from advisories.api import shapes
from advisories.cleaning import plain_text
from advisories.models import Edition, LevelChange, Section
from alerts.models import Alert
from web.open_data import absolute

AT_A_TIME = 200  # rows in memory


@dataclass(frozen=True)
class Table:
    name: str
    about: str
    columns: dict[str, str]  # name -> what it holds
    rows: object  # gives dicts of plain values, some of them lists


LEVELS = {
    "country": "ISO 3166-1 alpha-2 code",
    "country_name": "Name of the country",
    "area": "Part of the country; empty for the whole of it",
    "level": "1 to 4",
    "indicators": "Letters of the kinds of risk, such as C for crime",
    "reason": "Why, in a sentence",
    "in_force_from": "Time, ISO 8601",
    "reviewed_on": "Day of the last review",
}
ALERTS = {
    "year": "Year in the address",
    "slug": "Name in the address",
    "grade": "1 notice, 2 warning, 3 emergency",
    "headline": "Places and what",
    "countries": "ISO 3166-1 alpha-2 codes; none for everywhere",
    "what_to_do": "Text",
    "what_happened": "Text",
    "where_and_when": "Text",
    "if_affected": "Text",
    "starts_on": "First day",
    "ends_on": "Last day; empty for an open end",
    "published_at": "Time, ISO 8601",
    "ended_at": "When it was called off; empty if it was not",
    "ended_because": "Why it was called off, or what holds instead if it was sent by mistake",
    "retracted_at": "When it was called back as sent by mistake; empty if it was not",
    "update_of": "Year/slug of the alert that it updates",
    "page": "Address of the page",
}
EDITIONS = {
    "report": "Slug of the report",
    "year": "Year of the edition",
    "revision": "Revision within the year",
    "title": "Title",
    "country": "ISO 3166-1 alpha-2 code; empty for a topic",
    "post": "Slug of the embassy or consulate; empty for a whole country",
    "language": "Language of the text",
    "change_note": "The editor's note on what changed",
    "summary": "In short",
    "published_at": "Time, ISO 8601",
    "page": "Permanent address of the page",
}
SECTIONS = {
    "report": "Slug of the report",
    "year": "Year of the edition",
    "revision": "Revision within the year",
    "position": "Order in the edition",
    "depth": "2 for a section under another",
    "key": "Canonical key, the same in every report",
    "anchor": "Anchor on the page",
    "heading": "Heading",
    "rating": "low, medium, high, critical, or empty",
    "rating_as_written": "The rating in words where it has no number",
    "text": "Text without markup",
}


def tables():
    return [
        Table("levels", _("Every change of a level that came into force."), LEVELS, levels),
        Table("alerts", _("Every public alert and update."), ALERTS, alerts),
        Table(
            "editions",
            _("Every public edition of a report; the JSON Lines hold its sections too."),
            EDITIONS,
            editions,
        ),
        Table("sections", _("Every section of every public edition."), SECTIONS, sections),
    ]


def levels():
    rows = LevelChange.objects.in_force().select_related("country", "area")
    ordered = rows.prefetch_related("indicators").order_by("in_force_from", "pk")
    for row in ordered.iterator(AT_A_TIME):
        yield {
            "country": row.country.alpha2,
            "country_name": row.country.name,
            "area": row.area.name if row.area else "",
            "level": row.level,
            "indicators": [indicator.code for indicator in row.indicators.all()],
            "reason": row.reason,
            "in_force_from": shapes.time(row.in_force_from),
            "reviewed_on": shapes.time(row.reviewed_on),
        }


def alerts():
    rows = Alert.objects.sent().clear().with_places().select_related("refers_to")
    for row in rows.order_by("published_at", "pk").iterator(AT_A_TIME):
        first = row.refers_to
        told = first and first.tlp == row.tlp and not first.exercise
        plain = ["year", "slug", "grade", "headline", "what_to_do", "what_happened"]
        plain += ["where_and_when", "if_affected", "ended_because"]
        times = ["starts_on", "ends_on", "published_at", "ended_at"]
        yield {name: getattr(row, name) for name in plain} | {
            **{name: shapes.time(getattr(row, name)) for name in times},
            "retracted_at": shapes.time(row.called_back_at),
            "countries": list(dict.fromkeys(place.in_country.alpha2 for place in row.places.all())),
            "update_of": f"{first.year}/{first.slug}" if told else "",
            "page": absolute(row.get_absolute_url()),
        }


def editions():
    rows = Edition.objects.live().clear().prefetch_related("sections")
    related = rows.select_related("report__country", "report__post__country")
    for row in related.order_by("published_at", "pk").iterator(AT_A_TIME):
        home, post = row.report.home, shapes.post_name(row.report.post)
        plain = ["year", "revision", "title", "language", "change_note", "summary"]
        yield {name: getattr(row, name) for name in plain} | {
            "report": row.report.slug,
            "country": home.alpha2 if home else "",
            "post": post["slug"] if post else "",
            "published_at": shapes.time(row.published_at),
            "page": absolute(row.get_absolute_url()),
            "sections": [section(part) for part in row.sections.all()],
        }


def sections():
    public = Edition.objects.live().clear()
    rows = Section.objects.filter(edition__in=public.values("pk")).select_related("edition__report")
    ordered = rows.order_by("edition__published_at", "edition", "position", "pk")
    for row in ordered.iterator(AT_A_TIME):
        edition = row.edition
        names = {"report": edition.report.slug, "year": edition.year, "revision": edition.revision}
        yield names | section(row)


def section(row):
    plain = ["position", "depth", "key", "anchor", "heading", "rating"]
    texts = {"rating_as_written": row.rating_words, "text": plain_text(row.body)}
    return {name: getattr(row, name) for name in plain} | texts
