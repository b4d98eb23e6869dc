"""Mail that is not a notice: it becomes a Letter and goes through the same queue."""

from datetime import timedelta

from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from .models import Letter

LETTER_LIFE = timedelta(hours=24)


class LetterBackend(BaseEmailBackend):
    """Django's and allauth's mail, queued in the transaction that asked for it."""

    def send_messages(self, messages):
        expires_at = timezone.now() + LETTER_LIFE
        letters = [
            Letter(
                address=address,
                subject=message.subject,
                text=message.body,
                html=html_part(message),
                expires_at=expires_at,
            )
            for message in messages
            for address in message.recipients()
        ]
        Letter.objects.bulk_create(letters)
        return len(letters)


def html_part(message):
    parts = [part for part in getattr(message, "alternatives", []) if part.mimetype == "text/html"]
    return parts[0].content if parts else ""
