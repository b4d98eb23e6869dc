"""Report text as clean HTML: an allow list, whatever was pasted."""

import functools
import html as entities
import re

import nh3

ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
BLOCKS = {"p", "h3", "h4", "ul", "ol", "li", "blockquote", "br"}
TABLES = {"table", "caption", "thead", "tbody", "tr", "th", "td"}
WORDS = {"a", "strong", "em"}


def worth_keeping(tag, attribute, value):
    """A cell that spans one column says nothing."""
    return None if attribute in {"colspan", "rowspan"} and value == "1" else value


CLEANER = nh3.Cleaner(
    tags=BLOCKS | TABLES | WORDS,
    clean_content_tags={"script", "style", "title", "template", "iframe", "object", "noscript"},
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    attribute_filter=worth_keeping,
    link_rel=None,
    strip_comments=True,
)

# What Word and other editors write for the same thing. h1 and h2 belong to the page itself.
SAME = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
PASTED = re.compile(rf"<(/?)({'|'.join(SAME)})(?=[\s/>])", re.IGNORECASE)
# An editor puts a paragraph into every item and cell; one alone is only the item's text.
LONE_PARAGRAPH = re.compile(
    r"(<(?:li|td|th)(?: [^>]*)?>)<p>((?:(?!</?p>).)*)</p>(?=</(?:li|td|th)>|<[uo]l>)", re.DOTALL
)
NOTHING = re.compile(r"(?:\s|&nbsp;|<p>(?:\s|&nbsp;|<br>)*</p>)*\Z")
NOT_STORABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def clean_html(html):
    """Only what a report may hold; text in which nothing stands becomes the empty string."""
    html = NOT_STORABLE.sub("", html)
    html = PASTED.sub(lambda tag: f"<{tag[1]}{SAME[tag[2].lower()]}", html)
    html = LONE_PARAGRAPH.sub(r"\1\2", CLEANER.clean(html).strip())
    return "" if NOTHING.match(html) else html


@functools.lru_cache(maxsize=512)
def cleaned(html):
    """`clean_html` for output, remembered: cleaning a long report costs a millisecond."""
    return clean_html(html)


def plain_text(html):
    """The words alone, each run of blanks one blank."""
    return " ".join(entities.unescape(re.sub(r"<[^>]*>", " ", cleaned(html))).split())


def word_count(html):
    return len(plain_text(html).split())
