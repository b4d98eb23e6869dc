from .assignments import Assignment, Role
from .attachments import Attachment
from .comments import Comment
from .contacts import Contact, ContactRole
from .editions import Edition
from .levels import Indicator, LevelChange
from .pdfs import EditionPdf
from .places import Area, Country, Post, PostKind, Region
from .reports import Report
from .review import State
from .sections import Rating, Section
from .tasks import EditorTask
from .tlp import Tlp

__all__ = [
    "Area",
    "Assignment",
    "Attachment",
    "Comment",
    "Contact",
    "ContactRole",
    "Country",
    "Edition",
    "EditionPdf",
    "EditorTask",
    "Indicator",
    "LevelChange",
    "Post",
    "PostKind",
    "Rating",
    "Region",
    "Report",
    "Role",
    "Section",
    "State",
    "Tlp",
]
