"""Looking words up with tsvector."""

# At most so many rows are ranked; of more, which ones is left to the database.
RANKED = """
    SELECT id FROM (
        SELECT id, all_words FROM {shelf}
        WHERE {column} @@ to_tsquery('portal_search', %s) {facets} AND ({visible}) LIMIT %s
    ) AS candidate
    ORDER BY ts_rank('{0.05, 0.1, 0.2, 1.0}', all_words, to_tsquery('portal_search', %s), 1) DESC,
        id DESC
"""
NEWEST = """
    SELECT id FROM (
        SELECT id FROM {shelf}
        WHERE {column} @@ to_tsquery('portal_search', %s) {facets} AND ({visible}) LIMIT %s
    ) AS candidate
    ORDER BY id DESC
"""
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


def additions(entries, stamps):
    """SQL with the arguments of every row."""
    yield ADD, [arguments_of(row, stamps[row.kind, row.source]) for row in entries]


def arguments_of(row, stamp):
    stored = (row.number, row.kind, row.source, stamp, row.names, row.words, row.facets.split())
    return (*stored, row.names, row.names, row.words, row.context)


def found(newest, *, named, terms, facets, visible, limit):
    """SQL and arguments for ids of matching rows, `named` for those whose name says it all."""
    sql, arguments = visible
    shape = NEWEST if newest else RANKED
    shape = shape.replace("{column}", "name_words" if named else "all_words")
    shape = shape.replace("{facets}", "AND facets && %s::text[] " * len(facets))
    wanted = words(terms)
    arguments = [wanted, *map(list, facets), *arguments, limit, *([] if newest else [wanted])]
    return shape.replace("{visible}", sql), arguments


def words(terms):
    return " & ".join(map(written, terms))


def written(term):
    """Folded words hold letters and digits only, so none is an operator."""
    *first, last = term.words
    return "(" + " <-> ".join([*first, f"{last}:*" if term.prefix else last]) + ")"


def matched(terms, rows):
    """SQL and arguments for names and words of these rows, each match between 0x02 and 0x03."""
    return MATCHED.replace("{rows}", ", ".join(["%s"] * len(rows))), [words(terms), *rows]


def settle(shelf):
    """SQL after much was added: new words leave the waiting list, and the planner counts anew."""
    lists = [f"SELECT gin_clean_pending_list('{shelf}_{name}')" for name in ("names", "words")]
    return [*lists, f"ANALYZE {shelf}"]
