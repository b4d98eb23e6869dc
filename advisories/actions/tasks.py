"""What readers tell the editors, and its being dealt with."""

from django.db import transaction
from django.utils import timezone

from accounts import audit

from ..models import EditorTask


@transaction.atomic
def tell_editor(edition, message, *, form_id):
    """Put a reader's words on the desk; a double click puts them there once."""
    task, is_new = EditorTask.objects.get_or_create(
        form_id=form_id, defaults={"edition": edition, "message": message}
    )
    if is_new:
        audit.record("tell_editor", task, by=None)
    return task


@transaction.atomic
def settle_task(task, *, by):
    still_open = EditorTask.objects.filter(pk=task.pk).open()
    if still_open.update(done_at=timezone.now(), done_by=by):
        audit.record("settle_task", task, by=by)
