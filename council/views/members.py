"""A council as its members see it, and one's own membership."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from advisories.models import Role
from advisories.models.assignments import reach_of

from .. import actions
from ..models import ActionItem, Council, Member
from ..models.councils import convened_councils, open_councils
from ..names import shows_names
from ..own_rows import (
    answers_to_coming,
    coming_of,
    councils_called,
    memberships_of,
    steering_of,
    todo_of,
)


def council_home(request, slug):
    council = open_council(request, slug)
    meeting = next_meeting(council)
    page = {
        "meeting": meeting,
        "mine": meeting and answer_to(meeting, request.user),
        "todo": todo_for(request.user, council),
        "memberships": my_memberships(request.user, council),
        "steering": steering_of(council),
        "may_convene": may_convene(request.user, council),
    }
    return council_page(request, "council/council_home.html", council, page)


@shows_names
def member_list(request, slug):
    """Names for those who lead or look after the council, counts for everybody else."""
    council = open_council(request, slug)
    members = Member.objects.active().of(council)
    named = Council.objects.naming_people_to(request.user).filter(pk=council.pk).exists()
    rows = members.select_related("user", "membership__organization")
    page = {
        "named": named,
        "members": rows.order_by("membership__organization__name", "user__name") if named else [],
        "people": members.values("user").distinct().count(),
        "steering": steering_of(council),
    }
    return council_page(request, "council/member_list.html", council, page)


@login_required
def membership(request):
    """The account page's tab: where one belongs, and what one applied for."""
    page = {
        "section": "account",
        "tab": "membership",
        "memberships": my_memberships(request.user),
        "applications": request.user.applications.select_related("council"),
    }
    return render(request, "council/membership.html", page)


@login_required
def member_leave(request, pk):
    members = request.user.memberships.filter(left_at=None)
    member = get_object_or_404(
        members.select_related("membership__council", "membership__organization"), pk=pk
    )
    if request.method == "POST":
        actions.leave_council(member, by=request.user)
        messages.success(request, _("You have left %s.") % member.membership.council)
        return redirect("council:membership")
    return render(request, "council/member_leave.html", {"section": "account", "member": member})


def open_council(request, slug):
    """The council if this person may see its members' pages; else the 404 of all that is hidden."""
    council = councils_called.first(slug=slug)
    if council is None or council.pk not in open_councils(request.user):
        raise Http404
    return council


def council_page(request, template, council, page, status=200):
    page = {"section": "council", "council": council} | page
    return render(request, template, page, status=status)


def may_convene(user, council):
    return council.pk in convened_councils(user)


def todo_for(user, council):
    """What is open from the meetings this person may see, of a council that is open to them."""
    convenes = may_convene(user, council)
    if not convenes and reach_of(user, Role.MEMBERSHIP_OFFICER):
        return ActionItem.objects.visible_to(user).filter(meeting__council=council).open()
    rows = todo_of(council=council.pk)
    return [row for row in rows if convenes or row.meeting.announced_at]


def next_meeting(council):
    meeting = coming_of.first(council=council.pk)
    if meeting:
        meeting.council = council
    return meeting


def my_memberships(user, council=None):
    rows = memberships_of(user=user.pk)
    return [row for row in rows if council in (None, row.membership.council)]


def answer_to(meeting, user):
    rows = answers_to_coming(user=user.pk)
    return next((row for row in rows if row.meeting_id == meeting.pk), None)
