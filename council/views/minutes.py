"""Writing minutes and keeping the list of actions."""

from http import HTTPStatus

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from web.errors import RefusedError, StaleError

from .. import actions
from ..forms import ActionForm, MinutesForm
from ..forms.stale import conflicts, typed_again
from ..models import Minutes
from ..names import shows_names
from .convening import convened_meeting
from .members import council_page


@shows_names
def minutes_edit(request, slug, pk):
    meeting = convened_meeting(request, slug, pk)
    minutes = Minutes.objects.filter(meeting=meeting).first()
    form = MinutesForm(request.POST or None, instance=minutes)
    if request.method == "POST" and form.is_valid():
        try:
            write(form, meeting, by=request.user)
            messages.success(request, _("The minutes are saved."))
            return redirect(meeting.get_absolute_url() + "#minutes")
        except StaleError:
            return minutes_stale(request, meeting)
    page = {"form": form, "meeting": meeting, "minutes": minutes}
    return council_page(request, "council/minutes_form.html", meeting.council, page)


def write(form, meeting, *, by):
    found = form.cleaned_data
    version = found["read_version"]
    actions.write_minutes(meeting, by=by, body=found["body"], tlp=found["tlp"], version=version)


def minutes_stale(request, meeting):
    """Nothing is written: both texts are shown, and what was typed stays in the form."""
    minutes = Minutes.objects.get(meeting=meeting)
    form = MinutesForm(typed_again(request.POST, minutes.version))
    found = conflicts(form, MinutesForm(instance=minutes))
    page = {"form": form, "meeting": meeting, "minutes": minutes, "conflicts": found}
    return council_page(
        request, "council/minutes_form.html", meeting.council, page, status=HTTPStatus.CONFLICT
    )


@shows_names
@require_POST
def minutes_publish(request, slug, pk):
    meeting = convened_meeting(request, slug, pk)
    minutes = get_object_or_404(Minutes.objects.select_related("meeting"), meeting=meeting)
    try:
        actions.publish_minutes(minutes, by=request.user)
        messages.success(request, _("The minutes are published. Members are told by email."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect(meeting.get_absolute_url() + "#minutes")


@shows_names
def action_create(request, slug, pk):
    meeting = convened_meeting(request, slug, pk)
    form = ActionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_action(meeting, by=request.user, **form.cleaned_data)
        messages.success(request, _("The action is added."))
        return redirect(meeting.get_absolute_url() + "#actions")
    page = {"form": form, "meeting": meeting}
    return council_page(request, "council/action_form.html", meeting.council, page)


@shows_names
@require_POST
def action_done(request, slug, pk, action):
    meeting = convened_meeting(request, slug, pk)
    actions.finish_action(get_object_or_404(meeting.actions, pk=action), by=request.user)
    return redirect(meeting.get_absolute_url() + "#actions")
