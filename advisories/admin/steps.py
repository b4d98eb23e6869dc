"""The pages beside the form of an edition: each takes one step, or shows it before it is taken."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path
from django.utils.translation import gettext_lazy as _

from web.errors import RefusedError

from .. import readiness
from ..actions import (
    approve_edition,
    ask_for_changes,
    keep_edition,
    publish_edition,
    submit_edition,
    unschedule_edition,
    withdraw_edition,
)
from ..forms.publishing import PublishForm
from ..forms.review import KeepForm, NoteForm
from ..models import Edition
from . import state
from .preview import preview_page


class StepPages:
    """Mixin of EditionAdmin."""

    pages = ["preview", "ask", "publish", "withdraw", "unschedule", "keep"]

    def get_urls(self):
        return [
            *(
                path(
                    f"<path:object_id>/{page}/",
                    self.admin_site.admin_view(getattr(self, page)),
                    name=f"advisories_edition_{page}",
                )
                for page in self.pages
            ),
            *super().get_urls(),
        ]

    def may_publish(self, request, edition):
        return Edition.objects.publishable_by(request.user).filter(pk=edition.pk).exists()

    def publisher_only(self, request, edition):
        if not self.may_publish(request, edition):
            raise Http404

    def step_after_save(self, request, edition):
        """What a button of the form does once the form is saved; None if it was no such button."""
        if "_submit" in request.POST:
            done = _("The draft is in review.")
            self.attempt(request, lambda: submit_edition(edition, by=request.user), done)
            return self.to_row(edition)
        if "_approve" in request.POST:
            self.publisher_only(request, edition)
            done = _("Approved. It can be published.")
            self.attempt(request, lambda: approve_edition(edition, by=request.user), done)
            return self.to_row(edition)
        for page in ("preview", "ask", "publish"):
            if f"_{page}" in request.POST:
                return redirect(f"admin:advisories_edition_{page}", edition.pk)
        return None

    def preview(self, request, object_id):
        return preview_page(request, self.row_or_404(request, object_id))

    def ask(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        form = NoteForm(request.POST or None)

        def deed(note):
            ask_for_changes(edition, by=request.user, note=note)
            return _("The draft is back with those who write it.")

        title = _("What is to be changed?")
        return self.step_page(request, "ask", edition, form, deed, title=title)

    def publish(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        form = PublishForm(request.POST or None, edition=edition)

        def deed(**values):
            return state.happened(publish_edition(edition, by=request.user, **values))

        return self.step_page(
            request,
            "publish",
            edition,
            form,
            deed,
            title=_("Publish this edition?"),
            checks=readiness.checklist(edition),
            audience=self.audience(edition),
        )

    def keep(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        form = KeepForm(request.POST or None)

        def deed(next_review_on):
            keep_edition(edition, by=request.user, next_review_on=next_review_on)
            return _("The review is on record. Nobody is told.")

        title = _("Reviewed, nothing changed?")
        return self.step_page(request, "keep", edition, form, deed, title=title)

    def step_page(self, request, name, edition, form, deed, **context):
        """Ask for what the step needs, take it, and say what came of it."""
        if request.method == "POST" and form.is_valid():
            try:
                done = deed(**form.cleaned_data)
            except RefusedError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, done)
                return self.to_row(edition)
        context |= {"form": form, "errors": form.errors}
        return self.page(request, f"edition/{name}", edition, **context)

    def withdraw(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        if request.method == "POST":
            self.attempt(
                request,
                lambda: withdraw_edition(edition, by=request.user),
                _("The edition is withdrawn. Readers do not see it any more."),
            )
            return self.to_row(edition)
        return self.page(request, "edition/withdraw", edition, title=_("Withdraw this edition?"))

    def unschedule(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        self.publisher_only(request, edition)
        if request.method == "POST":
            self.attempt(
                request,
                lambda: unschedule_edition(edition, by=request.user),
                _("The edition is a draft again."),
            )
        return self.to_row(edition)
