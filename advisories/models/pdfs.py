"""The PDF of an edition: the row is the job, and afterwards says where the file is."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone

from ..storing import random_name
from .editions import Edition

PDFS = "pdfs"  # the folder of the private store
LEASE = timedelta(minutes=2)  # a long report takes some seconds
MOST_TRIES = 3


def random_pdf_place(_row=None, _name=""):
    """Where it is kept: a name that tells nothing and that nobody guesses."""
    return random_name(PDFS)


class EditionPdfQuerySet(models.QuerySet):
    def unclaimed(self):
        """Not made, and nobody is at it. No other table is asked: see advisories.pdf.jobs.claim."""
        free = Q(lease_until=None) | Q(lease_until__lt=timezone.now())
        return self.filter(free, made_at=None, tries__lt=MOST_TRIES)

    def due(self):
        """What can be made by now; a scheduled edition waits for its time."""
        return self.unclaimed().filter(edition__in=Edition.objects.live())


class EditionPdf(models.Model):
    """One a edition, however many readers ask for it at once."""

    edition = models.OneToOneField(Edition, models.CASCADE, related_name="pdf")
    # What its page tells besides the edition, such as the level; another fact makes it anew.
    says = models.CharField(max_length=120)
    asked_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    file = models.FileField(upload_to=random_pdf_place, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # SHA-256 of the file

    objects = EditionPdfQuerySet.as_manager()

    class Meta:
        verbose_name = "PDF"

    def __str__(self):
        return f"PDF: {self.edition}"

    @property
    def is_made(self):
        return self.made_at is not None

    @property
    def is_given_up(self):
        """True if it failed again and again; the page can still be printed."""
        leased = self.lease_until and self.lease_until >= timezone.now()
        return not self.is_made and self.tries >= MOST_TRIES and not leased
