"""Parts of public pages that are drawn once, and kept by what they were drawn from.

`{% kept "portal/_country_news.html" news=news country=country %}` is an include that sees
nothing but what it is given. Its text stays in the memory of the process under the language
and the whole contents of those facts, so that it cannot be out of date: a fact that changed
is another key, and makes another text. Facts are read anew for every page.

Kept are only texts made of public rows alone. With a restricted row or a person among its
facts, and where drawing it took a question to the database, a part is drawn every time.
"""

import hashlib
import threading
from collections import OrderedDict
from contextlib import ExitStack
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.functional import LazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .models import PublicFact
from .once import once

MOST = 4_000_000  # characters kept by one process
PLAIN = {
    str, int, bool, float, type(None), range, Decimal, UUID, date, datetime, time, timedelta,
}  # fmt: skip
PUBLIC = "clear"


class NotPublicError(Exception):
    """Something among the facts that no key is made of."""


def drawn(template, facts):
    """The text of the template with these facts and nothing else."""
    try:
        key = key_of(template, facts)
    except NotPublicError:
        return render_to_string(template, facts)
    text = texts.get(key)
    if text is None:
        text, asked = drawn_now(template, facts)
        if not asked:
            texts.keep(key, text)
    return text


def drawn_now(template, facts):
    """The text, and whether the database was asked for any of it."""
    asked = []

    def note(execute, *question):
        asked.append(True)
        return execute(*question)

    with ExitStack() as stack:
        for connection in connections.all(initialized_only=True):
            stack.enter_context(connection.execute_wrapper(note))
        return render_to_string(template, facts), bool(asked)


def key_of(template, facts):
    place = (template, get_language(), timezone.get_current_timezone_name(), get_script_prefix())
    return digest((place, [(name, told(fact)) for name, fact in facts.items()]))


def told(fact):
    """The fact itself if it is plain, else a digest of it, made once a visit."""
    if type(fact) in PLAIN:
        return fact
    # With the fact, so that no other takes its id meanwhile.
    return once(("told", id(fact)), lambda: (fact, digest(contents(fact, {}))))[1]


def digest(values):
    written = repr(values).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(written, digest_size=20).digest()


def contents(fact, seen):
    """A fact as plain values, with all that was loaded with it."""
    kind = type(fact)
    if kind in PLAIN:
        return fact
    if issubclass(kind, list | tuple):
        if PLAIN.issuperset(map(type, fact)):
            return kind.__name__, *fact
        return [contents(part, seen) for part in fact]
    if kind is dict:
        return [(name, contents(part, seen)) for name, part in fact.items()]
    if issubclass(kind, LazyObject):  # before asking for its class, which it hides
        return contents(unwrapped(fact), seen)
    if isinstance(fact, PublicFact):
        return contents_of_row(fact, seen)
    return contents_of_other(fact, seen)


def unwrapped(lazy):
    bool(lazy)  # loads it
    return vars(lazy)["_wrapped"]


def contents_of_row(row, seen):
    if id(row) in seen:
        return "again", seen[id(row)]
    seen[id(row)] = len(seen)
    if getattr(row, "tlp", PUBLIC) != PUBLIC:
        raise NotPublicError
    loaded = vars(row)
    columns = {name: part for name, part in loaded.items() if name[0] != "_"}
    if not PLAIN.issuperset(map(type, columns.values())):
        columns = {name: contents(part, seen) for name, part in columns.items()}
    related = [contents(part, seen) for part in row._state.fields_cache.values()]
    apart = loaded.get("_prefetched_objects_cache", {})
    return row._meta.label, columns, related, contents(apart, seen)


def contents_of_other(fact, seen):
    if isinstance(fact, QuerySet) and fact._result_cache is not None:
        return contents(fact._result_cache, seen)
    if isinstance(fact, SafeString):
        return "safe", str(fact)
    if isinstance(fact, bytes):
        return hashlib.blake2b(fact).digest()
    if is_dataclass(fact):
        told = [contents(getattr(fact, field.name), seen) for field in fields(fact)]
        return type(fact).__qualname__, told
    raise NotPublicError


class Texts:
    """The texts used last, as many as go into so many characters."""

    def __init__(self, most):
        self.most = most
        self.size = 0
        self.texts: OrderedDict[bytes, str] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key):
        with self.lock:
            if key in self.texts:
                self.texts.move_to_end(key)
            return self.texts.get(key)

    def keep(self, key, text):
        with self.lock:
            self.size += len(text) - len(self.texts.pop(key, ""))
            self.texts[key] = text
            while self.size > self.most:
                _key, oldest = self.texts.popitem(last=False)
                self.size -= len(oldest)

    def clear(self):
        with self.lock:
            self.texts.clear()
            self.size = 0


texts = Texts(MOST)
