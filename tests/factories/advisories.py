"""Rows of advisories for the tests: plain functions that name only what the test is about."""

from datetime import timedelta
from itertools import count

from django.utils import timezone
from django.utils.text import slugify

from advisories.models import (
    Area,
    Assignment,
    Contact,
    ContactRole,
    Country,
    Edition,
    LevelChange,
    Post,
    PostKind,
    Region,
    Report,
    Section,
)

# A country's codes begin with a digit here, so that none is a real country's.
serial = count(1)
SIGNS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def make_country(name="Kazakhstan", **fields):
    """The country of that name, made on first call; a new one needs no ISO code of its own."""
    known = Country.objects.filter(name=name).first()
    if known:
        return known
    number = next(serial)
    code = f"{number // 26 % 10}{SIGNS[number % 26]}"
    region, _ = Region.objects.get_or_create(slug="asia", defaults={"name": "Asia"})
    fields = {"alpha2": code, "alpha3": f"X{code}", "time_zone": "Asia/Almaty", **fields}
    return Country.objects.create(name=name, **{"region": region, "slug": slugify(name), **fields})


def make_area(country=None, name="Almaty Region", **fields):
    country = country or make_country()
    return Area.objects.create(country=country, name=name, slug=slugify(name), **fields)


def make_post(country=None, name="Almaty", **fields):
    fields = {"kind": PostKind.CONSULATE_GENERAL, "time_zone": "Asia/Almaty", **fields}
    return Post.objects.create(
        country=country or make_country(), name=name, **{"slug": slugify(name), **fields}
    )


def make_report(place=None, title="Almaty crime and safety report", **fields):
    """A report on a post or on a country."""
    place = place or make_country()
    where = (
        {"post": place, "country": place.country} if isinstance(place, Post) else {"country": place}
    )
    return Report.objects.create(title=title, **{"slug": slugify(title), **where, **fields})


def make_edition(report=None, *, published=True, sections=(), **fields):
    """An edition with `sections`, each a dict of fields; published an hour ago unless told."""
    report = report or make_report()
    moment = fields.pop("published_at", timezone.now() - timedelta(hours=1))
    edition = Edition.objects.create(
        report=report, **{"year": 2017, "title": f"{report.title}, 2017", **fields}
    )
    for position, section in enumerate(sections, start=1):
        make_section(edition, position=position, **section)
    if published:
        edition.published_at, edition.major = moment, True
        edition.save()
    return edition


def make_section(edition, key="crime", **fields):
    fields = {"position": 1, "anchor": key, "heading": key.replace("_", " ").capitalize(), **fields}
    return Section.objects.create(edition=edition, key=key, **{"body": "<p>Text.</p>", **fields})


def make_level(country=None, level=2, reason="Thieves are about.", **fields):
    return LevelChange.objects.create(
        country=country or make_country(), level=level, reason=reason, **fields
    )


def make_contact(country=None, *, confirmed=True, **fields):
    """A confirmed number of the police; `confirmed=False` leaves it proposed."""
    moment = timezone.now() if confirmed else None
    fields = {"role": ContactRole.POLICE, "number": "102", "confirmed_at": moment, **fields}
    return Contact.objects.create(country=country or make_country(), **fields)


def make_assignment(user, role, **place):
    """A role in one place: `country=`, `post=`, `council=`, or everywhere if none is named."""
    return Assignment.objects.create(user=user, role=role, everywhere=not place, **place)
