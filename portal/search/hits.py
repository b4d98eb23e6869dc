"""Rows of the index as results: read from the live rows, with title, address and snippet."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from advisories.models import Country, Edition, Post, Section, Tlp
from alerts.models import Alert

from . import texts
from .entries import key_of
from .snippets import snippet

RELATED = ("report__country", "report__post__country")
# What a result says of an edition; its texts and lists would be read in vain.
SHOWN = (
    "title", "year", "revision", "tlp", "published_at", "report__slug", "report__title",
    "report__country__name", "report__country__slug", "report__country__time_zone",
    "report__post__name", "report__post__time_zone", "report__post__country__name",
)  # fmt: skip


@dataclass(frozen=True)
class Hit:
    """One result; `about` is its section, edition, alert, country or post."""

    kind: str
    title: str
    url: str
    snippet: str
    about: Any
    edition: Edition | None = None
    level: int | None = None

    @property
    def restricted(self):
        """Who may read it, where that is not everybody."""
        row = self.edition or self.about
        return row.get_tlp_display() if getattr(row, "tlp", Tlp.CLEAR) != Tlp.CLEAR else ""


def hits_of(numbers, matched, *, archive):
    """The results of these rows in their order; what is gone meanwhile is left out."""
    wanted = {number: key_of(number) for number in numbers}
    kinds = {kind for kind, _key in wanted.values()}
    live = {kind: READERS[kind](keys_of(kind, wanted), archive) for kind in kinds}
    hits = []
    for number, (kind, key) in wanted.items():
        if key in live[kind]:
            facts, text = live[kind][key]
            hits.append(Hit(kind, snippet=snippet(text, matched.get(number, set())), **facts))
    return hits


def keys_of(kind, wanted):
    return [key for other, key in wanted.values() if other == kind]


def editions(keys, archive):
    rows = Edition.objects.filter(pk__in=keys).select_related(*RELATED)
    rows = rows.only("summary", "change_note", *SHOWN)
    return {
        edition.pk: (
            {
                "title": edition.title,
                "url": address_of(edition, archive),
                "about": edition,
                "edition": edition,
            },
            texts.of_edition(edition),
        )
        for edition in rows
    }


def sections(keys, archive):
    rows = Section.objects.filter(pk__in=keys)
    rows = rows.select_related(*(f"edition__{name}" for name in RELATED)).only(
        "heading", "anchor", "body", "rating", "rating_words", *(f"edition__{n}" for n in SHOWN)
    )
    return {
        section.pk: (
            {
                "title": section.heading,
                "url": f"{address_of(section.edition, archive)}#{section.anchor}",
                "about": section,
                "edition": section.edition,
            },
            texts.of_section(section),
        )
        for section in rows
    }


def address_of(edition, archive):
    """The permanent address of an older edition; the report's own of the current one."""
    if archive:
        return edition.get_absolute_url()
    name = "report_detail" if edition.tlp == Tlp.CLEAR else "member_report_detail"
    return reverse(f"advisories:{name}", args=[edition.report.slug])


def alerts(keys, archive):
    return {
        alert.pk: (
            {"title": alert.headline, "url": alert.get_absolute_url(), "about": alert},
            texts.of_alert(alert),
        )
        for alert in Alert.objects.filter(pk__in=keys).with_places()
    }


def countries(keys, archive):
    rows = list(Country.objects.filter(pk__in=keys).with_level())
    changes = texts.changes_of(rows)
    found = {}
    for country in rows:
        change = changes.get(country.level_change_id)
        facts = {"title": country.name, "url": country.get_absolute_url(), "about": country}
        facts["level"] = change.level if change else None
        found[country.pk] = facts, texts.of_country(country, changes)
    return found


def posts(keys, archive):
    return {
        post.pk: (
            {"title": post.full_name, "url": post.country.get_absolute_url(), "about": post},
            texts.of_post(post),
        )
        for post in Post.objects.filter(pk__in=keys).select_related("country")
    }


READERS = {
    "edition": editions,
    "section": sections,
    "alert": alerts,
    "country": countries,
    "post": posts,
}
