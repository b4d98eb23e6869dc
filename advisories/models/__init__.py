from .assignments import Assignment, Role
from .attachments import Attachment
from .comments import Comment
from .contacts import Contact, ContactRole
from .levels import Indicator, LevelChange
from .pdfs import EditionPdf
from .places import Area, Country, Post, PostKind, Region
from .reports import Edition, Rating, Report, Tlp
from .review import State
from .sections import Section
from .tasks import EditorTask

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
