"""Mail that is not a notice: it becomes a Letter and goes through the same queue."""

from datetime import timedelta
from email.utils import parseaddr

from django.core.mail import BadHeaderError
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email
from django.utils import timezone

from .models import Letter

LETTER_LIFE = timedelta(hours=24)
SUBJECT_LENGTH = 200


class LetterBackend(BaseEmailBackend):
    """Django's and allauth's mail, queued in the transaction that asked for it.

    One letter per recipient; the sender is always the site's own.
    """

    def send_messages(self, messages):
        letters = [letter for message in messages for letter in letters_of(message)]
        Letter.objects.bulk_create(letters)
        return len(messages)


def letters_of(message):
    expires_at = timezone.now() + LETTER_LIFE
    subject = header(message.subject)[:SUBJECT_LENGTH]
    return [
        Letter(
            address=address,
            subject=subject,
            text=message.body,
            html=html_part(message),
            expires_at=expires_at,
        )
        for address in dict.fromkeys(map(bare_address, message.recipients()))
    ]


def header(text):
    """Header text as it is; a line break in it would begin another header."""
    if "\n" in text or "\r" in text:
        raise BadHeaderError("A header cannot hold a line break.")
    return str(text)


def bare_address(recipient):
    address = parseaddr(header(recipient))[1]
    validate_email(address)
    return address.lower()


def html_part(message):
    parts = [part for part in getattr(message, "alternatives", []) if part[1] == "text/html"]
    return parts[0][0] if parts else ""


def write_to(people, subject, text):
    """A letter to each of these people, in the transaction of what it tells."""
    subject, expires_at = " ".join(subject.split())[:SUBJECT_LENGTH], timezone.now() + LETTER_LIFE
    Letter.objects.bulk_create(
        Letter(address=person.email, subject=subject, text=text, expires_at=expires_at)
        for person in sorted(people, key=lambda person: person.pk)
    )
