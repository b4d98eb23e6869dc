"""The facts of one country's page, in as many queries however much there is to tell."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, zip_longest

from advisories.levels import standing_of
from advisories.models import Contact, Edition, LevelChange, Post
from web.statements import put_at_hand

from . import country_rows as rows

ALERTS_SHOWN = 10
NEWS_SHOWN = 3


def facts_of(country):
    """What the page of a country shows: public facts only, whoever asks."""
    changes = rows.changes_in(country=country.pk)
    standing = standing_of(changes)
    editions = rows.editions_in(country=country.pk)
    contacts = rows.contacts_in(country=country.pk)
    posts = rows.posts_in(country=country.pk)
    alerts = current_alerts(country)
    return {
        "country": country,
        "standing": standing,
        "scale": range(1, 5),
        "indicators": standing.now and rows.indicators_of(change=standing.now.newest.pk),
        "contacts": to_call(contacts, posts),
        "cards": [Card(post, desks_of(post, contacts)) for post in posts],
        "alerts": alerts[:ALERTS_SHOWN],
        "more_alerts": len(alerts) > ALERTS_SHOWN and len(alerts),
        "last_alert": None if alerts else rows.last_alerts_in.first(country=country.pk),
        "news": latest(editions, changes),
        "rows": report_rows(editions),
        "councils": rows.councils_in(country=country.pk),
    }


def current_alerts(country):
    alerts = rows.alerts_in(country=country.pk)
    if alerts:
        places = rows.places_of_alerts_in(country=country.pk)
        put_at_hand(alerts, "places", places, by="alert_id")
    return alerts


@dataclass(frozen=True)
class Card:
    """A post with the desks that one calls there by day."""

    post: Post
    desks: list[Contact]


def desks_of(post, contacts):
    return [row for row in contacts if row.is_office and row.post_id == post.pk]


def to_call(contacts, posts):
    """The numbers for an emergency; all there are where there are only desks."""
    carded = {row for post in posts for row in desks_of(post, contacts)}
    return [row for row in contacts if row not in carded] or contacts


@dataclass(frozen=True)
class Row:
    """One report: its current edition and the years before it."""

    current: Edition
    earlier: list[int]


def report_rows(editions):
    found = []
    for _report, group in groupby(editions, key=lambda edition: edition.report_id):
        current, *older = group
        years = dict.fromkeys(edition.year for edition in older)
        found.append(Row(current, [year for year in years if year != current.year]))
    return found


@dataclass(frozen=True)
class News:
    """Something that changed: a new edition, or a level that was set or reviewed."""

    at: datetime
    edition: Edition | None = None
    before: Edition | None = None  # what the edition can be compared with
    change: LevelChange | None = None


def latest(editions, changes):
    told = [
        News(edition.published_at, edition=edition, before=before)
        for edition, before in with_older(editions)
        if worth_telling(edition)
    ]
    told += [News(change.in_force_from, change=change) for change in changes]
    return sorted(told, key=lambda news: news.at, reverse=True)[:NEWS_SHOWN]


def with_older(editions):
    """Each with the edition of its report before it, or None; they come the newest first."""
    for edition, older in zip_longest(editions, editions[1:]):
        yield edition, older if older and older.report_id == edition.report_id else None


def worth_telling(edition):
    """Small corrections stay quiet here as they do in mail, unless they come with a note."""
    return edition.major or edition.change_note
