"""Looking words up with FTS5."""

# Names, words, context and facets: what a heading says counts most.
RANKED = """
    SELECT {shelf}.id FROM {shelf}_words CROSS JOIN {shelf} ON {shelf}.id = {shelf}_words.rowid
    WHERE {shelf}_words MATCH %s AND ({visible})
    ORDER BY bm25({shelf}_words, 8.0, 2.0, 1.0, 0.0) LIMIT %s
"""
NEWEST = """
    SELECT {shelf}.id FROM {shelf}_words CROSS JOIN {shelf} ON {shelf}.id = {shelf}_words.rowid
    WHERE {shelf}_words MATCH %s AND ({visible})
    ORDER BY {shelf}_words.rowid DESC LIMIT %s
"""
# One row after the other: asked for all of them, FTS5 would go through every match.
MATCHED = """
    SELECT {shelf}_words.rowid, highlight({shelf}_words, 0, char(2), char(3))
        || ' ' || highlight({shelf}_words, 1, char(2), char(3))
    FROM (VALUES {rows}) AS shown CROSS JOIN {shelf}_words
    WHERE {shelf}_words MATCH %s AND {shelf}_words.rowid = shown.column1
"""
ADD = "INSERT INTO {shelf} (id, kind, source_id, stamp) VALUES (%s, %s, %s, %s)"
ADD_WORDS = """
    INSERT INTO {shelf}_words (rowid, names, words, context, facets) VALUES (%s, %s, %s, %s, %s)
"""


def additions(shelf, entries, stamps):
    """SQL with the arguments of every row."""
    yield ADD, [(row.number, row.kind, row.source, stamps[row.kind, row.source]) for row in entries]
    texts = [(row.number, row.names, row.words, row.context, row.facets) for row in entries]
    yield ADD_WORDS, texts


def found(newest, *, named, terms, facets, visible, limit):
    """SQL and arguments for ids of matching rows, `named` for those whose name says it all."""
    sql, arguments = visible
    shape = NEWEST if newest else RANKED
    match = " AND ".join([words(terms, named), *map(any_of, facets)])
    return shape.replace("{visible}", sql), [match, *arguments, limit]


def words(terms, named):
    columns = "{names}" if named else "{names words context}"
    return f"{columns} : ({' AND '.join(map(written, terms))})"


def written(term):
    """In quotes nothing is an operator, and folded words hold no quotes."""
    return f'"{" ".join(term.words)}"' + (" *" if term.prefix else "")


def any_of(group):
    choice = " OR ".join(f'"{facet}"' for facet in group)
    return f"{{facets}} : ({choice})"


def matched(terms, rows):
    """SQL and arguments for names and words of these rows, each match between 0x02 and 0x03."""
    sql = MATCHED.replace("{rows}", ", ".join(["(%s)"] * len(rows)))
    return sql, [*rows, words(terms, named=False)]


def prepare(shelf, *, anew):
    """SQL before much is added, and after it: nothing, FTS5 merges as it goes."""
    return []


settle = prepare
