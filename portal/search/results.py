"""What a question finds for one person: counted and shown only after asking what they may see."""

import re
from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Func

from advisories.importer.vocabulary import current_vocabulary
from advisories.levels import present_levels
from advisories.models import Edition, Post

from . import postgresql, sqlite
from .entries import EVERYWHERE, facet
from .hits import hits_of
from .index import refresh
from .shelves import ARCHIVE, CURRENT, sent_alerts

MOST = {CURRENT: 1000, ARCHIVE: 500}  # results that are counted; the archive has the newest
PER_PAGE = 10
ENGINE = {"sqlite": sqlite, "postgresql": postgresql}
MARKED = re.compile("\x02(.*?)\x03")
ON_CURRENT = Func(template="(SELECT DISTINCT source_id FROM search_current WHERE kind = 'edition')")
AMONG = "kind = '{kind}' AND source_id IN ({ids})"
ONE_OF = "kind = '{kind}' AND EXISTS (SELECT 1 FROM ({ids}) AS live WHERE live.pk = source_id)"


@dataclass(frozen=True)
class Results:
    page: Page  # of hits, the best first
    more: bool = False  # than are counted
    complete: bool = True  # False while many rows are still to be indexed


def search(user, question, number=1):
    """One page of what `user` may read and the question asks for."""
    shelf = ARCHIVE if question.archive else CURRENT
    groups = facets_of(question)
    if not question.terms or [] in groups:
        return Results(Paginator([], PER_PAGE).get_page(1))
    complete = refresh(shelf)
    rows = candidates(shelf, question, groups, visible(shelf, user))
    page = Paginator(rows[: MOST[shelf]], PER_PAGE).get_page(number)
    shown = list(page.object_list)
    words = matched(shelf, question.terms, shown)
    page.object_list = hits_of(shown, words, archive=question.archive)
    return Results(page, more=len(rows) > MOST[shelf], complete=complete)


def facets_of(question):
    """Groups of facets: a row needs one of each. An empty group is met by nothing."""
    groups = []
    if question.kind:
        groups.append([facet("k", question.kind)])
    if question.year:
        groups.append([facet("y", question.year)])
    if question.rating:
        groups.append([facet("r", question.rating)])
    if question.section:
        keys = current_vocabulary().children(question.section)
        groups.append([facet("s", key) for key in keys])
    if question.country:
        groups.append([facet("c", question.country), facet("c", EVERYWHERE)])
    if question.level:
        levels = present_levels()
        groups.append([facet("c", key) for key in levels if levels[key] == question.level])
    return groups


def candidates(shelf, question, groups, condition):
    """Ids of matching rows: first those whose name alone says it all; the archive by year."""
    asked = {"terms": question.terms, "facets": groups, "visible": condition}
    asked["limit"] = MOST[shelf] + 1
    rows: dict = {}
    for named in (False,) if shelf == ARCHIVE else (True, False):
        sql, arguments = engine().found(question.archive, named=named, **asked)
        rows |= dict.fromkeys(number for (number,) in fetched(shelf, sql, arguments))
    return list(rows)


def visible(shelf, user):
    """The condition, as SQL and its arguments, under which a row is one that `user` may see."""
    live = Edition.objects.live()
    readable = live.visible_to(user) if user.is_authenticated else live.clear()
    current = readable.filter(pk__in=ON_CURRENT).current()
    alerts = sent_alerts(user)  # the shelf tells which of them are over
    if shelf == ARCHIVE:
        older = both(is_one_of("edition", readable), is_none_of(current))
        return either(older, is_one_of("alert", alerts))
    return either(
        is_among("edition", current),
        is_one_of("alert", alerts.filter(ended_at=None)),
        ("kind = 'country'", []),
        is_among("post", Post.objects.listed()),
    )


def is_among(kind, rows):
    """For few rows: they are looked up once."""
    sql, arguments = ids_of(rows)
    return AMONG.replace("{ids}", sql).replace("{kind}", kind), arguments


def is_one_of(kind, rows):
    """For many rows: each candidate is looked up by itself."""
    sql, arguments = ids_of(rows)
    return ONE_OF.replace("{ids}", sql).replace("{kind}", kind), arguments


def is_none_of(rows):
    """Of a kind that is told otherwise."""
    sql, arguments = ids_of(rows)
    return f"source_id NOT IN ({sql})", arguments


def ids_of(rows):
    try:
        return rows.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return "SELECT 0 AS pk WHERE 1 = 0", ()


def either(*conditions):
    return joined(" OR ", conditions)


def both(*conditions):
    return joined(" AND ", conditions)


def joined(word, conditions):
    arguments = [argument for _sql, values in conditions for argument in values]
    return word.join(f"({sql})" for sql, _values in conditions), arguments


def matched(shelf, terms, rows):
    """The words of each row that match, folded, by the row's number."""
    if not rows:
        return {}
    found = fetched(shelf, *engine().matched(terms, rows))
    return {number: set(" ".join(MARKED.findall(text)).split()) for number, text in found}


def fetched(shelf, sql, arguments):
    with connection.cursor() as cursor:
        cursor.execute(sql.replace("{shelf}", shelf), arguments)
        return cursor.fetchall()


def engine():
    return ENGINE[connection.vendor]
