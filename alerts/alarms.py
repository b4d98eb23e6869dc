"""What is wrong with mail right now; each alarm has a page in docs/alarms/ that says what to do."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from advisories.times import moment_in_words
from web.models import SiteSettings

from .engine.waiting import STUCK, waited
from .feedback.canaries import missing_canaries
from .feedback.reading import failing_since
from .models import Delivery, Notice, SendingMark, Suppression, WebhookEndpoint
from .pausing import why_paused

DAY, SAME_DEED = timedelta(days=1), timedelta(seconds=10)
# Addresses suppressed within a day: so many, and this share of all mail of that day.
WAVE, WAVE_SHARE = 20, 0.01


@dataclass(frozen=True)
class Alarm:
    name: str  # of its page
    title: str
    words: str = ""
    fails: bool = True  # the health page says so with a 503


def standing():
    """The alarms that hold now, the gravest first."""
    pause = paused()
    others = [question() for question in (canary, mailbox, wave, webhooks)]
    return [alarm for alarm in (pause, stuck(is_paused=bool(pause)), *others) if alarm]


def paused():
    since = SiteSettings.objects.filter(pk=1).values_list("sending_paused_at", flat=True).first()
    if not since:
        return None
    words = why_paused() or _("Account mail and nothing else goes out.")
    if SendingMark.objects.filter(restored_at__gte=since - SAME_DEED).exists():
        words = _("The database was restored from a backup.")
    title = _("Sending is paused since %(when)s.") % {"when": moment_in_words(since)}
    return Alarm("paused", title, words, fails=False)


def stuck(*, is_paused):
    """A pause holds all but account mail: that is somebody's decision, and said above."""
    delay = waited(letters_only=is_paused)
    if delay <= STUCK:
        return None
    minutes = int(delay.total_seconds() // 60)
    words = ngettext(
        "The oldest has waited for %(count)d minute.",
        "The oldest has waited for %(count)d minutes.",
        minutes,
    )
    return Alarm("mail-is-stuck", _("Mail is stuck."), words % {"count": minutes})


def canary():
    names = ", ".join(str(canary) for canary in missing_canaries()[:5])
    title = _("A test mail to ourselves did not arrive.")
    return names and Alarm("canary-missing", title, _("Missing: %s.") % names)


def mailbox():
    since = failing_since()
    return since and Alarm("bounce-mailbox", _("The bounce mailbox cannot be read."))


def wave():
    """Many addresses lost in a day: a wrong list, or a provider that blocks us."""
    since = timezone.now() - DAY
    lost = Suppression.objects.active().filter(suppressed_at__gte=since).count()
    if lost < WAVE or is_much_mail(since, lost / WAVE_SHARE):
        return None
    words = _("%(count)d addresses within a day.") % {"count": lost}
    return Alarm("suppression-wave", _("Many addresses refuse our mail."), words, fails=False)


def is_much_mail(since, number):
    """Whether more was sent than that many. Of a big send, the first rows are all that is read."""
    notices = Notice.objects.filter(made_at__gte=since)
    rows = Delivery.objects.filter(notice__in=list(notices.values_list("pk", flat=True)))
    return rows.order_by()[int(number) :][:1].exists()


def webhooks():
    off = WebhookEndpoint.objects.filter(disabled_at__isnull=False, failing_since__isnull=False)
    names = ", ".join(off.values_list("name", flat=True)[:5])
    title = _("A webhook takes nothing and is switched off.")
    return names and Alarm("webhook-switched-off", title, f"{names}.", fails=False)
