"""What one country's page asks of the database, each question as a statement of its own."""

from django.db.models import BigIntegerField, SlugField

from advisories.models import Contact, Country, Edition, Indicator, LevelChange, Post
from alerts.models import Alert, AlertPlace
from council.models import Council
from web.statements import statement

# The columns that the page shows, in words or by what they decide; no other is read.
OF_CHANGES = ("level", "reason", "in_force_from", "reviewed_on", "next_review_on", "area__name")
OF_CONTACTS = (
    "role", "name", "number", "e164", "hours", "address", "post__kind", "post__name",
)  # fmt: skip
OF_POSTS = ("kind", "name", "address", "hours")
OF_ALERTS = ("grade", "title", "year", "slug", "tlp", "exercise", "published_at")
OF_EDITIONS = (
    "year", "revision", "title", "tlp", "change_note", "major", "published_at",
    "report__title", "report__slug", "report__post__name", "report__post__time_zone",
)  # fmt: skip


@statement(slug=SlugField())
def countries_called(at, slug):
    return Country.objects.filter(slug=slug)


@statement(country=BigIntegerField())
def changes_in(at, country):
    changes = LevelChange.objects.filter(country=country).in_force(at).with_level_before()
    changes = changes.select_related("area").only("country", *OF_CHANGES)
    return changes.order_by("-in_force_from", "-pk")


@statement(change=BigIntegerField())
def indicators_of(at, change):
    return Indicator.objects.filter(levelchange=change)


@statement(country=BigIntegerField())
def editions_in(at, country):
    """Every public edition of the country's reports, the greatest of each report first."""
    editions = Edition.objects.live(at).clear().filter(report__country=country)
    by_report = ("report__post__name", "report__title", "report_id", "-year", "-revision")
    return editions.select_related("report__post").only(*OF_EDITIONS).order_by(*by_report)


@statement(country=BigIntegerField())
def contacts_in(at, country):
    contacts = Contact.objects.confirmed().at(country=country).select_related("post")
    return contacts.only(*OF_CONTACTS).by_urgency()


@statement(country=BigIntegerField())
def posts_in(at, country):
    return Post.objects.listed(at).filter(country=country).only(*OF_POSTS)


@statement(country=BigIntegerField())
def alerts_in(at, country):
    return current(at, country).only(*OF_ALERTS).worst_first()


@statement(country=BigIntegerField())
def places_of_alerts_in(at, country):
    return AlertPlace.objects.filter(alert__in=current(at, country)).named()


def current(at, country):
    return Alert.objects.clear().in_country(country).in_force(at)


@statement(country=BigIntegerField())
def last_alerts_in(at, country):
    """The newest that was sent, or none; only when it was over is ever told of it."""
    alerts = Alert.objects.clear().in_country(country).sent(at).filter(refers_to=None)
    return alerts.only("ended_at", "ends_on")[:1]


@statement(country=BigIntegerField())
def councils_in(at, country):
    councils = Council.objects.filter(country=country).with_size(at)
    return councils.only("name", "slug", "meets", "about")
