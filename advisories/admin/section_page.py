"""One section of a draft on its own page, so that two people work at once and a phone can do it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from web.errors import StaleError

from ..actions import save_section
from ..forms.one_section import OneSectionForm
from ..forms.review import CommentForm
from ..models import Section
from .comments import comments_of
from .stale import one_section_conflicts


class SectionPage:
    """Mixin of EditionAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.one_section)
        address = path(
            "<path:object_id>/section/<int:section_id>/", view, name="advisories_edition_section"
        )
        return [address, *super().get_urls()]

    def one_section(self, request, object_id, section_id):
        edition = self.row_or_404(request, object_id)
        section = edition.sections.filter(pk=section_id).first()
        if section is None or edition.published_at:
            return self.closed(request, edition, section)
        form = OneSectionForm(request.POST or None, instance=section)
        found = None
        if request.method == "POST" and form.is_valid():
            try:
                self.save_one(request, form)
            except StaleError:
                section = Section.objects.get(pk=section_id)
                found = one_section_conflicts(section, request.POST)
                form = self.typed_again(request, section)
            else:
                return self.to_section_page(edition, section)
        return self.section_page(request, edition, form, found)

    def closed(self, request, edition, section):
        """Deleted or published meanwhile: nothing can be saved, and nothing typed is lost."""
        if request.method == "POST":
            text = request.POST.get("body", "")
            title = _("This section cannot be changed any more")
            page = self.page(request, "edition/section_closed", edition, title=title, text=text)
            page.status_code = 409
            return page
        if section is None:
            raise Http404
        return self.to_row(edition, f"?open={section.pk}#section-{section.pk}")

    def save_one(self, request, form):
        save_section(form.instance, by=request.user, version=form.cleaned_data["read_version"])
        messages.success(request, _("The section is saved. Readers see nothing of it yet."))

    def typed_again(self, request, section):
        """What was typed, over the version of now: saving once more is a decision."""
        typed = request.POST.copy()
        typed["read_version"] = section.version
        return OneSectionForm(typed, instance=section)

    def section_page(self, request, edition, form, found):
        section = form.instance
        rows = list(edition.sections.all())
        place = next(number for number, row in enumerate(rows) if row.pk == section.pk)
        media = Media.from_media(form.media).with_nonce(str(request.csp_nonce))
        response = self.page(
            request,
            "edition/section",
            edition,
            title=section.heading,
            form=form,
            errors=form.errors,
            conflicts=found,
            section=section,
            number=place + 1,
            count=len(rows),
            before=rows[place - 1] if place else None,
            after=rows[place + 1] if place + 1 < len(rows) else None,
            comments=comments_of(edition, section),
            comment_form=CommentForm(edition=edition, initial={"section": section.pk}),
            media=media,
        )
        response.status_code = 409 if found is not None else 200
        return response

    def to_section_page(self, edition, section):
        return redirect(reverse("admin:advisories_edition_section", args=[edition.pk, section.pk]))
