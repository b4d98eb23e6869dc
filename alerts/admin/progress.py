"""How the mail of an alert goes, and the buttons that hold it, cut it short or try again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.actions import cancel_rest, pause_alert, resend_failed, resume_alert
from alerts.models import Notice, NoticeKind
from alerts.pausing import pause_sending, resume_sending, why_paused
from alerts.wording import short
from web.downloads import private_table
from web.errors import RefusedError
from web.models import SiteSettings

from . import numbers, problems
from .plot import plot_of
from .states import steps_of


class ProgressPages:
    """Mixin for the alert's admin."""

    def progress_page(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        if not alert.published_at:
            raise Http404
        notice = Notice.objects.filter(alert=alert, kind=NoticeKind.ALERT).first()
        site, now = SiteSettings.load(), timezone.now()
        progress = numbers.progress_of(alert)
        return self.page(
            request,
            "progress",
            alert,
            title=_("Sending"),
            steps=steps_of(alert),
            place=numbers.place_of(alert),
            progress=progress,
            state=numbers.sending_state(alert, notice, progress, site.sending_paused_at),
            pace=numbers.pace_of(notice, progress, now),
            plot=plot_of(alert),
            problems=problems.problems_of(alert),
            log=numbers.log_of(alert),
            shorts=short.texts_of(alert),
            notice=notice,
            now=now,
            paused_at=site.sending_paused_at,
            may_pause=self.may_pause(request),
            why_paused=why_paused() if site.sending_paused_at else "",
        )

    def problems_page(self, request, object_id):
        """For who sees the progress, to look through in a spreadsheet."""
        alert = self.row_or_404(request, object_id)
        if not alert.published_at:
            raise Http404
        name = f"problems-{alert.year}-{alert.slug}.csv"
        return private_table(name, problems.COLUMNS, problems.table_of(alert))

    def may_pause(self, request):
        """A pause of all mail takes somebody who reaches every country."""
        return reach_of(request.user, Role.SENDER).everywhere

    def pause_page(self, request, object_id):
        return self.all_mail(request, object_id, pause_sending, _("All sending is paused."))

    def resume_page(self, request, object_id):
        return self.all_mail(request, object_id, resume_sending, _("Sending goes on."))

    def all_mail(self, request, object_id, deed, words):
        alert = self.told_row_or_404(request, object_id)
        if request.method != "POST" or not self.may_pause(request):
            raise PermissionDenied
        deed(by=request.user)
        messages.success(request, words)
        return self.to_progress(alert)

    def hold_page(self, request, object_id):
        return self.after(request, object_id, pause_alert, lambda done: _("Its mail is paused."))

    def release_page(self, request, object_id):
        return self.after(request, object_id, resume_alert, lambda done: _("Its mail goes on."))

    def resend_page(self, request, object_id):
        return self.after(request, object_id, resend_failed, resent_words)

    def cancel_page(self, request, object_id):
        """Asked once more, with the number that would not be told."""
        if request.method == "POST":
            return self.after(request, object_id, cancel_rest, cancelled_words)
        alert = self.told_row_or_404(request, object_id)
        progress = numbers.progress_of(alert)
        title = _("Cancel the rest of the mail?")
        return self.page(request, "cancel", alert, title=title, progress=progress)

    def after(self, request, object_id, deed, words):
        """Do it and say what came of it; the address alone does nothing."""
        alert = self.told_row_or_404(request, object_id)
        if request.method == "POST":
            try:
                messages.success(request, words(deed(alert, by=request.user)))
            except RefusedError as refusal:
                messages.error(request, str(refusal))
        return self.to_progress(alert)


def cancelled_words(left):
    return ngettext(
        "%(left)d person who still waited is not told.",
        "%(left)d people who still waited are not told.",
        left,
    ) % {"left": left}


def resent_words(number):
    return ngettext(
        "%(number)d mail that failed is tried again.",
        "%(number)d mails that failed are tried again.",
        number,
    ) % {"number": number}
