"""Following a place without signing in: the form, the answer that is the same for all, the link."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from alerts import actions
from alerts.actions.asking import choices_token, purpose_of
from alerts.forms.choices import AskForm
from alerts.wording.why import asked_in_words, followed_in_words, place_in_words
from web.client import client_network
from web.ratelimit import take

from .places import asked_place, key_of

FROM_NETWORK = (20, 3600)
LONGEST = 64


def ask(request):
    """Take an address and a choice. The answer does not tell whether we know the address."""
    place = asked_place(request)
    posted = request.POST if request.method == "POST" else None
    form = AskForm(posted, initial={"place": key_of(place)})
    context = {"form": form, "place": place, "section": "alerts"}
    if request.method == "POST" and form.is_valid():
        take(f"subscribe:from:{client_network(request)}", *FROM_NETWORK)
        typed, again = form.cleaned_data, bool(request.POST.get("again"))
        actions.ask_to_follow(typed["email"], typed["place"], again=again, **form.choice)
        return render(request, "alerts/subscribe_sent.html", context)
    return render(request, "alerts/subscribe_signed_out.html", context)


@csrf_exempt
def confirm(request, token):
    """The link of the mail: GET asks, POST acts, once. The token is the key."""
    row = purpose_of(token) if len(token) <= LONGEST else None
    if row is None:
        raise Http404
    if row.mailbox:
        return confirm_mailbox(request, row.mailbox)
    asked = row.request
    subscription = actions.confirm_request(asked) if request.method == "POST" else None
    context = {
        "what": place_in_words(asked),
        "lines": asked_in_words(asked),
        "done": subscription and followed_in_words(subscription),
        "already": not subscription and (asked.confirmed_at or request.method == "POST"),
        "choices": subscription and choices_token(subscription),
    }
    return render(request, "alerts/subscribe_confirm.html", context)


def confirm_mailbox(request, mailbox):
    done = actions.confirm_mailbox(mailbox) if request.method == "POST" else False
    context = {
        "countries": mailbox.countries.all(),
        "council": mailbox.membership.council,
        "lines": asked_in_words(mailbox),
        "done": done,
        "already": not done and (mailbox.confirmed_at or request.method == "POST"),
        "ended": mailbox.ended_at,
    }
    return render(request, "alerts/mailbox_confirm.html", context)
