"""What a draft would change for its readers, beside what they see now."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from .. import reading
from ..actions.publishing import frozen_contacts
from ..comparison import compare

WAYS = [
    ("changes", _("Only what changed")),
    ("whole", _("All of it, with changes marked")),
    ("side", _("Side by side")),
]


class ChangePages:
    """Mixin of EditionAdmin."""

    pages = ["compare"]

    def compare(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        before = self.published_before(request, edition)
        if before is None:
            raise Http404
        if not edition.published_at:
            edition.contacts = frozen_contacts(edition)
        comparison = compare(before, edition)
        way = request.GET.get("show")
        way = way if way in dict(WAYS) else "changes"
        return self.page(
            request,
            "edition/compare",
            edition,
            title=_("Compared with what readers see"),
            comparison=comparison,
            shown=comparison.changed if way == "changes" else comparison.changes,
            way=way,
            ways=WAYS,
        )

    def published_before(self, request, edition):
        """The newest live edition below this one that this person may edit, or None."""
        live = edition.report.editions.editable_by(request.user).live().newest_first()
        return reading.before(edition, live)
