"""Comments beside a draft: written, answered and settled on the desk, seen by nobody else."""

from django.contrib import messages
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from web.numbers import key_in

from ..actions import add_comment, resolve_comment
from ..forms.review import CommentForm


class CommentPages:
    """Mixin of EditionAdmin."""

    pages = ["comment", "resolve"]

    def comment(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        form = CommentForm(request.POST or None, edition=edition)
        if request.method == "POST" and form.is_valid():
            add_comment(edition, by=request.user, **form.cleaned_data)
            messages.success(request, _("The comment stands beside the draft."))
            return self.back_to(edition, form.cleaned_data["section"], request)
        title = _("Write a comment")
        return self.page(
            request, "edition/comment", edition, title=title, form=form, errors=form.errors
        )

    def resolve(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        key = key_in(request.POST.get("comment", ""))
        comment = edition.comments.filter(pk=key).first()
        if comment is None:
            raise Http404
        resolve_comment(comment, by=request.user)
        messages.success(request, _("Settled."))
        return self.back_to(edition, comment.section, request)

    def back_to(self, edition, section, request):
        """Who wrote from the page of one section stays there."""
        if section and "from_section" in request.POST:
            return self.to_section_page(edition, section)
        return self.to_row(edition, "#comments")


def comments_of(edition, section=None):
    """The comments of a draft, or of one section, the open ones first."""
    comments = edition.comments.select_related("section", "written_by", "resolved_by")
    if section:
        comments = comments.filter(section=section)
    return sorted(comments, key=lambda comment: bool(comment.resolved_at))
