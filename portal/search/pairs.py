"""Numbers of words that stand side by side, which tell PostgreSQL where a phrase may be.

Its index knows words and rows but no places: for a phrase of frequent words it would have to
read most of what it holds. Words count by their stems: "robbed near" is as "robbing near".
"""

from itertools import pairwise
from zlib import crc32

from django.db import connection

# Few numbers make a small index that is soon built. Many pairs share one, but a row that has
# the number without the phrase is rare, and read to be sure.
KINDS = 1 << 13
# As one line each way: thousands of words are asked at a time.
STEMS = """
    SELECT string_agg(coalesce((ts_lexize('portal_stem', word))[1], word), ' ' ORDER BY place)
    FROM unnest(string_to_array(%s, ' ')) WITH ORDINALITY AS asked (word, place)
"""


def numbers_of(texts):
    """A number for every word of these folded texts, the same for the same stem."""
    words = list(set(" ".join(texts).split()))
    if not words:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(STEMS, [" ".join(words)])
        stems = cursor.fetchone()[0].split()
    return {word: crc32(stem.encode()) for word, stem in zip(words, stems, strict=True)}


def pairs_of(texts, numbers):
    """The pairs within each of these texts, none across two of them, as PostgreSQL reads them."""
    found: set[int] = set()
    for text in texts:
        pairs = pairwise([numbers[word] for word in text.split()])
        found.update([(first * 31 + second) % KINDS for first, second in pairs])
    return f"{{{','.join(map(str, found))}}}"
