"""Links in list mail: stop this mail, and change all choices, without signing in.

The token in the address is the key, so these pages need neither session nor CSRF token,
and work from a mail that is two years old. A GET changes nothing.
"""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from alerts import actions
from alerts.actions.links import is_stopped
from alerts.audience.sources import mutes_of, sources_of
from alerts.models import Frequency, LinkToken
from alerts.wording.why import followed_in_words, places_in_words

from .choices import bound_forms, saved

LONGEST = 64


def token_of(text):
    if len(text) > LONGEST:
        raise Http404
    tokens = LinkToken.objects.matching(text).filter(user__is_active=True)
    token = tokens.select_related(
        "user",
        "subscription__country",
        "subscription__post",
        "trip",
        "membership__council",
        "participant__council",
        "participant__post",
    ).first()
    if token is None:
        raise Http404
    return token


@csrf_exempt
def stop(request, token):
    """Ask (GET) and stop (POST); one click of a mail program (RFC 8058) gets a plain answer."""
    row = token_of(token)
    if request.method == "POST":
        if request.POST.get("undo"):
            actions.bring_back(row)
        else:
            actions.stop(row)
        if request.POST.get("List-Unsubscribe") == "One-Click":
            return HttpResponse(_("Unsubscribed.") + "\n", content_type="text/plain; charset=utf-8")
    context = {
        "token": token,
        "what": source_in_words(row),
        "emergency": row.emergency and not (row.subscription_id or row.participant_id),
        "stopped": is_stopped(row),
        "gone": is_gone(row),
        "still": what_still_comes(row.user),
        "asked": request.method == "POST",
    }
    return render(request, "alerts/stop.html", context)


def is_gone(row):
    """What it came from was erased."""
    there = row.subscription_id or row.trip_id or row.membership_id or row.participant_id
    return not (row.from_digest or there)


def source_in_words(row):
    if row.from_digest:
        return _("daily and weekly emails")
    if row.subscription_id:
        return _("emails about %s") % followed_in_words(row.subscription)
    if row.trip_id:
        return _("emails about your trip to %s") % places_in_words(row.trip)
    if row.participant_id:
        return _("exercises of %s") % row.participant.place
    if row.membership_id:
        return _("emails for members of %s") % row.membership.council.name
    return ""


def what_still_comes(user):
    """Lines that say what this person gets by email from now on, and why."""
    followed = user.subscriptions.active().select_related("country", "post")
    mailed = followed.exclude(frequency=Frequency.NEVER)
    lines = [_("Mail about %s, because you follow it") % followed_in_words(row) for row in mailed]
    for source in sources_of(user):
        mute = mutes_of(user).filter(**{source._meta.model_name: source}).first()
        if mute is None:
            lines.append(whole_source(source))
        elif not mute.emergencies:
            lines.append(_("Emergencies only: %s") % whole_source(source))
    return lines


def whole_source(source):
    if source._meta.model_name == "trip":
        return _("Alerts for your trip to %s, because it is enrolled") % places_in_words(source)
    return _("Mail for members of %s, because you are one") % source.council.name


@csrf_exempt
def choices_by_link(request, token):
    """That person's email choices and nothing else: no name, no address, no other page."""
    user = token_of(token).user
    forms = bound_forms(request, user)
    if request.method == "POST" and saved(request.POST, forms, user):
        return redirect(f"{request.path}?saved=1")
    saved_now = request.GET.get("saved") == "1"
    context = {**forms, "owner": user, "token": token, "just_saved": saved_now}
    return render(request, "alerts/choices_by_link.html", context)
