"""Papers of a meeting: added and taken away."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts import audit
from advisories.storing import forget_places, forget_strays, storing
from web.errors import RefusedError

from ..models import Paper
from ..models.papers import PAPERS
from .replies import lock

MOST = 20  # of one meeting


def add_papers(meeting, files, *, tlp, by):
    """Keep checked files (advisories.files.Checked) with a meeting; all of them or none."""
    with storing(PAPERS) as keep:
        lock(meeting)
        if meeting.papers.count() + len(files) > MOST:
            raise RefusedError(_("A meeting has at most %s papers.") % MOST)
        for file in files:
            Paper.objects.create(
                meeting=meeting,
                name=file.name,
                tlp=tlp,
                kind=file.kind,
                size=len(file.data),
                file=keep(file.data),
                added_by=by,
            )
        audit.record("add_papers", meeting, by=by)


@transaction.atomic
def remove_paper(paper, *, by):
    place, meeting = paper.file.name, paper.meeting
    paper.delete()
    forget_places([place], Paper.objects)
    audit.record("remove_paper", meeting, by=by)


def forget_papers():
    """For the worker: bytes that no row names."""
    forget_strays(PAPERS, Paper.objects)
