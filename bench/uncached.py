"""What pages cost that no page cache holds, against an empty page with session and user.

All go through every middleware, in turns in one process, by the CPU time they take. Facts are
asked of the database each time; what differs is which parts of the page were drawn before.
"""

import place

place.with_sample()

import statistics  # noqa: E402
import time  # noqa: E402

from django.contrib.auth import get_user_model  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path, reverse  # noqa: E402
from figures import figure, for_comparison  # noqa: E402

from advisories.models import Country, LevelChange  # noqa: E402
from council.models import Member  # noqa: E402
from portal.urls import urlpatterns as portal_patterns  # noqa: E402
from web.kept import texts  # noqa: E402

ROUNDS = 60
EMPTY = engines["django"].from_string("<!doctype html><title>x</title><p>{{ user.email }}</p>")
OF_THE_SITE = engines["django"].from_string('{% extends "base.html" %}')
country = Country.objects.get(alpha2="KZ")
level = LevelChange.objects.filter(country=country, area=None).order_by("in_force_from").last()


def empty_page(request):
    request.session.get("x")
    return HttpResponse(EMPTY.render({}, request))


def page_of_the_site(request):
    request.session.get("x")
    return HttpResponse(OF_THE_SITE.render({"email": request.user.email}, request))


urlpatterns = [
    path("bench-empty/", empty_page),
    path("bench-site/", page_of_the_site),
    *portal_patterns,
]


@override_settings(ROOT_URLCONF="__main__")
def main():
    reader, stranger, member = Client(), Client(), Client()
    stranger.force_login(get_user_model().objects.create_user("bench@example.org"))
    someone = Member.objects.active().filter(user__is_staff=False).first()
    member.force_login(someone.user)
    council = reverse("council:council_home", args=[someone.membership.council.slug])
    address = country.get_absolute_url()
    asked = {
        "country page": (reader, address),
        "home": (reader, "/"),
        "own page of a member": (member, reverse("account")),
        "council's page of a member": (member, council),
    }
    turns = [(nothing, client, where) for client, where in asked.values()]
    empty = (nothing, stranger, "/bench-empty/")
    plain, site, *pages = in_turns(empty, (nothing, stranger, "/bench-site/"), *turns)
    for (name, (client, where)), cost in zip(asked.items(), pages, strict=True):
        figure(f"{name} / empty page", cost / plain, 3, digits=2)
        figure(f"{name}, queries", queries(client, where), 12)
    # Apart from the home page, of which parts would have to be drawn as well.
    plain, *_others, changed = in_turns(empty, *turns[2:], (change_level, reader, address))
    figure("country page, level changed just before / empty page", changed / plain, 3, digits=2)
    plain, first = in_turns(empty, (texts.clear, reader, address))
    # Once for a country in a process; a worker draws the parts of the site before it is asked.
    for_comparison("country page, no part drawn before / empty page", first / plain, digits=2)
    for_comparison("country page / empty page of this site", pages[0] / site, digits=2)


def nothing():
    """No part of the page changes before it is asked for again."""


def change_level():
    level.reason = f"Reviewed at {time.time()}."
    level.save()


def in_turns(*asked):
    """The median CPU time of each, asked in turn, so that a busy moment hits all alike."""
    for turn in asked:
        cpu_time(*turn)
    taken = [[cpu_time(*turn) for turn in asked] for _ in range(ROUNDS)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def cpu_time(prepare, client, address):
    prepare()
    began = time.process_time()
    answer = client.get(address)
    taken = time.process_time() - began
    assert answer.status_code == 200, (address, answer.status_code)
    return taken


def queries(client, address):
    with CaptureQueriesContext(connection) as seen:
        client.get(address)
    return len(seen)


if __name__ == "__main__":
    main()
