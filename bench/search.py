"""Searching 10,000 editions, snippets included, on both databases.

150 reports with 67 editions each, every edition with 27 sections of a hundred words. The
words are made up, as frequent as words are: the first in every second section, most in few.
"""

import random
import subprocess
import sys
import tempfile
import time
from itertools import islice

import place
from figures import figure

REPORTS, EDITIONS, SECTIONS = 150, 10_000, 27
BODIES, WORDS, VOCABULARY = 4000, 100, 6000
QUERIES = 400
AT_A_TIME = 500
SYLLABLES = ["ka", "lo", "mi", "ne", "ru", "sa", "ti", "vo", "pe", "du", "ga", "he", "bi", "fo"]


def main():
    subprocess.run([sys.executable, __file__, "SQLite", ""], check=True)
    from tests.pg.__main__ import start_server

    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        server = start_server(folder, shared_buffers="'1GB'")  # a quarter of a small machine
        server.stop()  # it takes so much memory only from its start on
        server.ensure_postgres_running()
        try:
            subprocess.run([sys.executable, __file__, "PostgreSQL", server.get_uri()], check=True)
        finally:
            server.stop()


def measure(database, url):
    place.empty(url)
    from django.core.management import call_command

    words = vocabulary()
    fill(words)
    began = time.perf_counter()
    call_command("index_search", verbosity=0)
    print(f"{database}: indexed in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    for archive in (False, True):
        taken = sorted(asked(words, archive))
        name = f"{database}, search {'the archive' if archive else 'current editions'}"
        figure(f"{name}, p99", taken[int(len(taken) * 0.99)] * 1000, 50, "ms", digits=1)


def vocabulary():
    source = random.Random(7)
    return ["".join(source.choices(SYLLABLES, k=source.randint(2, 4))) for _ in range(VOCABULARY)]


def bodies(words):
    """Texts in which the n-th word is n times rarer than the first."""
    source = random.Random(8)
    weights = [1 / (rank + 20) for rank in range(len(words))]
    for _ in range(BODIES):
        yield f"<p>{' '.join(source.choices(words, weights, k=WORDS)).capitalize()}.</p>"


def fill(words):
    """By bulk SQL: what is measured is reading, not writing."""
    from web.models import ContentVersion

    editions = editions_of(reports_on(lands()))
    write_sections(editions, words)
    ContentVersion.bump()


def lands():
    from advisories.models import Country, Region

    region = Region.objects.create(name="World", slug="world")
    return Country.objects.bulk_create(
        Country(
            region=region,
            name=f"Land {number}",
            slug=f"land-{number}",
            alpha2=f"{number // 26 % 10}{chr(65 + number % 26)}",
            alpha3=f"X{number:02}"[-3:] if number < 100 else f"Y{number - 100:02}",
        )
        for number in range(REPORTS)
    )


def reports_on(countries):
    from advisories.models import Report

    return Report.objects.bulk_create(
        Report(country=country, title=f"Report on {country.name}", slug=f"report-{country.slug}")
        for country in countries
    )


def editions_of(reports):
    from django.utils import timezone

    from advisories.models import Edition

    now = timezone.now()
    return Edition.objects.bulk_create(
        [
            Edition(
                report=reports[number % REPORTS],
                year=2025 - number // REPORTS % 22,
                revision=1 + number // REPORTS // 22,
                title=f"Report on Land {number % REPORTS}",
                summary="Roads: the biggest daily danger.",
                published_at=now,
                major=True,
            )
            for number in range(EDITIONS)
        ]
    )


def write_sections(editions, words):
    """Past the check that published editions do not change: they are published already."""
    from django.db.models import QuerySet

    from advisories.models import Section

    texts, source = list(bodies(words)), random.Random(9)
    ratings = ["low", "medium", "high", "critical", ""]
    sections = (
        Section(
            edition=edition,
            position=position,
            key=f"key{position}",
            anchor=f"key{position}",
            heading=" ".join(source.choices(words[:1000], k=2)),
            body=source.choice(texts),
            rating=source.choice(ratings),
        )
        for edition in editions
        for position in range(SECTIONS)
    )
    while some := list(islice(sections, AT_A_TIME)):
        QuerySet(Section).bulk_create(some)


def asked(words, archive):
    """How long each of many questions takes: frequent words and rare ones, filters and phrases."""
    from django.contrib.auth.models import AnonymousUser

    from advisories.models import Country
    from portal.search import Question, search

    source = random.Random(10)
    countries = list(Country.objects.values_list("pk", flat=True))
    nobody = AnonymousUser()
    for number in range(QUERIES + 20):
        some = source.choices(words[: source.choice([3, 50, 1000, VOCABULARY])], k=3)
        typed = [some[0], " ".join(some[:2]), " ".join(some), f'"{some[0]} {some[1]}"'][number % 4]
        more = {"country": source.choice(countries)} if number % 5 == 0 else {}
        more |= {"year": 2004 + number % 22} if number % 7 == 0 else {}
        question = Question(typed, archive=archive, **more)
        began = time.perf_counter()
        search(nobody, question)
        if number >= 20:
            yield time.perf_counter() - began


if __name__ == "__main__":
    measure(*sys.argv[1:]) if sys.argv[1:] else main()
