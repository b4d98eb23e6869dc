"""Finding a country or city by what a person typed, without regard to case and accents."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches

from django.urls import reverse

from advisories.models import Country, Post

LONGEST = 200
SUGGESTIONS = 6
LIKE = 0.65
SHORTEST, MOST_WORDS = 4, 8  # of a long search, what is tried as a name
WORD = re.compile(r"[^\W_]+")
# Letters that carry no mark which could be taken off them.
ALONE = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe"})


@dataclass(frozen=True)
class Place:
    """A country or a post's city, under the names by which it is found."""

    name: str
    country: str  # of a city; empty for a country
    url: str
    names: tuple[str, ...]  # folded


@dataclass(frozen=True)
class Found:
    exact: list[Place]
    partly: list[Place]  # where a name holds what was typed
    near: list[Place]  # where nothing does, but a name is close


def find(typed):
    """What is called so, what holds it in a name, or else what is nearly called so."""
    wanted = fold(typed[:LONGEST])
    if not wanted:
        return Found([], [], [])
    places = known_places()
    exact = [place for place in places if wanted in place.names]
    partly = [
        place
        for place in places
        if place not in exact and any(wanted in name for name in place.names)
    ]
    near = [] if exact or partly else close_to(wanted, places)
    return Found(exact, partly, near)


def suggestions(typed):
    """Places that are called like the whole of what was typed, or like one of its words."""
    wanted = fold(typed[:LONGEST])
    words = [word for word in wanted.split() if len(word) >= SHORTEST][:MOST_WORDS]
    places = known_places()
    near = [place for text in dict.fromkeys([wanted, *words]) for place in close_to(text, places)]
    return list(dict.fromkeys(near))[:SUGGESTIONS]


def close_to(wanted, places):
    by_name = {name: place for place in places for name in place.names}
    close = get_close_matches(wanted, by_name, n=SUGGESTIONS, cutoff=LIKE)
    return list(dict.fromkeys(by_name[name] for name in close))


def known_places():
    countries = list(Country.objects.only("name", "aliases", "slug"))
    posts = Post.objects.listed().select_related("country")
    return [country_place(country) for country in countries] + [city_place(post) for post in posts]


def country_place(country):
    names = (country.name, *country.aliases)
    return Place(country.name, "", country.get_absolute_url(), tuple(map(fold, names)))


def city_place(post):
    address = reverse("country_detail", args=[post.country.slug])
    names = (post.name, f"{post.name} {post.country.name}", post.full_name)
    return Place(post.name, post.country.name, address, tuple(map(fold, names)))


def fold(text):
    """Lower case, marks taken off, anything but letters and digits as one blank."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(ALONE)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(WORD.findall(plain))
