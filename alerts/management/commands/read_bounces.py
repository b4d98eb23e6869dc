from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alerts.feedback.reading import read_mailbox


class Command(BaseCommand):
    help = "Reads the bounce mailbox once. The worker does this every minute by itself."

    def handle(self, **options):
        if not settings.BOUNCE_MAILBOX:
            raise CommandError("BOUNCE_MAILBOX is not set; see docs/deploy.md.")
        self.stdout.write(f"Mails read: {read_mailbox()}")
