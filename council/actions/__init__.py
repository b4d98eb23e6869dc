"""The council's deeds: each one transaction, audited; mail follows from the times they record."""

from .applications import (
    apply,
    approve_application,
    ask_for_information,
    decline_application,
    give_information,
    start_vetting,
    withdraw_application,
)
from .forgetting import forget_old
from .meetings import (
    announce_meeting,
    cancel_meeting,
    change_meeting,
    plan_meeting,
)
from .memberships import (
    add_person,
    admit_organization,
    end_membership,
    leave_council,
    resume_membership,
    suspend_membership,
)
from .minutes import add_action, finish_action, publish_minutes, write_minutes
from .papers import add_papers, forget_papers, remove_paper
from .replies import release_seats, reply

__all__ = [
    "add_action",
    "add_papers",
    "add_person",
    "admit_organization",
    "announce_meeting",
    "apply",
    "approve_application",
    "ask_for_information",
    "cancel_meeting",
    "change_meeting",
    "decline_application",
    "end_membership",
    "finish_action",
    "forget_old",
    "forget_papers",
    "give_information",
    "leave_council",
    "plan_meeting",
    "publish_minutes",
    "release_seats",
    "remove_paper",
    "reply",
    "resume_membership",
    "start_vetting",
    "suspend_membership",
    "withdraw_application",
    "write_minutes",
]
