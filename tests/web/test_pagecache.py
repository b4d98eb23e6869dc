"""The cache in front of Django, with an application that counts how often it is asked."""

import threading
import time

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

from tests.factories import make_country, make_level
from web.models import ContentVersion
from web.pagecache import LONGEST, LOOK_EVERY, PageCache
from web.public import CACHE_CONTROL

pytestmark = pytest.mark.django_db


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Application:
    """Answers every address with its own count of answers."""

    def __init__(self, headers=(("Cache-Control", CACHE_CONTROL), ("ETag", '"one"'))):
        self.headers = list(headers)
        self.answers = 0

    def __call__(self, environ, start_response):
        self.answers += 1
        start_response("200 OK", [*self.headers, ("Content-Type", "text/plain")])
        return [f"answer {self.answers}".encode()]


def ask(cache, path="/", **environ):
    said = {}

    def start_response(status, headers, exc_info=None):
        said.update(status=status, headers=dict(headers))

    request = RequestFactory().get(path).environ | environ
    said["body"] = b"".join(cache(request, start_response))
    return said


@pytest.fixture
def clock():
    return Clock()


def test_a_known_page_is_not_made_again(clock):
    application = Application()
    cache = PageCache(application, clock)

    first, second = ask(cache), ask(cache)

    assert first["body"] == second["body"] == b"answer 1"
    assert application.answers == 1


def test_a_public_write_makes_every_page_anew_within_half_a_second(clock):
    cache = PageCache(Application(), clock)
    ask(cache)
    ContentVersion.bump()

    clock.now += LOOK_EVERY

    assert ask(cache)["body"] == b"answer 2"


def test_a_page_is_made_anew_after_its_longest_life(clock):
    cache = PageCache(Application(), clock)
    ask(cache)

    clock.now += LONGEST

    assert ask(cache)["body"] == b"answer 2"


def test_a_page_lives_no_longer_than_its_next_level_change(clock):
    from datetime import timedelta

    from django.utils import timezone

    make_level(make_country(), in_force_from=timezone.now() + timedelta(seconds=10))
    cache = PageCache(Application(), clock)
    ask(cache)

    clock.now += 11

    assert ask(cache)["body"] == b"answer 2"


@pytest.mark.parametrize(
    "headers",
    [
        [("Cache-Control", "private, no-store"), ("ETag", '"one"')],
        [("ETag", '"one"')],
    ],
)
def test_what_is_not_public_is_never_kept(clock, headers):
    cache = PageCache(Application(headers), clock)

    assert ask(cache)["body"] != ask(cache)["body"]


def test_a_query_or_a_post_passes_through(clock):
    cache = PageCache(Application(), clock)

    ask(cache)
    assert ask(cache, QUERY_STRING="q=1")["body"] == b"answer 2"
    assert ask(cache, REQUEST_METHOD="POST")["body"] == b"answer 3"


def test_who_holds_the_page_gets_304_without_a_body(clock):
    cache = PageCache(Application(), clock)
    ask(cache)

    answer = ask(cache, HTTP_IF_NONE_MATCH='W/"one"')

    assert answer["status"].startswith("304")
    assert answer["body"] == b""
    assert "Content-Type" not in answer["headers"]


def test_head_gets_the_headers_alone(clock):
    cache = PageCache(Application(), clock)
    ask(cache)

    answer = ask(cache, REQUEST_METHOD="HEAD")

    assert answer["status"].startswith("200")
    assert answer["body"] == b""


def test_compressed_and_plain_are_kept_apart(clock):
    cache = PageCache(Application(), clock)

    plain, compressed = ask(cache), ask(cache, HTTP_ACCEPT_ENCODING="gzip")

    assert plain["body"] != compressed["body"]


def test_a_known_page_that_grew_stale_is_made_once_for_all_who_wait(clock):
    class Slow(Application):
        def __call__(self, environ, start_response):
            time.sleep(0.05)
            return super().__call__(environ, start_response)

    application = Slow()
    cache = PageCache(application, clock)
    ask(cache)
    clock.now += LONGEST
    cache.looked_at = clock.now  # the threads below need no database

    cache.end = lambda: clock.now + LONGEST
    threads = [threading.Thread(target=ask, args=[cache]) for _each in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert application.answers == 2


@pytest.mark.django_db(transaction=True)
def test_a_country_page_is_kept_and_shows_a_new_level_at_once():
    make_level(make_country("Kazakhstan"), 2, "Thieves are about.")
    make_level(make_country("Nepal"), 1, "All is calm.")
    clock = Clock()
    cache = PageCache(get_wsgi_application(), clock)

    before = ask(cache, "/countries/kazakhstan/", HTTP_HOST="localhost")
    again = ask(cache, "/countries/kazakhstan/", HTTP_HOST="localhost")
    make_level(make_country("Kazakhstan"), 4, "War has begun.")
    clock.now += LOOK_EVERY
    after = ask(cache, "/countries/kazakhstan/", HTTP_HOST="localhost")

    assert before["body"] == again["body"]
    assert b"War has begun." not in before["body"]
    assert b"War has begun." in after["body"]
