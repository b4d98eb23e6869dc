"""What RFC 4287 asks of a feed and its entries, as checks."""

from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

SCHEMA = etree.RelaxNG(etree.parse(Path(__file__).parent / "atom.rng"))
ATOM = "{http://www.w3.org/2005/Atom}"


def read_feed(response):
    """The root of a feed that holds to the RFC."""
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/atom+xml")
    root = etree.fromstring(response.content)
    assert SCHEMA.validate(root), SCHEMA.error_log
    assert root.tag == f"{ATOM}feed"
    check_common(root)
    assert len(root.findall(f"{ATOM}link[@rel='self']")) == 1
    assert root.findtext(f"{ATOM}author/{ATOM}name")  # holds for all entries (4.2.1)
    for entry in entries_of(root):
        check_common(entry)
        moment(entry.findtext(f"{ATOM}published"))
        assert len(entry.findall(f"{ATOM}summary")) == 1
    ids = ids_of(root)
    assert len(ids) == len(set(ids))
    return root


def check_common(node):
    """One id that is an IRI, one title, one time with its zone, whole and distinct links."""
    for name in ("id", "title", "updated"):
        assert len(node.findall(f"{ATOM}{name}")) == 1, name
    assert urlsplit(node.findtext(f"{ATOM}id")).scheme
    moment(node.findtext(f"{ATOM}updated"))
    links = [(link.get("rel"), link.get("type")) for link in node.findall(f"{ATOM}link")]
    assert len(links) == len(set(links))
    assert ("alternate", "text/html") in links
    assert all(urlsplit(link.get("href")).netloc for link in node.findall(f"{ATOM}link"))
    assert all(category.get("term") for category in node.findall(f"{ATOM}category"))


def moment(text):
    at = datetime.fromisoformat(text)
    assert at.tzinfo is not None
    return at


def entries_of(root):
    return root.findall(f"{ATOM}entry")


def ids_of(root):
    return [entry.findtext(f"{ATOM}id") for entry in entries_of(root)]


def titles_of(root):
    return [entry.findtext(f"{ATOM}title") for entry in entries_of(root)]


def texts_of(root):
    return [entry.findtext(f"{ATOM}summary") or "" for entry in entries_of(root)]
