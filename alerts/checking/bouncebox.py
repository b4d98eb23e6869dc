"""Can what comes back be read?"""

from django.conf import settings

from alerts.feedback.mailboxes import ERRORS, opened

from . import missing, well


def finding():
    box = settings.BOUNCE_MAILBOX
    if not box:
        return missing("Bounce mailbox", "BOUNCE_MAILBOX is not set, so no bounce is read")
    try:
        opened(box).close()
    except ERRORS as error:
        # A server's words may quote what it was told.
        return missing("Bounce mailbox", f"cannot be opened ({type(error).__name__})")
    return well("Bounce mailbox", "can be read")
