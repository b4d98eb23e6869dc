"""Can what comes back be read?"""

from django.conf import settings

from alerts.feedback.mailboxes import ERRORS, opened, reason

from . import missing, well


def finding():
    box = settings.BOUNCE_MAILBOX
    if not box:
        return missing("Bounce mailbox", "BOUNCE_MAILBOX is not set, so no bounce is read")
    try:
        opened(box).close()
    except ERRORS as error:
        return missing("Bounce mailbox", f"cannot be opened ({reason(error)})")
    return well("Bounce mailbox", "can be read")
