"""What a person wants by email: follow places, change, pause."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from advisories.times import day_in_words, offset_in_words
from alerts import actions
from alerts.forms.choices import ChoicesForm, PauseForm, SubscribeForm
from alerts.wording.why import asked_in_words, followed_in_words

from .asking import ask
from .places import asked_place, key_of


@login_required
def choices(request):
    """The table of places, trips and memberships with its one Save, and the pause."""
    forms = bound_forms(request, request.user)
    if request.method == "POST" and saved(request.POST, forms, request.user):
        messages.success(request, saved_words(request.user))
        if forms["choices"].holds_what_is_gone:
            messages.warning(request, _("Something you changed had ended meanwhile. See below."))
        return redirect("alerts:choices")
    context = {**forms, "section": "account", "tab": "alerts", "owner": request.user}
    return render(request, "alerts/choices.html", context)


def bound_forms(request, user):
    """Both forms of the page; the one that was sent holds what was typed."""
    posted = request.POST if request.method == "POST" else None
    pausing = posted is not None and "pause" in posted
    return {
        "choices": ChoicesForm(user, None if pausing else posted),
        "pause": PauseForm(posted if pausing else None),
    }


def saved(data, forms, user):
    """Do what was asked; False if something typed is wrong."""
    if "resume" in data:
        actions.pause(user, None)
        return True
    if "pause" in data:
        if forms["pause"].is_valid():
            actions.pause(user, forms["pause"].cleaned_data["until"])
        return forms["pause"].is_valid()
    if forms["choices"].is_valid():
        save_choices(forms["choices"], user)
    return forms["choices"].is_valid()


def save_choices(form, user):
    places = [row for row in form.places if row.is_bound and row.has_changed()]
    sources = [row for row in form.sources if row.is_bound and row.has_changed()]
    actions.change_choices(
        user,
        places=[(row.instance, row.changes) for row in places],
        sources=[(row.source, row.cleaned_data["mail"]) for row in sources],
        time_zone=form.zone.is_bound and form.zone.changes.get("time_zone"),
    )


def saved_words(user):
    now = timezone.now().astimezone(user.zone)
    words = {"day": day_in_words(now), "time": f"{now:%H:%M}", "offset": offset_in_words(now)}
    return _("Saved on %(day)s, %(time)s (%(offset)s).") % words


def subscribe(request):
    """Follow a place: three choices first. Signed out, the address says yes by a link."""
    if not request.user.is_authenticated:
        return ask(request)
    place = asked_place(request)
    posted = request.POST if request.method == "POST" else None
    form = SubscribeForm(posted, initial={"place": key_of(place)})
    if request.method == "POST" and form.is_valid():
        subscription = actions.follow(request.user, form.chosen_place, **form.choice)
        words = _("You now follow %(place)s: %(choice)s.")
        lines = asked_in_words(subscription)
        choice = ", ".join(line.lower() for line in lines)
        place = followed_in_words(subscription)
        messages.success(request, words % {"place": place, "choice": choice})
        return redirect("alerts:choices")
    context = {"form": form, "place": place, "section": "alerts"}
    return render(request, "alerts/subscribe.html", context)
