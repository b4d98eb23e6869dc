"""Keys of rows that are written by the thousand: not checked one by one, and thinly indexed."""

from django.db import models
from django.db.models import Q

# The columns that say where a mail comes from.
ORIGINS = ("subscription", "trip", "membership", "participant")


def reference(model, on_delete, **options):
    """A foreign key that the database does not check row by row.

    The check of a million rows takes longer than all the rest of queueing them. They are made
    from rows that are there (alerts.fanout, alerts.readying), and `delete()` takes them along
    as ever; what a deletion at the same moment leaves behind is cleaned away (alerts.cleaning).
    """
    return models.ForeignKey(model, on_delete, db_constraint=False, **options)


def origin(model, on_delete=models.SET_NULL):
    """Where a mail comes from. Its index holds only the rows that have one."""
    return reference(model, on_delete, null=True, related_name="+", db_index=False)


def origin_index(name, prefix="delivery_of"):
    present = Q(**{f"{name}__isnull": False})
    return models.Index(fields=[name], condition=present, name=f"{prefix}_{name}")
