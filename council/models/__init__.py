"""Councils, the organizations in them, their people, and their meetings."""

from .applications import Application, ApplicationState, ApplicationStep
from .councils import Council, MemberRole, Organization
from .meetings import AgendaItem, Meeting
from .memberships import Member, Membership, active_membership
from .minutes import ActionItem, Minutes
from .papers import Paper
from .replies import Rsvp, RsvpAnswer

__all__ = [
    "ActionItem",
    "AgendaItem",
    "Application",
    "ApplicationState",
    "ApplicationStep",
    "Council",
    "Meeting",
    "Member",
    "MemberRole",
    "Membership",
    "Minutes",
    "Organization",
    "Paper",
    "Rsvp",
    "RsvpAnswer",
    "active_membership",
]
