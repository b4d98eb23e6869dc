"""The emergency path: three screens from a template to Send, and the same as an exercise.

Nothing is kept on the server before Send: each screen carries the fields of the others.
"""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts.fresh import ask_again
from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts import actions
from alerts.audience.people import count
from alerts.audience.reasons import reason_in_words
from alerts.audience.usual import is_far_more, usual_audience
from alerts.emergency.words import first_words
from alerts.forms.emergency import ChooseForm, SendForm, WordsForm
from web.errors import RefusedError, StaleError

TO_BEGIN, TO_SEND = 10 * 60, 30 * 60  # seconds since the person last showed that it is them


def for_senders(view):
    """For staff who send alerts somewhere, with their second factor; a 404 to others."""

    @login_required
    @wraps(view)
    def page(request, *args, **options):
        request.reach = reach_of(request.user, Role.SENDER)
        if not request.user.is_staff or not request.reach:
            raise Http404
        return view(request, *args, **options)

    page.is_staff = True
    return page


@for_senders
def send_choose(request, exercise=False):
    """Screen one."""
    return ask_again(request, TO_BEGIN) or choose(request, exercise)


def choose(request, exercise, form=None):
    return show(request, 1, exercise, form=form or ChooseForm(reach=request.reach))


@for_senders
def send_words(request, exercise=False):
    """Screen two, from the address of what was chosen."""
    chosen = ChooseForm(request.GET, reach=request.reach)
    if not chosen.is_valid():
        return choose(request, exercise, chosen)
    template, place = chosen.cleaned_data["template"], chosen.cleaned_data["place"]
    initial = {
        "template": request.GET["template"],
        "place": request.GET["place"],
        **first_words(template, place),
    }
    form = WordsForm(initial=initial, reach=request.reach)
    return ask_again(request, TO_SEND) or words(request, exercise, form, template, place)


def words(request, exercise, form, template, place):
    return show(request, 2, exercise, form=form, template=template, place=place)


@for_senders
def send_check(request, exercise=False):
    """Screen three: who will get it, and Send."""
    if request.method != "POST":
        return redirect(address(1, exercise))
    form = WordsForm(request.POST, reach=request.reach)
    if not form.is_valid() or "back" in request.POST:
        if form.is_lost:
            return redirect(address(1, exercise))
        chosen = form.cleaned_data
        return words(request, exercise, form, chosen["template"], chosen["place"])
    draft = form.draft(exercise=exercise)
    if "send" not in request.POST:
        return check(request, form, draft)
    return ask_again(request, TO_SEND) or send(request, form, draft)


def send(request, form, draft):
    grown = "grown" in request.POST
    usual = usual_audience(draft.place, exercise=draft.exercise)
    sending = SendForm(request.POST, usual=usual, grown=grown)
    if not sending.is_valid():
        return check(request, form, draft, sending, grown=grown)
    try:
        alert = actions.send_at_once(
            draft.place,
            by=request.user,
            form_id=form.cleaned_data["form_id"],
            counted=sending.cleaned_data["counted"],
            **draft.words,
        )
    except RefusedError as refusal:
        sending.add_error(None, str(refusal))
        grown = grown or isinstance(refusal, StaleError)
        return check(request, form, draft, sending, grown=grown)
    return redirect("alerts:send_progress", alert.pk)


def check(request, form, draft, sending=None, *, grown=False):
    counted = count(draft.audience())
    usual = usual_audience(draft.place, exercise=draft.exercise)
    must_type = grown or is_far_more(counted.total, usual)
    return show(
        request,
        3,
        draft.exercise,
        form=form,
        sending=sending or SendForm(),
        draft=draft,
        words=draft.words,
        counted=counted,
        groups=[
            (reason_in_words(group, draft.place.name), number) for group, number in counted.groups
        ],
        usual=usual,
        must_type=must_type,
        grown=grown,
    )


def show(request, step, exercise, **context):
    page = ["choose", "words", "check"][step - 1]
    context |= {
        "step": step,
        "exercise": exercise,
        "choose_url": address(1, exercise),
        "words_url": address(2, exercise),
        "check_url": address(3, exercise),
        "section": "account",
    }
    return render(request, f"alerts/send_{page}.html", context)


def address(step, exercise):
    page = ["choose", "words", "check"][step - 1]
    return reverse(f"alerts:{'exercise' if exercise else 'send'}_{page}")
