"""What I was sent and why, and the way to have it once more."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from advisories.times import day_in_words
from alerts import actions
from alerts.following.past_mail import readable_among, sent_to, why_sent
from alerts.models import NoticeKind, State
from web.errors import RefusedError

A_PAGE = 20


@login_required
def past_mail(request):
    """Newest first; of what one may not read any more only the day."""
    page = Paginator(with_items(sent_to(request.user)), A_PAGE).get_page(request.GET.get("page"))
    readable = readable_among(request.user, [row.notice for row in page])
    for row in page:
        row.is_digest = row.notice.kind == NoticeKind.DIGEST
        row.readable = row.is_digest or row.notice_id in readable
        row.title = title_of(row)
        row.follows = [str(item.subscription) for item in row.items.all() if item.subscription]
        row.why = why_sent(row) if not row.is_digest or row.follows else ""
    context = {"page": page, "section": "account", "tab": "alerts", "owner": request.user}
    return render(request, "alerts/past_mail.html", context)


def with_items(rows):
    return rows.prefetch_related("items__subscription__country", "items__subscription__post")


def title_of(row):
    if not row.is_digest:
        return row.notice.subject if row.readable else _("Something you may not read any more")
    number = len(row.items.all())
    day = day_in_words(row.notice.period.astimezone(row.user.zone))
    words = ngettext("Digest of %(day)s: %(n)d item", "Digest of %(day)s: %(n)d items", number)
    return words % {"day": day, "n": number}


@login_required
@require_POST
def mail_again(request, pk):
    rows = request.user.deliveries.filter(state=State.SENT).select_related(
        "notice", "user", "subscription", "trip", "membership__council"
    )
    row = get_object_or_404(rows, pk=pk)
    try:
        actions.send_copy(row, by=request.user)
        messages.success(request, _("A copy is on its way to you."))
    except RefusedError as refusal:
        messages.error(request, str(refusal))
    return redirect("alerts:past_mail")
