"""A page on which any reader tells the editors of a report what is wrong with it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse

from web.client import client_network
from web.ratelimit import take

from ..actions import tell_editor as put_on_the_desk
from ..forms.tell_editor import TellEditorForm
from .reports import of_report, readable_by

OF_NETWORK = 5, 3600
OF_REPORT = 50, 24 * 3600  # a hundred thousand readers saying the same help nobody


def tell_editor(request, slug):
    edition = of_report(readable_by(request.user), slug).select_related("report").first()
    if edition is None:
        raise Http404
    form = TellEditorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        take(f"tell-editor:from:{client_network(request)}", *OF_NETWORK)
        take(f"tell-editor:about:{edition.report_id}", *OF_REPORT)
        put_on_the_desk(edition, **form.cleaned_data)
        return redirect(reverse("advisories:tell_editor", args=[slug]) + "?told=1")
    context = {
        "edition": edition,
        "form": form,
        "told": "told" in request.GET and request.method == "GET",
        "section": "reports",
    }
    return render(request, "advisories/tell_editor.html", context)
