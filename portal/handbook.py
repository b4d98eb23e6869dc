"""Pages of docs/alarms/ for the staff pages: titles, paragraphs and lists, and nothing else."""

import re

from django.conf import settings
from django.http import Http404

FOLDER = settings.BASE_DIR / "docs" / "alarms"
ITEM = re.compile(r"(?:[0-9]+\.|\*) +")


def alarm_page(name):
    """{"title": ..., "blocks": ...} of the alarm of that name; Http404 if there is none."""
    known = {file.stem: file for file in FOLDER.glob("*.md") if file.stem.islower()}
    if name not in known:
        raise Http404
    title, *texts = re.split(r"\n\s*\n", known[name].read_text(encoding="utf-8").strip())
    return {"title": title.removeprefix("# "), "blocks": [block(text) for text in texts]}


def block(text):
    """(kind, items): a paragraph has one item; an item is a list of words and code in turn."""
    if not ITEM.match(text):
        return "p", [pieces(text)]
    kind = "ul" if text.startswith("*") else "ol"
    items = re.split(r"(?m)^(?=(?:[0-9]+\.|\*) )", text)
    return kind, [pieces(ITEM.sub("", item, count=1)) for item in items if item]


def pieces(text):
    """[(is_code, words)]: what stands between backticks is code."""
    found = " ".join(text.split()).split("`")
    return [(number % 2 == 1, words) for number, words in enumerate(found) if words]
