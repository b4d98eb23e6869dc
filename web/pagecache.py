"""A cache of public pages in front of Django: a known page costs one look into a dict.

A page is kept by the process that made it, together with the content version it was made
from and the next moment at which one of its facts changes by itself. Every public write
raises the version in its own transaction; each process reads it twice a second, so a
publication is visible within half a second and no older page is served after that.
"""

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass

from django.db import Error, connection
from django.utils import timezone

from .models import ContentVersion, PublicFact
from .public import CACHE_CONTROL

LOOK_EVERY = 0.5  # seconds between two looks at the content version
LONGEST = 60.0  # seconds after which a page is made anew in any case
MOST_PAGES = 500


@dataclass(slots=True)
class Page:
    """One answer as Django gave it, ready to be given again."""

    version: int
    until: float
    etag: str
    headers: list[tuple[str, str]]
    body: bytes

    def answer(self, environ, start_response):
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and self.etag in (tag.strip().removeprefix("W/") for tag in known.split(",")):
            start_response("304 Not Modified", self.headers_without_body)
            return [b""]
        start_response("200 OK", self.headers)
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else self.body]

    @property
    def headers_without_body(self):
        length = ("content-length", "content-type", "content-encoding")
        return [pair for pair in self.headers if pair[0].lower() not in length]


class PageCache:
    """WSGI middleware that answers public pages from memory."""

    def __init__(self, application, clock=time.monotonic):
        self.application = application
        self.clock = clock
        self.pages: OrderedDict[tuple[str, bool], Page] = OrderedDict()
        self.making: dict[tuple[str, bool], threading.Lock] = {}
        self.version: int | None = None
        self.looked_at = float("-inf")

    def __call__(self, environ, start_response):
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return self.application(environ, start_response)
        key = (environ.get("PATH_INFO", ""), "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""))
        version = self.current_version()
        page = self.fresh(key, version)
        if page:
            return page.answer(environ, start_response)
        if version is None or key not in self.pages:
            return self.make(key, version, environ, start_response)
        # A page that everybody asks for is made once, by whoever comes first.
        with self.making.setdefault(key, threading.Lock()):
            page = self.fresh(key, self.version)
            if page:
                return page.answer(environ, start_response)
            return self.make(key, version, environ, start_response)

    def fresh(self, key, version):
        page = self.pages.get(key)
        if page and version is not None and page.version == version and self.clock() < page.until:
            return page
        return None

    def current_version(self):
        """The content version, at most LOOK_EVERY seconds old; None without a database."""
        now = self.clock()
        if now - self.looked_at >= LOOK_EVERY:
            self.looked_at = now
            try:
                if not connection.in_atomic_block:
                    connection.close_if_unusable_or_obsolete()
                self.version = ContentVersion.current()
            except Error:
                self.version = None
        return self.version

    def make(self, key, version, environ, start_response):
        """Let Django answer, and keep the answer if it is a whole public page."""
        said = {}

        def remember(status, headers, exc_info=None):
            said.update(status=status, headers=headers)
            return start_response(status, headers, exc_info)

        answer = self.application(environ, remember)
        headers = dict(said.get("headers", ()))
        whole = environ["REQUEST_METHOD"] == "GET" and said.get("status", "").startswith("200")
        if version is None or not whole or headers.get("Cache-Control") != CACHE_CONTROL:
            return answer
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        self.keep(key, Page(version, self.end(), headers["ETag"], said["headers"], body))
        return [body]

    def keep(self, key, page):
        self.pages[key] = page
        self.pages.move_to_end(key)
        while len(self.pages) > MOST_PAGES:
            old, _page = self.pages.popitem(last=False)
            self.making.pop(old, None)

    def end(self):
        """When a page made now is no longer true, on this cache's clock."""
        moments = [kind.next_change() for kind in kinds_of_fact()]
        wait = [(moment - timezone.now()).total_seconds() for moment in moments if moment]
        return self.clock() + max(0.0, min([LONGEST, *wait]))


def kinds_of_fact():
    """Every model whose rows a public page may show."""
    return PublicFact.__subclasses__()
