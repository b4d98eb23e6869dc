"""Meetings as members see them: find one, read it, answer, put it in a calendar."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from web.errors import RefusedError

from .. import actions
from ..agenda import timed_agenda
from ..calendar import invitation
from ..forms import ReplyForm
from ..models import Council, Meeting, Minutes, Paper
from ..names import shows_names
from ..tally import tally_of
from .members import council_page, may_convene, open_council


def meeting_list(request, slug):
    council = open_council(request, slug)
    meetings = Meeting.objects.visible_to(request.user).of(council).select_related("council")
    page = {
        "coming": meetings.coming(),
        "past": meetings.past()[:50],
        "may_convene": may_convene(request.user, council),
    }
    return council_page(request, "council/meeting_list.html", council, page)


@shows_names
def meeting_detail(request, slug, pk):
    meeting = visible_meeting(request, slug, pk)
    return meeting_page(request, meeting)


@shows_names
@require_POST
def meeting_rsvp(request, slug, pk):
    meeting = visible_meeting(request, slug, pk)
    if not belongs(request.user, meeting.council):
        raise Http404  # staff read the page, members answer
    form = ReplyForm(request.POST)
    if form.is_valid() and replied(request, meeting, form):
        return redirect(meeting.get_absolute_url() + "#reply")
    return meeting_page(request, meeting, form)


def replied(request, meeting, form):
    try:
        rsvp = actions.reply(meeting, by=request.user, **form.cleaned_data)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    if rsvp.waiting:
        messages.success(request, _("All seats are taken. You are on the waiting list."))
    else:
        messages.success(request, _("Your reply is saved: %s.") % rsvp.get_answer_display())
    return True


def meeting_ics(request, slug, pk):
    announced = Meeting.objects.visible_to(request.user).announced().select_related("council")
    meeting = get_object_or_404(announced, council__slug=slug, pk=pk)
    return HttpResponse(
        invitation(meeting),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="meeting-{meeting.pk}.ics"'},
    )


def visible_meeting(request, slug, pk):
    meetings = Meeting.objects.visible_to(request.user).select_related("council__country")
    return get_object_or_404(meetings, council__slug=slug, pk=pk)


def belongs(user, council):
    return user.memberships.active().of(council).exists()


def meeting_page(request, meeting, form=None):
    user, council = request.user, meeting.council
    named = Council.objects.naming_people_to(user).filter(pk=council.pk).exists()
    mine = meeting.rsvps.filter(user=user).first()
    minutes = Minutes.objects.visible_to(user)
    page = {
        "meeting": meeting,
        "agenda": timed_agenda(meeting),
        "papers": Paper.objects.visible_to(user).filter(meeting=meeting),
        "minutes": minutes.filter(meeting=meeting).first(),
        "last_minutes": minutes.published().before(meeting).first(),
        "actions": meeting.actions.all(),
        "mine": mine,
        "form": form or reply_form(mine),
        "replying": meeting.takes_replies and belongs(user, council),
        "tally": tally_of(meeting),
        "named": named,
        "replies": meeting.rsvps.select_related("user") if named else [],
        "may_edit": Meeting.objects.editable_by(user).filter(pk=meeting.pk).exists(),
    }
    return council_page(request, "council/meeting_detail.html", council, page)


def reply_form(mine):
    return ReplyForm(initial=mine and {"answer": mine.answer, "guests": mine.guests})
