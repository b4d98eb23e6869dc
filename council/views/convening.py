"""Pages of those who call a council together: chair, deputy, secretary, membership officer."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from web.errors import RefusedError, StaleError

from .. import actions
from ..forms import MeetingForm
from ..forms.stale import conflicts, typed_again
from ..models import Council, Meeting
from ..names import shows_names
from .members import council_page


@shows_names
def meeting_create(request, slug):
    councils = Council.objects.convened_by(request.user).select_related("country")
    council = get_object_or_404(councils, slug=slug)
    form = MeetingForm(request.POST or None, instance=Meeting(council=council))
    if request.method == "POST" and form.is_valid():
        try:
            agenda = form.cleaned_data["agenda"]
            meeting = actions.plan_meeting(form.save(commit=False), by=request.user, agenda=agenda)
            messages.success(request, _("The draft is saved. Members do not see it yet."))
            return redirect(meeting)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    return council_page(request, "council/meeting_form.html", council, {"form": form})


@shows_names
def meeting_edit(request, slug, pk):
    meeting = convened_meeting(request, slug, pk)
    form = MeetingForm(request.POST or None, instance=meeting)
    if request.method == "POST" and form.is_valid():
        try:
            agenda = form.cleaned_data["agenda"]
            actions.change_meeting(form.save(commit=False), by=request.user, agenda=agenda)
            messages.success(request, _("The meeting is saved."))
            return redirect(meeting)
        except StaleError:
            return meeting_stale(request, slug, pk)
        except RefusedError as refusal:
            form.add_error(None, str(refusal))
    page = {"form": form, "meeting": meeting}
    return council_page(request, "council/meeting_form.html", meeting.council, page)


def meeting_stale(request, slug, pk):
    """Nothing is written: both texts are shown, and what was typed stays in the form."""
    meeting = convened_meeting(request, slug, pk)
    form = MeetingForm(typed_again(request.POST, meeting.version), instance=meeting)
    found = conflicts(form, MeetingForm(instance=convened_meeting(request, slug, pk)))
    page = {"form": form, "meeting": meeting, "conflicts": found}
    return council_page(
        request, "council/meeting_form.html", meeting.council, page, status=HTTPStatus.CONFLICT
    )


@shows_names
def meeting_announce(request, slug, pk):
    return confirm(request, slug, pk, actions.announce_meeting, "council/meeting_announce.html")


@shows_names
def meeting_cancel(request, slug, pk):
    return confirm(request, slug, pk, actions.cancel_meeting, "council/meeting_cancel.html")


def confirm(request, slug, pk, deed, template):
    """A page that says what will happen; the deed itself is a POST."""
    meeting = convened_meeting(request, slug, pk)
    if request.method == "POST":
        try:
            deed(meeting, by=request.user)
        except RefusedError as refusal:
            messages.error(request, str(refusal))
        return redirect(meeting)
    return render(
        request,
        template,
        {"section": "council", "council": meeting.council, "meeting": meeting},
    )


def convened_meeting(request, slug, pk):
    meetings = Meeting.objects.editable_by(request.user).select_related("council__country")
    return get_object_or_404(meetings, council__slug=slug, pk=pk)
