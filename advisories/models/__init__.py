from .assignments import Assignment, Role
from .contacts import Contact, ContactRole
from .levels import Indicator, LevelChange
from .places import Area, Country, Post, PostKind, Region
from .reports import Edition, Rating, Report, Section, Tlp

__all__ = [
    "Area",
    "Assignment",
    "Contact",
    "ContactRole",
    "Country",
    "Edition",
    "Indicator",
    "LevelChange",
    "Post",
    "PostKind",
    "Rating",
    "Region",
    "Report",
    "Role",
    "Section",
    "Tlp",
]
