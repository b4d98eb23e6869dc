"""An organization's shared mailboxes: a page for its contact."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from alerts import actions
from alerts.forms.mailboxes import MailboxesForm
from council.models import MemberRole


@login_required
def mailbox_list(request, pk):
    """What there is, and one form for several addresses and countries."""
    membership = own_membership(request, pk)
    form = MailboxesForm(request.POST or None, membership=membership, person=request.user)
    if request.method == "POST" and form.is_valid():
        made = actions.add_mailboxes(
            membership, form.cleaned_data["addresses"], by=request.user, **form.choice
        )
        words = ngettext(
            "%(count)d mailbox is entered. It gets a link to confirm.",
            "%(count)d mailboxes are entered. Each gets a link to confirm.",
            len(made),
        )
        messages.success(request, words % {"count": len(made)})
        return redirect("alerts:mailbox_list", pk)
    rows = membership.mailboxes.select_related("user", "answered_by__user")
    context = {
        "form": form,
        "membership": membership,
        "member": pk,
        "mailboxes": rows.order_by("ended_at", "pk").prefetch_related("countries"),
        "section": "account",
        "tab": "membership",
    }
    return render(request, "alerts/mailbox_list.html", context)


@login_required
@require_POST
def mailbox_end(request, pk, mailbox):
    row = get_object_or_404(own_membership(request, pk).mailboxes.active(), pk=mailbox)
    actions.end_mailbox(row, by=request.user)
    messages.success(request, _("Nothing comes to %s any more.") % row)
    return redirect("alerts:mailbox_list", pk)


def own_membership(request, pk):
    """The membership whose contact this person is; anything else is a 404."""
    contacts = request.user.memberships.active().filter(role=MemberRole.CONTACT)
    rows = contacts.select_related("membership__organization", "membership__council")
    return get_object_or_404(rows, pk=pk).membership
