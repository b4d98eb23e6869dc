"""The words of each kind of content as readers see them, for the index and for snippets."""

import unicodedata

from advisories.cleaning import plain_text
from advisories.models import LevelChange

MOST = 100_000  # characters of one text that are looked at


def of_edition(edition):
    return joined(plain(edition.summary), plain(edition.change_note))


def of_section(section):
    return joined(plain_text(section.body), section.rating_words)


def of_alert(alert):
    parts = (alert.what_to_do, alert.what_happened, alert.where_and_when, alert.if_affected)
    return joined(*map(plain, parts))


def of_country(country, changes):
    change = changes.get(country.level_change_id)
    return joined(plain(country.main_risks), change.reason if change else "")


def of_post(post):
    return joined(plain(post.address), plain(post.hours))


def changes_of(countries):
    """What made the present level of these countries (read `with_level`), by its id."""
    newest = [country.level_change_id for country in countries if country.level_change_id]
    return LevelChange.objects.in_bulk(newest)


def joined(*texts):
    return unicodedata.normalize("NFC", " ".join(filter(None, texts))[:MOST])


def plain(text):
    """Without tags, or without list signs and the asterisks of strong words."""
    if text.lstrip().startswith("<"):
        return plain_text(text)
    lines = (line.strip().removeprefix("* ") for line in text.replace("**", "").splitlines())
    return " ".join(" ".join(lines).split())
