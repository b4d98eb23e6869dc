"""The pages of an alert beside its form: audience, mail, progress, update, end."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.models import Role
from advisories.models.assignments import reach_of
from alerts.actions import end_alert, publish_alert, start_update
from alerts.audience import of_alert
from alerts.models import Grade, Notice, NoticeKind
from alerts.pausing import pause_sending, resume_sending, why_paused
from alerts.people import count
from alerts.reasons import reason_in_words
from web.errors import RefusedError
from web.models import SiteSettings

from . import numbers, preview
from .forms import ConfirmForm, EndForm
from .states import steps_of


class SendingPages:
    """Mixin for the alert's admin."""

    def get_urls(self):
        pages = ["audience", "mail", "progress", "update", "end", "pause", "resume"]
        own = [
            path(
                f"<path:object_id>/{page}/",
                self.admin_site.admin_view(getattr(self, f"{page}_page")),
                name=f"alerts_alert_{page}",
            )
            for page in pages
        ]
        return own + super().get_urls()

    def page(self, request, template, row, **context):
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": row,
            "media": self.media,
            **context,
        }
        return TemplateResponse(request, f"admin/alerts/alert/{template}.html", context)

    def sent_row_or_404(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        if not alert.published_at:
            raise Http404
        return alert

    def audience_page(self, request, object_id):
        """The number first; to send, somebody types it."""
        alert = self.row_or_404(request, object_id)
        if alert.published_at:
            return redirect("admin:alerts_alert_progress", alert.pk)
        form = ConfirmForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            try:
                values = form.cleaned_data
                publish_alert(
                    alert, by=request.user, seen=values["seen"], counted=values["counted"]
                )
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                alert = self.row_or_404(request, object_id)
                if alert.published_at:
                    return redirect("admin:alerts_alert_progress", alert.pk)
            else:
                messages.success(request, _("The alert is on the site. Mail is on its way."))
                return redirect("admin:alerts_alert_progress", alert.pk)
        return self.audience(request, alert, form)

    def audience(self, request, alert, form):
        counted = count(of_alert(alert))
        subject, text = preview.mail_of(alert)
        return self.page(
            request,
            "audience",
            alert,
            title=_("Send alert"),
            steps=steps_of(alert, at=1),
            counted=counted,
            groups=[
                (reason_in_words(group, alert.place_names), number)
                for group, number in counted.groups
            ],
            counted_at=timezone.now(),
            form=form,
            subject=subject,
            text=text,
            grade=Grade(alert.grade),
        )

    def mail_page(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        return preview.page_of(alert)

    def progress_page(self, request, object_id):
        alert = self.sent_row_or_404(request, object_id)
        notice = Notice.objects.filter(alert=alert, kind=NoticeKind.ALERT).first()
        site = SiteSettings.load()
        return self.page(
            request,
            "progress",
            alert,
            title=_("Sending"),
            steps=steps_of(alert),
            progress=numbers.progress_of(alert),
            problems=numbers.problems_of(alert),
            notice=notice,
            now=timezone.now(),
            paused_at=site.sending_paused_at,
            may_pause=self.may_pause(request),
            why_paused=why_paused() if site.sending_paused_at else "",
        )

    def may_pause(self, request):
        """A pause holds the mail of every country, so it takes somebody who reaches them all."""
        return reach_of(request.user, Role.SENDER).everywhere

    def pause_page(self, request, object_id):
        return self.after(request, object_id, pause_sending, _("Sending is paused."))

    def resume_page(self, request, object_id):
        return self.after(request, object_id, resume_sending, _("Sending goes on."))

    def after(self, request, object_id, deed, words):
        alert = self.sent_row_or_404(request, object_id)
        if request.method != "POST" or not self.may_pause(request):
            raise PermissionDenied
        deed(by=request.user)
        messages.success(request, words)
        return redirect("admin:alerts_alert_progress", alert.pk)

    def update_page(self, request, object_id):
        """A draft with the same text and places, for exactly those who got this alert."""
        alert = self.sent_row_or_404(request, object_id)
        if request.method == "POST":
            return self.to_row(start_update(alert, by=request.user))
        return self.page(request, "update", alert, title=_("Send an update?"))

    def end_page(self, request, object_id):
        alert = self.sent_row_or_404(request, object_id)
        form = EndForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            self.attempt(
                request,
                lambda: end_alert(alert, by=request.user, because=form.cleaned_data["because"]),
                _("The alert has ended. What still waited is not sent."),
            )
            return redirect("admin:alerts_alert_progress", alert.pk)
        return self.page(request, "end", alert, title=_("End this alert?"), form=form)
