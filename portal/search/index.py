"""Keeping the index right: it is compared with the live rows as soon as anything public changed.

Nothing tells the index what happened. Whoever searches looks whether the shelf was made from
the present content version, and brings it up to date before looking anything up.
"""

import logging
from collections import defaultdict
from datetime import UTC, datetime, time, timedelta

from django.db import OperationalError, connection, transaction
from django.utils import timezone

from advisories.models import Edition, LevelChange, Post
from alerts.models import Alert
from web.models import ContentVersion

from .engine import engine
from .entries import MAKERS
from .shelves import sources_on

logger = logging.getLogger(__name__)
SLICE = 100  # sources made anew for one reader; `index_search` does the rest at a stroke
AT_ONCE = 50  # sources whose texts are in memory together
HELD = "SELECT DISTINCT kind, source_id, stamp FROM {shelf}"
REMOVE = "DELETE FROM {shelf} WHERE kind = %s AND source_id = %s"
STATE = "SELECT made_from, good_until FROM search_state WHERE shelf = %s"
FIRST_STATE = """
    INSERT INTO search_state (shelf, made_from, good_until) VALUES (%s, -1, '')
    ON CONFLICT (shelf) DO NOTHING
"""
NEW_STATE = "UPDATE search_state SET made_from = %s, good_until = %s WHERE shelf = %s"


def refresh(shelf, most=SLICE):
    """Bring a shelf up to date, and say whether it is complete.

    A busy database is no reason to find nothing: what is found is checked against the live
    rows in any case.
    """
    if is_fresh(shelf, ContentVersion.current()):
        return True
    try:
        with transaction.atomic():
            return renew(shelf, most)
    except OperationalError as error:
        logger.warning("The search index waits: %s", str(error).splitlines()[:1])
        return True


def is_fresh(shelf, version):
    with connection.cursor() as cursor:
        cursor.execute(STATE, [shelf])
        state = cursor.fetchone()
    return bool(state) and state[0] == version and timezone.now().isoformat() < state[1]


def renew(shelf, most):
    hold(shelf)
    version = ContentVersion.current()  # before the rows: a later write makes it stale again
    if is_fresh(shelf, version):
        return True  # another reader was first
    wanted, held = sources_on(shelf), held_by(shelf)
    remove(shelf, [source for source in held if held[source] != wanted.get(source)])
    missing = [source for source in wanted if held.get(source) != wanted[source]]
    if missing:
        anew = most is None and len(missing) > len(held)
        run(engine().prepare(shelf, anew=anew))
        add(shelf, {source: wanted[source] for source in missing[:most]})
        run(engine().settle(shelf, anew=anew))
    if most is None or len(missing) <= most:
        note(shelf, version)
        return True
    return False


def hold(shelf):
    """One process at a time: the others wait for this row, then find the work done."""
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    with connection.cursor() as cursor:
        cursor.execute(FIRST_STATE, [shelf])
        cursor.execute(STATE + lock, [shelf])


def note(shelf, version):
    with connection.cursor() as cursor:
        cursor.execute(NEW_STATE, [version, good_until().isoformat(), shelf])


def good_until():
    """The next moment at which something comes or goes by itself; alerts end at a midnight."""
    tomorrow = timezone.now().astimezone(UTC).date() + timedelta(days=1)
    moments = [kind.next_change() for kind in (Edition, Alert, LevelChange, Post)]
    return min(filter(None, [*moments, datetime.combine(tomorrow, time.min, UTC)]))


def held_by(shelf):
    with connection.cursor() as cursor:
        cursor.execute(HELD.replace("{shelf}", shelf))
        return {(kind, key): stamp for kind, key, stamp in cursor.fetchall()}


def remove(shelf, sources):
    with connection.cursor() as cursor:
        cursor.executemany(REMOVE.replace("{shelf}", shelf), sources)


def add(shelf, stamps):
    """Put the entries of these sources on the shelf, a few sources at a time."""
    by_kind = defaultdict(list)
    for kind, key in stamps:
        by_kind[kind].append(key)
    for kind, keys in by_kind.items():
        for start in range(0, len(keys), AT_ONCE):
            store(shelf, MAKERS[kind](keys[start : start + AT_ONCE]), stamps)


def store(shelf, entries, stamps):
    with connection.cursor() as cursor:
        for sql, rows in engine().additions(shelf, list(entries), stamps):
            cursor.executemany(sql.replace("{shelf}", shelf), rows)


def run(statements):
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
