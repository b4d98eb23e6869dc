"""Errors that deeds raise and pages answer in words."""


class FrozenError(Exception):
    """Somebody tried to change what must stay as it is."""


class RefusedError(Exception):
    """A deed that the rules do not allow now; its text is for the person who tried."""


class StaleError(RefusedError):
    """Somebody else saved the row meanwhile; nothing was written."""
