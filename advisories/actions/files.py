"""Files of a draft: added, taken away, carried into the next edition."""

from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts import audit

from ..models import Attachment
from .review import review_again
from .sections import lock_draft


@transaction.atomic
def attach_files(edition, files, *, by):
    """Keep checked files (advisories.files.Checked) with a draft."""
    lock_draft(edition)
    for file in files:
        Attachment.objects.create(
            edition=edition,
            name=file.name,
            kind=file.kind,
            size=len(file.data),
            file=ContentFile(file.data, name=file.name),
            added_by=by,
        )
    audit.record("attach_files", edition, by=by)
    review_again(edition, by=by)


@transaction.atomic
def detach_file(attachment, *, by):
    """Take a file from a draft; its bytes go when no other edition has them."""
    edition = attachment.edition
    lock_draft(edition)
    place = attachment.file.name
    attachment.delete()
    forget_files([place])
    audit.record("detach_file", edition, by=by)
    review_again(edition, by=by)


def forget_files(places):
    """Delete the bytes that no edition has any more, once the deed at hand is through."""
    used = set(Attachment.objects.filter(file__in=places).values_list("file", flat=True))
    for place in set(places) - used:
        transaction.on_commit(partial(default_storage.delete, place))


def copy_files(source, draft):
    """The next edition begins with the files of the one before; the bytes are kept once."""
    for attachment in source.attachments.all() if source else []:
        Attachment.objects.create(
            edition=draft,
            name=attachment.name,
            kind=attachment.kind,
            size=attachment.size,
            file=attachment.file.name,
            added_by=attachment.added_by,
        )
