"""An organization's webhooks: a page for its contact."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from alerts.actions.webhooks import delete_webhook, renew_secret, save_webhook, switch_on
from alerts.forms.webhooks import OwnWebhookForm

from .mailboxes import own_membership

DEEDS = {"renew": renew_secret, "on": switch_on, "delete": delete_webhook}


@login_required
def webhook_list(request, pk):
    """What there is, and a form for another; its secret is shown once, on the answer to it."""
    membership = own_membership(request, pk)
    form = OwnWebhookForm(request.POST or None, membership=membership, person=request.user)
    if request.method == "POST" and form.is_valid():
        endpoint, countries = form.save(commit=False), form.cleaned_data["countries"]
        try:
            secret = save_webhook(endpoint, by=request.user, countries=countries)
        except IntegrityError:  # the same form, sent twice at once
            form.add_error("url", _("This address is there already."))
        else:
            return secret_page(request, pk, endpoint, secret)
    rows = membership.webhook_endpoints.select_related("answered_by__user")
    context = {"form": form, "membership": membership, "member": pk, "section": "account"}
    context["webhooks"] = rows.prefetch_related("countries")
    return render(request, "alerts/webhook_list.html", context)


@login_required
@require_POST
def webhook_change(request, pk, webhook):
    """Another secret, on again, or gone: by the button that was pressed."""
    endpoint = get_object_or_404(own_membership(request, pk).webhook_endpoints, pk=webhook)
    name = next((name for name in DEEDS if name in request.POST), None)
    result = DEEDS[name](endpoint, by=request.user) if name else None
    if name == "renew":
        return secret_page(request, pk, endpoint, result)
    words = {
        "on": _("%s is told of alerts again."),
        "delete": _("%s is told of nothing any more."),
    }
    if name:
        messages.success(request, words[name] % endpoint)
    return redirect("alerts:webhook_list", pk)


def secret_page(request, pk, endpoint, secret):
    context = {"webhook": endpoint, "secret": secret, "member": pk, "section": "account"}
    return render(request, "alerts/webhook_secret.html", context)
