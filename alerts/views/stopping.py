"""Stop all email at once; emergencies for a trip or membership are asked about apart."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt

from alerts import actions
from alerts.audience.sources import sources_of
from alerts.forms.choices import StopEverythingForm

from .links import token_of, what_still_comes


@login_required
def stop_everything(request):
    return page(request, request.user, reverse("alerts:choices"))


@csrf_exempt
def stop_everything_by_link(request, token):
    back = reverse("alerts:choices_by_link", args=[token])
    return page(request, token_of(token).user, back)


def page(request, user, back):
    posted = request.POST if request.method == "POST" else None
    form = StopEverythingForm(posted, sources=sources_of(user))
    done = request.method == "POST" and form.is_valid()
    if done:
        actions.stop_everything(user, emergencies=form.stops_emergencies)
    context = {"form": form, "done": done, "still": what_still_comes(user), "back": back}
    return render(request, "alerts/stop_everything.html", context)
