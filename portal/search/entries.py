"""What the index holds of an edition, an alert, a country and a post."""

from dataclasses import dataclass

from advisories.models import Country, Edition, Post, Section
from alerts.models import Alert
from portal.places import fold

from . import texts

# A row's number tells its year, its own key and its kind: the greater, the newer.
KINDS = ("edition", "section", "alert", "country", "post")
KEY_BITS, KIND_BITS = 44, 3
EVERYWHERE = 0  # in the place of a country


@dataclass(frozen=True)
class Entry:
    """One row of a shelf; its texts are folded, its facets are words of their own."""

    number: int
    kind: str  # of its source: edition, alert, country or post
    source: int
    names: str
    words: str
    context: str
    facets: str


def number_of(kind, key, year=0):
    return (year << KEY_BITS) + (key << KIND_BITS) + KINDS.index(kind)


def key_of(number):
    """The kind and the key behind a row's number."""
    return KINDS[number % (1 << KIND_BITS)], number % (1 << KEY_BITS) >> KIND_BITS


def year_of(number):
    return number >> KEY_BITS


def facet(letter, value):
    """One word that no folded text holds and no stemmer changes."""
    return f"{letter}-{value}_"


def facets(**values):
    return " ".join(facet(name[0], value) for name, value in values.items() if value is not None)


def of_editions(keys):
    """One entry for each edition as a whole, and one for each section that says something."""
    editions = Edition.objects.filter(pk__in=keys).defer("contacts", "problems", "unplaced")
    related = editions.select_related("report__country", "report__post__country")
    by_key = {edition.pk: edition for edition in related}
    for edition in by_key.values():
        common = facets_of(edition)
        number = number_of("edition", edition.pk, edition.year)
        text = fold(texts.of_edition(edition))
        yield Entry(
            number, "edition", edition.pk, fold(edition.title), text, around(edition), common
        )
    for section in Section.objects.filter(edition__in=by_key):
        if section.body or section.rating or section.rating_words:
            yield of_section(section, by_key[section.edition_id])


def of_section(section, edition):
    own = facets(section=section.key, rating=section.rating or None)
    return Entry(
        number_of("section", section.pk, edition.year),
        "edition",
        edition.pk,
        fold(section.heading),
        fold(texts.of_section(section)),
        f"{fold(edition.title)} {around(edition)}",
        f"{facets_of(edition)} {own}",
    )


def facets_of(edition):
    home = edition.report.home
    return facets(kind="report", year=edition.year, country=home and home.pk)


def around(edition):
    """The names of the place that an edition is about."""
    report = edition.report
    return fold(" ".join(filter(None, [report.post and report.post.name, *names(report.home)])))


def names(country):
    return [country.name, *country.aliases] if country else []


def of_alerts(keys):
    for alert in Alert.objects.filter(pk__in=keys).with_places():
        places = [place.place.name for place in alert.places.all()]
        countries = {place.in_country.pk: place.in_country for place in alert.places.all()}
        around = [name for country in countries.values() for name in names(country)]
        where = [facet("c", key) for key in countries or [EVERYWHERE]]
        yield Entry(
            number_of("alert", alert.pk, alert.year),
            "alert",
            alert.pk,
            fold(" ".join([*places, alert.title])),
            fold(texts.of_alert(alert)),
            fold(" ".join(around)),
            " ".join([facets(kind="alert", year=alert.year), *where]),
        )


def of_countries(keys):
    countries = list(Country.objects.filter(pk__in=keys).with_level())
    changes = texts.changes_of(countries)
    for country in countries:
        yield Entry(
            number_of("country", country.pk),
            "country",
            country.pk,
            fold(" ".join(names(country))),
            fold(texts.of_country(country, changes)),
            "",
            facets(kind="country", country=country.pk),
        )


def of_posts(keys):
    for post in Post.objects.filter(pk__in=keys).select_related("country"):
        yield Entry(
            number_of("post", post.pk),
            "post",
            post.pk,
            fold(post.full_name),
            fold(texts.of_post(post)),
            fold(" ".join(names(post.country))),
            facets(kind="post", country=post.country_id),
        )


MAKERS = {
    "edition": of_editions,
    "alert": of_alerts,
    "country": of_countries,
    "post": of_posts,
}
