"""An organization's shared mailboxes: entered by its contact, confirmed by link, ended."""

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts.actions import person_at
from accounts.audit import record
from alerts.following.asking import mail_of_mailbox, send_link, why_entered
from alerts.models import SharedMailbox, Subscription
from alerts.wording.why import asked_in_words
from web.ratelimit import take

from .asking import MAILS_TO_ADDRESS, prove
from .choices import follow

ENTERED = (40, 3600)  # addresses by one contact


def add_mailboxes(membership, addresses, *, by, **choice):
    """Enter addresses that follow the same countries; each is asked by a link. Those made."""
    for address in addresses:
        take(f"mailbox:by:{by.pk}", *ENTERED)
        take(f"subscribe:to:{address}", *MAILS_TO_ADDRESS)
    with transaction.atomic():
        made = [add_mailbox(membership, address, by=by, **choice) for address in addresses]
    return [mailbox for mailbox in made if mailbox]


def add_mailbox(membership, address, *, countries, by, **choice):
    """None for one that is there already."""
    try:
        with transaction.atomic():
            mailbox = SharedMailbox.objects.create(
                membership=membership, user=person_at(address), **choice
            )
    except IntegrityError:
        return None
    mailbox.countries.set(countries)
    with translation.override(mailbox.user.language or translation.get_language()):
        mail = mail_of_mailbox(mailbox, asked_in_words(mailbox))
        send_link(mailbox.user, mail, why_entered(), mailbox=mailbox)
    record("add_mailbox", mailbox, by=by)
    return mailbox


@transaction.atomic
def confirm_mailbox(mailbox):
    """Whoever reads the mailbox says yes; False if that was done before, or came too late."""
    mailbox = SharedMailbox.objects.select_for_update().get(pk=mailbox.pk)
    if mailbox.confirmed_at or mailbox.ended_at:
        return False
    prove(mailbox.user)
    for country in mailbox.countries.all():
        subscription = follow(
            mailbox.user,
            country,
            lowest_grade=mailbox.lowest_grade,
            new_reports=mailbox.new_reports,
            frequency=mailbox.frequency,
        )
        subscription.mailbox = mailbox
        subscription.save(update_fields=["mailbox"])
    mailbox.confirmed_at = timezone.now()
    mailbox.save(update_fields=["confirmed_at"])
    record("confirm_mailbox", mailbox, by=mailbox.user)
    return True


@transaction.atomic
def end_mailbox(mailbox, *, by):
    """Nothing comes to it any more because of the organization."""
    now = timezone.now()
    ended = SharedMailbox.objects.active().filter(pk=mailbox.pk).update(ended_at=now)
    if ended:
        Subscription.objects.active().filter(mailbox=mailbox).update(ended_at=now)
        record("end_mailbox", mailbox, by=by)
