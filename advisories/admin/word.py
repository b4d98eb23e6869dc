"""A draft goes to Word for clearance, and comes back."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from web.errors import RefusedError

from ..actions.word import read_back
from ..forms.word import WordForm
from ..importer import UnreadableReport
from ..word import edition_as_word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class WordPages:
    """Part of EditionAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/word/", view(self.word), name="advisories_edition_word"),
            path(
                "<path:object_id>/word/read/",
                view(self.word_read),
                name="advisories_edition_word_read",
            ),
            *super().get_urls(),
        ]

    def word(self, request, object_id):
        return export_page(self.row_or_404(request, object_id))

    def word_read(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        if not self.has_change_permission(request, edition):
            raise Http404
        return read_page(request, self, edition)


def export_page(edition):
    name = f"{edition.report.slug}-{edition.year}-v{edition.revision}.docx"
    return HttpResponse(
        edition_as_word(edition),
        content_type=WORD,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def read_page(request, model_admin, edition):
    form = WordForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            result = read_back(edition, form.cleaned_data["file"].read(), by=request.user)
        except UnreadableReport as error:
            form.add_error("file", _("This cannot be read: %(why)s.") % {"why": error})
        except RefusedError as refusal:
            form.add_error("file", str(refusal))
        else:
            tell(request, result)
            return model_admin.to_row(edition)
    return model_admin.page(
        request,
        "edition/word",
        edition,
        title=_("Read it back from Word"),
        form=form,
        errors=form.errors,
    )


def tell(request, result):
    """What was changed, and what was not, by the headings."""
    count = len(result.changed)
    if not count:
        messages.info(request, _("No section was changed."))
    else:
        words = ngettext("%(count)d section changed: ", "%(count)d sections changed: ", count)
        messages.success(request, words % {"count": count} + named(result.changed))
    if result.conflicts:
        words = _("Changed in Word and here meanwhile, so left as here: ")
        messages.warning(request, words + named(result.conflicts))
    if result.missing:
        messages.warning(request, _("Not in the file, so left as here: ") + named(result.missing))


def named(sections):
    return "; ".join(section.heading for section in sections)
