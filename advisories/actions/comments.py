"""What the desk says among itself about a draft."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import audit
from web.errors import RefusedError

from ..models import Comment


@transaction.atomic
def add_comment(edition, body, *, by, section=None):
    if section and section.edition_id != edition.pk:
        raise RefusedError(_("That section belongs to another edition."))
    comment = Comment.objects.create(edition=edition, section=section, body=body, written_by=by)
    audit.record("add_comment", edition, by=by)
    return comment


@transaction.atomic
def resolve_comment(comment, *, by):
    """Settle a remark; a second press changes neither who nor when."""
    still_open = Comment.objects.filter(pk=comment.pk).unresolved()
    if still_open.update(resolved_at=timezone.now(), resolved_by=by):
        audit.record("resolve_comment", comment.edition, by=by)
