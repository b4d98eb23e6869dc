"""Files of a draft: added, taken away, carried into the next edition."""

from django.db import transaction

from accounts import audit

from ..files import ATTACHMENTS
from ..models import Attachment, EditionPdf
from ..models.pdfs import PDFS
from ..storing import forget_places, forget_strays, storing
from .review import review_again
from .sections import lock_draft, raise_version


def attach_files(edition, files, *, by):
    """Keep checked files (advisories.files.Checked) with a draft; all of them or none."""
    with storing(ATTACHMENTS) as keep:
        lock_draft(edition)
        for file in files:
            Attachment.objects.create(
                edition=edition,
                name=file.name,
                kind=file.kind,
                size=len(file.data),
                file=keep(file.data),
                added_by=by,
            )
        raise_version(edition)
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
    raise_version(edition)
    audit.record("detach_file", edition, by=by)
    review_again(edition, by=by)


def forget_files(places):
    forget_places(places, Attachment.objects)


def forget_orphans():
    """For the worker: bytes that no row names, and the PDFs of editions that were withdrawn."""
    EditionPdf.objects.filter(edition__withdrawn_at__isnull=False).delete()
    forget_strays(ATTACHMENTS, Attachment.objects)
    forget_strays(PDFS, EditionPdf.objects)


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
