"""The step of the second person: somebody else reads the alert before it is sent."""

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from alerts.actions import approve_alert, ask_alert_changes, ask_approval
from alerts.models import Grade
from alerts.models.reviews import needs_second_person, review_of, wrote
from alerts.wording import trial
from alerts.wording.readiness import checklist

from .forms import NoteForm
from .states import steps_of


class ReviewPages:
    """Mixin for the alert's admin."""

    def review_page(self, request, object_id):
        alert = self.row_or_404(request, object_id)
        if alert.published_at:
            return self.to_progress(alert)
        form = NoteForm(request.POST if "changes" in request.POST else None)
        if request.method == "POST" and self.answer(request, alert, form):
            return redirect("admin:alerts_alert_review", alert.pk)
        return self.review(request, alert, form)

    def answer(self, request, alert, form):
        """The one deed of the button that was pressed; False if the note has to be written."""
        by = request.user
        if "approve" in request.POST:
            seen = request.POST.get("seen", "")
            seen = int(seen) if seen.isdecimal() and len(seen) < 10 else -1
            self.attempt(
                request,
                lambda: approve_alert(alert, by=by, seen=seen),
                _("You approved this alert as it is now."),
            )
        elif "changes" in request.POST:
            if not form.is_valid():
                return False
            self.attempt(
                request,
                lambda: ask_alert_changes(alert, by=by, note=form.cleaned_data["note"]),
                _("Whoever wrote it finds your note with the draft."),
            )
        else:
            self.attempt(
                request,
                lambda: ask_approval(alert, by=by),
                _("The other senders are asked to read it."),
            )
        return True

    def review(self, request, alert, form):
        latest, approved = review_of(alert)
        subject, text = trial.mail_of(alert)
        return self.page(
            request,
            "review",
            alert,
            title=_("Approve alert"),
            steps=steps_of(alert, at="approve" if needs_second_person(alert) else "write"),
            needed=needs_second_person(alert),
            latest=latest,
            approved=approved,
            is_writer=wrote(alert, request.user),
            asked=bool(latest and latest.asked_by_id == request.user.pk),
            form=form,
            grade=Grade(alert.grade),
            subject=subject,
            text=text,
            checks=checklist(alert),
        )
