"""From facts to notices: find what nobody has been told of, and word it once."""

import uuid

from django.conf import settings
from django.db import transaction
from django.utils import translation

from .kinds import KINDS
from .models import Notice
from .setting import set_mail


def collect():
    """Word one notice for each fact nobody has been told of; how many are new.

    The database keeps it to one however many workers look at once.
    """
    return sum(tell(kind, fact) for kind in KINDS for fact in kind.pending())


def tell(kind, fact):
    """One notice of this fact; 0 if another worker was faster."""
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        notice = worded(kind, fact)
        before = Notice.objects.filter(**same_fact(notice, kind)).exists()
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
    return 0 if before else 1


def same_fact(notice, kind):
    return {kind.fact: getattr(notice, kind.fact), "kind": kind.name, "occasion": notice.occasion}


def worded(kind, fact):
    key = uuid.uuid4()
    mail = kind.words(fact)
    text, html = set_mail(mail, key)
    return Notice(
        key=key,
        kind=kind.name,
        occasion=kind.occasion_of(fact),
        lane=kind.lane(fact),
        subject=mail.subject,
        text=text,
        html=html,
        expires_at=kind.expires(fact),
        **{kind.fact: fact},
    )
