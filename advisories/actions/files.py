"""Files of a draft: added, taken away, carried into the next edition."""

from datetime import timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts import audit

from ..files import ATTACHMENTS, random_place
from ..models import Attachment, EditionPdf
from ..models.pdfs import PDFS
from .review import review_again
from .sections import lock_draft, raise_version

UNCLAIMED = timedelta(days=1)  # by then the deed that stored a file has ended in any case


def attach_files(edition, files, *, by):
    """Keep checked files (advisories.files.Checked) with a draft; all of them or none."""
    stored = []
    try:
        with transaction.atomic():
            lock_draft(edition)
            for file in files:
                stored.append(default_storage.save(random_place(), ContentFile(file.data)))
                Attachment.objects.create(
                    edition=edition,
                    name=file.name,
                    kind=file.kind,
                    size=len(file.data),
                    file=stored[-1],
                    added_by=by,
                )
            raise_version(edition)
            audit.record("attach_files", edition, by=by)
            review_again(edition, by=by)
    except BaseException:
        for place in stored:
            default_storage.delete(place)
        raise


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
    """Delete the bytes that no edition has any more, once the deed at hand is through."""
    used = set(Attachment.objects.filter(file__in=places).values_list("file", flat=True))
    for place in set(places) - used:
        transaction.on_commit(partial(default_storage.delete, place))


def forget_orphans():
    """Delete stored bytes that no row names, such as those of a process that was killed.

    The PDF of an edition goes when that was withdrawn.
    """
    EditionPdf.objects.filter(edition__withdrawn_at__isnull=False).delete()
    for folder, rows in ((ATTACHMENTS, Attachment.objects), (PDFS, EditionPdf.objects)):
        forget_strays(folder, set(rows.values_list("file", flat=True)))


def forget_strays(folder, used):
    if not default_storage.exists(folder):
        return
    places = {f"{folder}/{name}" for name in default_storage.listdir(folder)[1]}
    for place in places - used:
        if default_storage.get_modified_time(place) < timezone.now() - UNCLAIMED:
            default_storage.delete(place)


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
