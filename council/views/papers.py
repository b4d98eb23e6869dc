"""Papers of a meeting: the page on which they are added and taken away, and the way to each."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from web.downloads import private_download
from web.errors import RefusedError

from .. import actions
from ..forms import PapersForm
from ..models import Paper
from ..names import shows_names
from .convening import convened_meeting
from .members import council_page


@require_safe
def paper(request, key):
    row = Paper.objects.visible_to(request.user).filter(key=key).first()
    if row is None:
        raise Http404
    return private_download(row.file, row.name, row.content_type)


@shows_names
def papers_edit(request, slug, pk):
    meeting = convened_meeting(request, slug, pk)
    form = PapersForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = PapersForm(request.POST, request.FILES)
        if form.is_valid() and added(request, meeting, form):
            return redirect("council:papers_edit", slug, pk)
    page = {"form": form, "meeting": meeting, "papers": meeting.papers.all()}
    return council_page(request, "council/papers_form.html", meeting.council, page)


def added(request, meeting, form):
    values = form.cleaned_data
    try:
        actions.add_papers(meeting, values["files"], tlp=values["tlp"], by=request.user)
    except RefusedError as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("The papers are there for those who may read the meeting."))
    return True


@shows_names
@require_POST
def paper_remove(request, slug, pk, key):
    meeting = convened_meeting(request, slug, pk)
    actions.remove_paper(get_object_or_404(meeting.papers, key=key), by=request.user)
    messages.success(request, _("The paper is taken away."))
    return redirect("council:papers_edit", slug, pk)
