"""Editions and level changes as entries of a feed."""

from collections import defaultdict
from dataclasses import replace

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from web.atom import MOST, Entry, tag
from web.models import SiteSettings
from web.open_data import absolute

from .comparison import compare
from .models import Edition, LevelChange, Section
from .templatetags.advisories import dated_title


def worth_telling():
    """Small corrections stay quiet here as they do in mail, unless they come with a note."""
    return Q(major=True) | ~Q(change_note="")


def edition_entries(editions):
    """The newest of these editions, each with the editor's note and what changed in it."""
    told = editions.filter(worth_telling()).order_by("-published_at", "-pk")
    rows = list(told.select_related("report__country", "report__post")[:MOST])
    before = editions_before(rows)
    return [edition_entry(row, before.get(row.pk)) for row in with_sections(rows, before)]


def edition_entry(edition, before):
    return Entry(
        id=tag("edition", edition.pk),
        title=dated_title(edition),
        url=absolute(edition.get_absolute_url()),
        published=edition.published_at,
        updated=edition.published_at,
        text="\n".join(filter(None, [edition.change_note, what_changed(before, edition)])),
        language=edition.language,
        categories=("edition",),
    )


def editions_before(editions):
    """The public edition before each of these, by the newer one's id."""
    known = defaultdict(list)
    reports = {edition.report_id for edition in editions}
    for row in Edition.objects.live().clear().filter(report__in=reports).newest_first():
        known[row.report_id].append(row)
    return {edition.pk: older_than(edition, known[edition.report_id]) for edition in editions}


def older_than(edition, editions):
    place = (edition.year, edition.revision)
    return next((row for row in editions if (row.year, row.revision) < place), None)


def with_sections(editions, before):
    """The editions, their sections and those of the ones before at hand: one query for all."""
    rows = [*editions, *filter(None, before.values())]
    sections = defaultdict(list)
    for section in Section.objects.filter(edition__in={row.pk for row in rows}):
        sections[section.edition_id].append(section)
    for row in rows:
        row._prefetched_objects_cache = {"sections": sections[row.pk]}
    return editions


def what_changed(before, edition):
    """Headings that are new, gone or different, in a sentence each; nothing for a first edition."""
    if before is None:
        return ""
    found = defaultdict(list)
    for change in compare(before, edition).changed:
        found[change.way].append(change.section.heading)
    words = {"changed": _("Changed: %s."), "added": _("New: %s."), "removed": _("Gone: %s.")}
    return "\n".join(
        text % get_text_list(found[way], _("and")) for way, text in words.items() if found[way]
    )


def section_entries(editions, key):
    """The newest editions in which the sections of this key are not those of the one before."""
    having = editions.filter(pk__in=Section.objects.filter(key=key).values("edition"))
    of_reports = editions.filter(report__in=having.values("report"))  # where it is gone, too
    newest = of_reports.order_by("-published_at", "-pk")
    rows = list(newest.select_related("report__country", "report__post")[: 4 * MOST])
    before = editions_before(rows)
    sections = defaultdict(list)
    ids = {row.pk for row in [*rows, *filter(None, before.values())]}
    for section in Section.objects.filter(edition__in=ids, key=key):
        sections[section.edition_id].append(section)
    pairs = [
        (row, sections[row.pk], sections[before[row.pk].pk] if before[row.pk] else [])
        for row in rows
    ]
    return [
        section_entry(row, now) if now else gone_entry(row, then)
        for row, now, then in pairs
        if facts(now) != facts(then)
    ]


def facts(sections):
    return [(row.heading, row.body, row.rating, row.rating_words) for row in sections]


def gone_entry(edition, sections):
    """An edition that has this section no more."""
    entry = section_entry(edition, sections)
    headings = get_text_list([section.heading for section in sections], _("and"))
    text = "\n".join(filter(None, [edition.change_note, _("Gone: %s.") % headings]))
    return replace(entry, url=absolute(edition.get_absolute_url()), text=text)


def section_entry(edition, sections):
    first = sections[0]
    headings = get_text_list([section.heading for section in sections], _("and"))
    return Entry(
        id=tag("edition", edition.pk, "section", first.key),
        title=f"{dated_title(edition)}: {headings}",
        url=f"{absolute(edition.get_absolute_url())}#{first.anchor}",
        published=edition.published_at,
        updated=edition.published_at,
        text=edition.change_note,
        language=edition.language,
        categories=("section", first.key),
    )


def level_entries(changes):
    """The newest of these level changes, with the level before each."""
    ids = changes.in_force().order_by("-in_force_from", "-pk").values("pk")[:MOST]
    known = LevelChange.objects.in_force().with_level_before().select_related("country", "area")
    newest = {row["pk"] for row in ids}
    site = SiteSettings.load()
    countries = changes.filter(pk__in=newest).values("country")
    return [
        level_entry(row, site)
        for row in known.filter(country__in=countries).prefetch_related("indicators")
        if row.pk in newest
    ]


def level_entry(change, site):
    words = {
        "place": change.area or change.country,
        "number": change.level,
        "name": site.level_name(change.level),
        "before": change.level_before,
    }
    kept = change.level == change.level_before
    if kept:
        title = _("%(place)s: level %(number)s, %(name)s, reviewed and kept")
    elif change.level_before:
        title = _("%(place)s: level %(number)s, %(name)s, before: %(before)s")
    else:
        title = _("%(place)s: level %(number)s, %(name)s")
    return Entry(
        id=tag("level", change.pk),
        title=title % words,
        url=f"{absolute(change.country.get_absolute_url())}#lh",
        published=change.in_force_from,
        updated=change.in_force_from,
        text=change.reason,
        categories=("level", *(indicator.code for indicator in change.indicators.all())),
    )
