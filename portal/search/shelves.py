"""What stands on which shelf of the index, and a stamp that tells when it must be made anew."""

import hashlib
from collections import defaultdict

from django.db.models import Q

from advisories.models import Country, Edition, Post, Tlp
from alerts.models import Alert, AlertPlace

from . import texts

CURRENT, ARCHIVE = "search_current", "search_archive"


def sources_on(shelf):
    """The stamp of everything that belongs on this shelf, by kind and key.

    An entry is made anew when its stamp is another. Published editions and alerts do not
    change, so theirs tells only what their places are called.
    """
    names = place_names()
    if shelf == ARCHIVE:
        return editions(names, current=False) | alerts(past_alerts(), names)
    places = {("country", key): stamp(text) for key, text in country_texts().items()}
    places |= {("post", key): stamp(text) for key, text in post_texts().items()}
    return editions(names, current=True) | alerts(standing_alerts(), names) | places


def stamp(*parts):
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()[:32]


def place_names():
    """What every country and post is called, by kind and key."""
    countries = Country.objects.values_list("pk", "name", "aliases")
    named = {("country", key): f"{name} {aliases}" for key, name, aliases in countries}
    posts = Post.objects.values_list("pk", "name", "country")
    named |= {("post", key): f"{name} {named['country', home]}" for key, name, home in posts}
    return named


def editions(names, *, current):
    """Live editions: those that are current for one reader or another, or those that are older.

    An edition that only some may read leaves the one before it current for the others, so
    that one stands on both shelves; `results` tells which of the two it is for whom.
    """
    columns = ("pk", "report", "tlp", "council", "report__country", "report__post")
    held: dict = {}
    by_report = defaultdict(set)
    live = Edition.objects.live().newest_first()
    for key, report, tlp, council, country, post in live.values_list(*columns):
        newer = by_report[report]
        if (current and not newer & passed_by(tlp, council)) or (newer and not current):
            place = names.get(("country", country), ""), names.get(("post", post), "")
            held["edition", key] = stamp(*place)
        newer.add(council if tlp == Tlp.AMBER else tlp)
    return held


def passed_by(tlp, council):
    """What a newer edition must be for all who may read this one to read that one."""
    if tlp == Tlp.CLEAR:
        return {Tlp.CLEAR}
    return {Tlp.CLEAR, Tlp.GREEN} if tlp == Tlp.GREEN else {Tlp.CLEAR, Tlp.GREEN, council}


def sent_alerts(user=None):
    """What was sent, exercises aside: what this person may read, or all of it."""
    sent = Alert.objects.sent().filter(exercise=False)
    if user is None:
        return sent
    return sent.visible_to(user) if user.is_authenticated else sent.clear()


def standing_alerts():
    """Alerts in force, and what was told of them since."""
    in_force = Alert.objects.in_force().values("pk")
    told_since = Q(refers_to__in=in_force, ended_at=None)
    return sent_alerts().filter(Q(pk__in=in_force) | told_since)


def past_alerts():
    return sent_alerts().exclude(pk__in=standing_alerts().values("pk"))


def alerts(rows, names):
    places = defaultdict(list)
    columns = ("alert", "country", "area__country", "area__name", "post")
    for alert, country, within, area, post in (
        AlertPlace.objects.filter(alert__in=rows).order_by("pk").values_list(*columns)
    ):
        place = names.get(("country", country or within), ""), area, names.get(("post", post), "")
        places[alert] += place
    return {
        ("alert", key): stamp(version, *places[key])
        for key, version in rows.values_list("pk", "version")
    }


def country_texts():
    countries = list(Country.objects.with_level())
    changes = texts.changes_of(countries)
    return {
        country.pk: f"{country.name} {country.aliases} {texts.of_country(country, changes)}"
        for country in countries
    }


def post_texts():
    posts = Post.objects.listed().select_related("country")
    return {
        post.pk: f"{post.full_name} {post.country} {post.country.aliases} {texts.of_post(post)}"
        for post in posts
    }
