"""Looking words up with tsvector."""

from django.db import connection

from .entries import facet, year_of
from .pairs import numbers_of, pairs_of
from .shelves import ARCHIVE

# At most so many rows are ranked; of more, which ones is left to the database.
RANKED = """
    SELECT id FROM (
        SELECT id, all_words FROM {shelf}
        WHERE {column} @@ to_tsquery('portal_search', %s) {facets} AND ({visible}) LIMIT %s
    ) AS candidate
    ORDER BY ts_rank('{0.05, 0.1, 0.2, 1.0}', all_words, to_tsquery('portal_search', %s), 1) DESC,
        id DESC
"""
# One span of years after the other, and none once there are enough, so that a frequent word
# costs no more than the newest years hold of it. OFFSET 0: whether a row has the phrase, and who
# may see it, is asked after sorting, of no more rows than needed.
NEWEST = """
    SELECT id FROM (
        SELECT id FROM (VALUES {spans}) AS span (years) CROSS JOIN LATERAL (
            SELECT id, kind, source_id, all_words FROM {shelf}
            WHERE facets && years {words} {facets} ORDER BY id DESC OFFSET 0
        ) AS candidate
        WHERE ({visible}) {phrases} LIMIT %s
    ) AS newest
    ORDER BY id DESC
"""
ENDS = "SELECT min(id), max(id) FROM search_archive"
INDEX, INDEXED = "search_archive_words", "all_words, facets, pairs"
MATCHED = """
    SELECT id, ts_headline('portal_search', names || ' ' || words,
        to_tsquery('portal_search', %s), 'HighlightAll=true, StartSel=, StopSel=')
    FROM {shelf} WHERE id IN ({rows})
"""
ADD = """
    INSERT INTO {shelf} (id, kind, source_id, stamp, names, words, facets, name_words, all_words)
    VALUES (%s, %s, %s, %s, %s, %s, %s, to_tsvector('portal_search', %s),
        setweight(to_tsvector('portal_search', %s), 'A')
        || setweight(to_tsvector('portal_search', %s), 'C')
        || setweight(to_tsvector('portal_search', %s), 'D'))
"""
# The archive is not ranked, so no word of it weighs more than another.
ADD_OLDER = """
    INSERT INTO {shelf} (id, kind, source_id, stamp, names, words, facets, pairs, all_words)
    SELECT id, kind, source_id, stamp, names, words, facets, pairs,
        to_tsvector('portal_search', concat_ws(' ', names, words, context))
    FROM (VALUES (%s::bigint, %s, %s::bigint, %s, %s, %s, %s::text[], %s::smallint[], %s))
        AS entry (id, kind, source_id, stamp, names, words, facets, pairs, context)
"""


def additions(shelf, entries, stamps):
    """SQL with the arguments of every row."""
    stored = [
        (row.number, row.kind, row.source, stamps[row.kind, row.source], row.names, row.words)
        for row in entries
    ]
    own = older_words(entries) if shelf == ARCHIVE else map(weighed_words, entries)
    sql = ADD_OLDER if shelf == ARCHIVE else ADD
    yield sql, [(*first, *rest) for first, rest in zip(stored, own, strict=True)]


def weighed_words(entry):
    return entry.facets.split(), entry.names, entry.names, entry.words, entry.context


def older_words(entries):
    texts = [(row.names, row.words, row.context) for row in entries]
    numbers = numbers_of(text for several in texts for text in several)
    for row, several in zip(entries, texts, strict=True):
        yield row.facets.split(), pairs_of(several, numbers), row.context


def found(newest, *, named, terms, facets, visible, limit):
    """SQL and arguments for ids of matching rows, `named` for those whose name says it all."""
    conditions = "AND facets && %s::text[] " * len(facets)
    if newest:
        return newest_found(terms, facets, conditions, visible, limit)
    sql, arguments = visible
    shape = RANKED.replace("{column}", "name_words" if named else "all_words")
    wanted = words(terms)
    arguments = [wanted, *map(list, facets), *arguments, limit, wanted]
    return shape.replace("{facets}", conditions).replace("{visible}", sql), arguments


def newest_found(terms, facets, conditions, visible, limit):
    sql, arguments = visible
    years = spans()
    matching, wanted = match(terms)
    together, phrases = have_phrases(terms)
    shape = NEWEST.replace("{spans}", ", ".join(["(%s::text[])"] * len(years)))
    shape = shape.replace("{words}", matching).replace("{facets}", conditions)
    arguments = [*years, *wanted, *map(list, facets), *arguments, *phrases, limit]
    return shape.replace("{visible}", sql).replace("{phrases}", together), arguments


def spans():
    """The years of the archive as facets, newest first: one, two, four of them and so on."""
    with connection.cursor() as cursor:
        cursor.execute(ENDS)
        oldest, newest = (year_of(number or 0) for number in cursor.fetchone())
    years = [facet("y", year) for year in range(newest, oldest - 1, -1)]
    starts = [2**power - 1 for power in range(len(years).bit_length())]
    return [years[start : 2 * start + 1] for start in starts]


def match(terms):
    """What the index answers by itself: rows with every word, and with the pairs of phrases."""
    sql, arguments = "AND all_words @@ to_tsquery('portal_search', %s) ", [words(terms, " & ")]
    phrases = [" ".join(term.words) for term in phrases_among(terms)]
    if phrases:
        sql += "AND pairs @> %s::smallint[] "
        arguments.append(pairs_of(phrases, numbers_of(phrases)))
    return sql, arguments


def have_phrases(terms):
    """What takes reading a row: whether its words stand side by side."""
    phrases = phrases_among(terms)
    sql = "AND all_words @@ to_tsquery('portal_search', %s)" if phrases else ""
    return sql, [words(phrases)] if phrases else []


def phrases_among(terms):
    return [term for term in terms if len(term.words) > 1]


def words(terms, beside=" <-> "):
    return " & ".join(written(term, beside) for term in terms)


def written(term, beside):
    """Folded words hold letters and digits only, so none is an operator."""
    *first, last = term.words
    return "(" + beside.join([*first, f"{last}:*" if term.prefix else last]) + ")"


def matched(terms, rows):
    """SQL and arguments for names and words of these rows, each match between 0x02 and 0x03."""
    return MATCHED.replace("{rows}", ", ".join(["%s"] * len(rows))), [words(terms), *rows]


def prepare(shelf, *, anew):
    """SQL before much is added: filling an empty archive is quicker without its index."""
    return [f"DROP INDEX {INDEX}"] if anew and shelf == ARCHIVE else []


def settle(shelf, *, anew):
    """SQL after it: new words leave the waiting list, and the planner counts anew."""
    if anew and shelf == ARCHIVE:
        return [f"CREATE INDEX {INDEX} ON {shelf} USING gin ({INDEXED})", f"ANALYZE {shelf}"]
    indexes = ["words"] if shelf == ARCHIVE else ["names", "words"]
    lists = [f"SELECT gin_clean_pending_list('{shelf}_{name}')" for name in indexes]
    return [*lists, f"ANALYZE {shelf}"]
