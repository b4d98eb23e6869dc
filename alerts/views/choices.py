"""What a person wants by email: follow places, change, pause."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from advisories.models import Country, Post
from advisories.times import day_in_words, offset_in_words
from alerts import actions
from alerts.forms import ChoicesForm, PauseForm, SubscribeForm
from alerts.models import Grade


@login_required
def choices(request):
    """The table of places, trips and memberships with its one Save, and the pause."""
    forms = bound_forms(request, request.user)
    if request.method == "POST" and saved(request.POST, forms, request.user):
        messages.success(request, saved_words(request.user))
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
        places=[(row.instance, row.cleaned_data["remove"]) for row in places],
        sources=[(row.source, row.cleaned_data["mail"]) for row in sources],
    )


def saved_words(user):
    now = timezone.now().astimezone(user.zone)
    words = {"day": day_in_words(now), "time": f"{now:%H:%M}", "offset": offset_in_words(now)}
    return _("Saved on %(day)s, %(time)s (%(offset)s).") % words


def subscribe(request):
    """Follow a place: three choices first. Signed out, the way to sign in and come back here."""
    place = asked_place(request)
    if not request.user.is_authenticated:
        context = {"place": place, "section": "alerts", "next": request.get_full_path()}
        return render(request, "alerts/subscribe_signed_out.html", context)
    posted = request.POST if request.method == "POST" else None
    form = SubscribeForm(posted, initial={"place": key_of(place)})
    if request.method == "POST" and form.is_valid():
        grade = form.cleaned_data["lowest_grade"]
        subscription = actions.follow(
            request.user,
            form.chosen_place,
            lowest_grade=grade,
            new_reports=grade == Grade.NOTICE,
        )
        words = _("You now follow %(place)s: %(choice)s.")
        choice = dict(form.fields["lowest_grade"].choices)[grade]
        messages.success(request, words % {"place": subscription, "choice": choice.lower()})
        return redirect("alerts:choices")
    context = {"form": form, "place": place, "section": "alerts"}
    return render(request, "alerts/subscribe.html", context)


def asked_place(request):
    """The place of ?country=kazakhstan or ?post=almaty; None where none is named."""
    for name, places in (("country", Country.objects.all()), ("post", Post.objects.listed())):
        if slug := request.GET.get(name):
            return get_object_or_404(places, slug=slug)
    return None


def key_of(place):
    return f"{place._meta.model_name}:{place.slug}" if place else ""
