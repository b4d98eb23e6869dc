"""What people type on the council's pages, checked."""

from .applications import ApplicationForm, InformationForm
from .meetings import MeetingForm
from .minutes import ActionForm, MinutesForm
from .papers import PapersForm
from .replies import ReplyForm

__all__ = [
    "ActionForm",
    "ApplicationForm",
    "InformationForm",
    "MeetingForm",
    "MinutesForm",
    "PapersForm",
    "ReplyForm",
]
