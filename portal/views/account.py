"""A person's own start page and profile: what mixes trips, councils and mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import BigIntegerField
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.emergency.enough import too_few
from alerts.models import Subscription
from council.models import Meeting
from council.own_rows import answers_to_coming, coming_around, councils_open_to
from web.statements import statement

from ..forms import ProfileForm


@login_required
def dashboard(request):
    """Where signing in leads to: trips, councils with their next meeting, what is followed."""
    user = request.user
    councils = councils_open_to(user)
    context = {
        "councils": councils,
        "meetings": next_meetings(user, councils),
        "subscriptions": subscriptions_of(user=user.pk),
        "on_staff": user.is_staff and (user.is_superuser or bool(reach_of(user))),
        "may_send": user.is_staff and bool(reach_of(user, Role.SENDER)),
        "section": "account",
    }
    if context["may_send"]:
        context["few_senders"] = too_few(user)
    return render(request, "portal/dashboard.html", context)


@statement(user=BigIntegerField())
def subscriptions_of(at, user):
    active = Subscription.objects.active().filter(user=user).select_related("country", "post")
    return active.only("frequency", "country__name", "post__name")


def next_meetings(user, councils):
    """The next meeting of each council, soonest first, with this person's answer to it."""
    open_ones = {council.pk for council in councils}
    first: dict[int, Meeting] = {}
    for meeting in coming_around(user=user.pk) if councils else []:
        if meeting.council_id in open_ones:
            first.setdefault(meeting.council_id, meeting)
    answers = {rsvp.meeting_id: rsvp for rsvp in answers_to_coming(user=user.pk)} if first else {}
    for meeting in first.values():
        meeting.mine = answers.get(meeting.pk)
    return list(first.values())


@login_required
def profile(request):
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.instance.save(update_fields=form.changed_data)
        if "time_zone" in form.changed_data:
            request.user.subscriptions.note_new_mornings()
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")
    context = {"form": form, "section": "account"}
    return render(request, "portal/profile.html", context)
