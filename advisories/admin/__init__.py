"""The desk: what staff see and press. Every deed is one of `advisories.actions`."""

from . import assignments, contacts, editions, levels, places, reports, tasks

__all__ = ["assignments", "contacts", "editions", "levels", "places", "reports", "tasks"]
