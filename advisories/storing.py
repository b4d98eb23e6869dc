"""The private store: bytes under names that tell nothing, outside every served folder."""

import secrets
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

UNCLAIMED = timedelta(days=1)  # by then the deed that stored a file has ended in any case


def random_name(folder):
    """A place that nobody guesses."""
    return f"{folder}/{secrets.token_hex(16)}"


@contextmanager
def storing(folder):
    """One transaction in which bytes are kept; they are gone again if it fails."""
    places = []

    def keep(data):
        places.append(default_storage.save(random_name(folder), ContentFile(data)))
        return places[-1]

    try:
        with transaction.atomic():
            yield keep
    except BaseException:
        for place in places:
            default_storage.delete(place)
        raise


def forget_places(places, rows):
    """Delete the bytes that none of these rows has any more, once the deed at hand is through."""
    used = set(rows.filter(file__in=places).values_list("file", flat=True))
    for place in set(places) - used:
        transaction.on_commit(partial(default_storage.delete, place))


def forget_strays(folder, rows):
    """Delete stored bytes that no row names, such as those of a process that was killed."""
    used = set(rows.values_list("file", flat=True))
    if not default_storage.exists(folder):
        return
    places = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    for place in places - used:
        if default_storage.get_modified_time(place) < timezone.now() - UNCLAIMED:
            default_storage.delete(place)
