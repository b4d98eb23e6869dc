"""From facts to notices: find what nobody has been told of, and word it once."""

import logging
import uuid

from django.conf import settings
from django.db import InterfaceError, OperationalError, transaction
from django.utils import translation

from .actions.scheduling import take_back_forbidden
from .digests.mornings import begin_digests
from .kinds import pending_kinds
from .models import Alert, Notice, NoticeKind
from .wording.setting import set_mail

logger = logging.getLogger(__name__)


def collect():
    """Word one notice for each fact nobody has been told of; how many are new.

    The database keeps it to one however many workers look at once. Digests have no fact but a
    morning, and no words before it is known whom they go to.
    """
    look_at_schedule()
    told = sum(try_to_tell(kind, fact) for kind in pending_kinds() for fact in kind.pending())
    return told + begin_digests()


def look_at_schedule():
    """What nobody may send any more is a draft again; a failure must not silence the rest."""
    try:
        take_back_forbidden()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("The schedule could not be looked at.")


def try_to_tell(kind, fact):
    """One fact that cannot be worded must not silence the others."""
    try:
        return tell(kind, fact)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s %s could not be worded.", kind.name, fact.pk)
        return 0


def tell(kind, fact):
    """One notice of this fact; 0 if another worker was faster."""
    with translation.override(settings.LANGUAGE_CODE), transaction.atomic():
        if not is_still_there(kind, fact):
            return 0
        notice = worded(kind, fact)
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
        first = Notice.objects.filter(key=notice.key).exists()
        if first:
            kind.besides(fact)
    return int(first)


def is_still_there(kind, fact):
    """An alert may be stopped this very moment: whoever has its row first decides."""
    if kind.name != NoticeKind.ALERT:
        return True
    rows = Alert.objects.sent().select_for_update(no_key=True).filter(pk=fact.pk)
    return bool(rows.order_by().values_list("pk", flat=True))


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
