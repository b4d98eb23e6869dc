"""An agenda with its running times."""

from datetime import timedelta


def timed_agenda(meeting):
    """(moment, item) pairs: each item begins when the one before it ends."""
    moment, rows = meeting.starts_at, []
    for item in meeting.agenda.all():
        rows.append((moment, item))
        moment += timedelta(minutes=item.minutes)
    return rows
