"""The membership officer's desk."""

from . import applications, councils, meetings, members, memberships

__all__ = ["applications", "councils", "meetings", "members", "memberships"]
