"""What staff do with reports, levels, numbers and roles; each deed is one transaction."""

from .assignments import assign, end_assignment, unschedule_of
from .comments import add_comment, resolve_comment
from .contacts import confirm_contact
from .editions import save_edition, start_edition
from .files import attach_files, detach_file, forget_files, forget_orphans
from .imports import import_parsed, import_report
from .levels import set_level
from .publishing import Kind, publish_edition, unschedule_edition, withdraw_edition
from .review import approve_edition, ask_for_changes, keep_edition, submit_edition
from .sections import add_section, move_section, save_section
from .tasks import settle_task, tell_editor

__all__ = [
    "Kind",
    "add_comment",
    "add_section",
    "approve_edition",
    "ask_for_changes",
    "assign",
    "attach_files",
    "confirm_contact",
    "detach_file",
    "end_assignment",
    "forget_files",
    "forget_orphans",
    "import_parsed",
    "import_report",
    "keep_edition",
    "move_section",
    "publish_edition",
    "resolve_comment",
    "save_edition",
    "save_section",
    "set_level",
    "settle_task",
    "start_edition",
    "submit_edition",
    "tell_editor",
    "unschedule_edition",
    "unschedule_of",
    "withdraw_edition",
]
