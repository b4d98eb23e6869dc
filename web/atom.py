"""Atom feeds (RFC 4287), from entries that the apps make of their rows."""

from dataclasses import dataclass
from datetime import UTC, datetime

from .markup import add, document, written
from .open_data import host

ATOM = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
MOST = 50  # entries of one feed
NEVER = datetime(2026, 1, 1, tzinfo=UTC)  # when a feed without entries was last updated


@dataclass(frozen=True)
class Entry:
    """One thing that happened; its id names the row and stays, whatever its text becomes."""

    id: str
    title: str
    url: str
    published: datetime
    updated: datetime
    text: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()
    others: tuple[tuple[str, str], ...] = ()  # (media type, address) of the same in other forms


def tag(kind, *identity):
    """A name for good (RFC 4151) that depends on no title and no address."""
    return f"tag:{host()},2026:{'/'.join([kind, *map(str, identity)])}"


def feed(entries, *, id, title, author, url, own_url, language, most=MOST):  # noqa: A002
    """The newest entries as one document; `most=None` keeps them all."""
    newest = sorted(entries, key=lambda entry: (entry.updated, entry.id), reverse=True)[:most]
    root = document("feed", ATOM, **{"xml:lang": language})
    add(root, "id", id)
    add(root, "title", title)
    add(root, "updated", moment(newest[0].updated if newest else NEVER))
    add(add(root, "author"), "name", author)
    add(root, "link", rel="self", type=MEDIA_TYPE, href=own_url)
    add(root, "link", rel="alternate", type="text/html", href=url)
    for entry in newest:
        add_entry(root, entry)
    return written(root)


def add_entry(root, entry):
    node = add(root, "entry", **({"xml:lang": entry.language} if entry.language else {}))
    add(node, "id", entry.id)
    add(node, "title", entry.title)
    add(node, "published", moment(entry.published))
    add(node, "updated", moment(entry.updated))
    add(node, "link", rel="alternate", type="text/html", href=entry.url)
    for media_type, address in entry.others:
        add(node, "link", rel="alternate", type=media_type, href=address)
    for category in entry.categories:
        add(node, "category", term=category)
    add(node, "summary", entry.text, type="text")


def moment(at):
    return at.astimezone(UTC).isoformat(timespec="seconds")
