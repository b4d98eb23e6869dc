"""Pages that mix apps, split by subject."""

from .home import home

__all__ = ["home"]
