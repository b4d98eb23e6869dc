"""What staff do with reports, levels, numbers and roles; each deed is one transaction."""

from .assignments import assign, end_assignment, unschedule_of
from .contacts import confirm_contact
from .editions import save_edition, start_edition
from .imports import import_parsed, import_report
from .levels import set_level
from .publishing import Kind, publish_edition, unschedule_edition, withdraw_edition
from .sections import add_section, move_section

__all__ = [
    "Kind",
    "add_section",
    "assign",
    "confirm_contact",
    "end_assignment",
    "import_parsed",
    "import_report",
    "move_section",
    "publish_edition",
    "save_edition",
    "set_level",
    "start_edition",
    "unschedule_edition",
    "unschedule_of",
    "withdraw_edition",
]
