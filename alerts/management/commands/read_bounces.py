from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alerts.feedback.mailboxes import ERRORS, reason
from alerts.feedback.reading import read_now


class Command(BaseCommand):
    help = "Reads the bounce mailbox once. The worker does this every minute by itself."

    def handle(self, **options):
        if not settings.BOUNCE_MAILBOX:
            raise CommandError("BOUNCE_MAILBOX is not set; see docs/deploy.md.")
        try:
            number = read_now()
        except ERRORS as error:
            raise CommandError(f"The bounce mailbox cannot be read: {reason(error)}") from error
        self.stdout.write(f"Mails read: {number}")
