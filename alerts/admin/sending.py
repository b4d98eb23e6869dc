"""The pages of an alert beside its form: audience, mail, test, schedule, update, end."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advisories.times import moment_in_words
from alerts.actions import end_alert, publish_alert, send_test, start_update, unschedule_alert
from alerts.audience.groups import of_alert
from alerts.audience.people import count
from alerts.audience.reasons import reason_in_words
from alerts.models import Grade
from alerts.models.reviews import needs_second_person, review_of
from alerts.wording import short, trial
from alerts.wording.readiness import checklist
from web.errors import RefusedError

from . import numbers, preview
from .forms import ConfirmForm, EndForm
from .states import steps_of


class SendingPages:
    """Mixin for the alert's admin."""

    pages = [
        "review", "audience", "mail", "test", "unschedule", "update", "end",
        "progress", "problems", "pause", "resume", "hold", "release", "cancel", "resend",
    ]  # fmt: skip

    def get_urls(self):
        own = [
            path(
                f"<path:object_id>/{page}/",
                self.admin_site.admin_view(getattr(self, f"{page}_page")),
                name=f"alerts_alert_{page}",
            )
            for page in self.pages
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

    def told_row_or_404(self, request, object_id):
        """An alert that came out; one that waits for its time did not yet."""
        alert = self.row_or_404(request, object_id)
        if not alert.published_at or alert.is_scheduled:
            raise Http404
        return alert

    def to_progress(self, alert):
        return redirect("admin:alerts_alert_progress", alert.pk)

    def audience_page(self, request, object_id):
        """The number first; to send or schedule, somebody types it."""
        alert = self.row_or_404(request, object_id)
        if alert.published_at:
            return self.to_progress(alert)
        data = request.POST if request.method == "POST" else None
        form = ConfirmForm(data, zone=alert.zone_name)
        if form.is_bound and form.is_valid():
            values = form.cleaned_data
            numbers_seen = {"seen": values["seen"], "counted": values["counted"]}
            try:
                sent = publish_alert(alert, by=request.user, at=values["at"], **numbers_seen)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
                alert = self.row_or_404(request, object_id)
                if alert.published_at:
                    return self.to_progress(alert)
            else:
                messages.success(request, self.done_words(sent))
                return self.to_progress(sent)
        return self.audience(request, alert, form)

    def done_words(self, alert):
        if alert.is_scheduled:
            moment = moment_in_words(alert.published_at, numbers.place_of(alert))
            return _("It will be on the site and its mail on its way on %s.") % moment
        return _("The alert is on the site. Mail is on its way.")

    def audience(self, request, alert, form):
        audience = of_alert(alert)
        counted = count(audience)
        subject, text = trial.mail_of(alert)
        return self.page(
            request,
            "audience",
            alert,
            title=_("Send alert"),
            steps=steps_of(alert, at="audience"),
            counted=counted,
            groups=[
                (reason_in_words(group, alert.place_names), number)
                for group, number in counted.groups
            ],
            suspended=numbers.suspended_there(alert, audience),
            usual=numbers.far_above_usual(alert, counted),
            forecast=numbers.forecast_of(alert, counted),
            place=numbers.place_of(alert),
            counted_at=timezone.now(),
            form=form,
            subject=subject,
            text=text,
            grade=Grade(alert.grade),
            checks=checklist(alert),
            shorts=short.texts_of(alert),
            unapproved=needs_second_person(alert) and not review_of(alert)[1],
        )

    def mail_page(self, request, object_id):
        return preview.page_of(self.row_or_404(request, object_id))

    def test_page(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        if request.method == "POST":
            send_test(alert, by=request.user)
            words = _("A test is on its way to %s. Nobody else gets it.") % request.user.email
            messages.success(request, words)
        return redirect("admin:alerts_alert_audience", alert.pk)

    def unschedule_page(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        if request.method != "POST":
            return self.to_row(alert)
        self.attempt(
            request,
            lambda: unschedule_alert(alert, by=request.user),
            _("It is a draft again. Nobody is told."),
        )
        return self.to_row(alert)

    def update_page(self, request, object_id):
        """A draft with the same places, for exactly those who got this alert."""
        alert = self.told_row_or_404(request, object_id)
        if request.method == "POST":
            correction = "correction" in request.POST
            update = start_update(alert, by=request.user, correction=correction)
            return self.to_row(update)
        return self.page(request, "update", alert, title=_("Send an update?"))

    def end_page(self, request, object_id):
        alert = self.told_row_or_404(request, object_id)
        form = EndForm(request.POST if request.method == "POST" else None)
        if form.is_bound and form.is_valid():
            self.attempt(
                request,
                lambda: end_alert(alert, by=request.user, because=form.cleaned_data["because"]),
                _("The alert has ended. What still waited is not sent."),
            )
            return self.to_progress(alert)
        return self.page(request, "end", alert, title=_("End this alert?"), form=form)
