import os
import signal

from django.core.management.base import BaseCommand, CommandError

from advisories.models.pdfs import LEASE
from advisories.pdf import is_offered
from advisories.pdf.jobs import make_due


class Command(BaseCommand):
    help = "Makes the PDFs of reports that are due, once; the worker starts it when there are any."

    def handle(self, *args, **options):
        if not is_offered():
            raise CommandError("PDFs are not offered: see requirements-pdf.txt in docs/deploy.md.")
        os.nice(10)  # mail comes first
        made = make_due(before_each=end_with_lease)
        signal.alarm(0)
        self.stdout.write(f"{made} made.")


def end_with_lease():
    """A report that takes longer than its lease ends this process; then it counts as a try."""
    signal.alarm(int(LEASE.total_seconds()))
