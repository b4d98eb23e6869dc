"""Numbers to call: readers see one only after a person confirmed it."""

from django.db import transaction
from django.utils import timezone

from accounts import audit


@transaction.atomic
def confirm_contact(contact, *, by):
    """Somebody called the number, or knows it: from now on readers see it."""
    contact.confirmed_at = timezone.now()
    contact.confirmed_by = by
    contact.save(update_fields=["confirmed_at", "confirmed_by"])
    audit.record("confirm_contact", contact, by=by)
