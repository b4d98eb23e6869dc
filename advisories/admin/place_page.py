"""Which place and year an imported draft is about, where its text did not say."""

from django.contrib import messages
from django.http import Http404
from django.urls import path
from django.utils.translation import gettext_lazy as _

from web.errors import RefusedError

from ..actions.placing import is_homeless, place_draft
from ..forms.imports import PlaceForm
from ..models import Country


class PlacePage:
    """Part of EditionAdmin."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.place_and_year)
        return [
            path("<path:object_id>/place/", view, name="advisories_edition_place"),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, obj=None, **options):
        context["homeless"] = bool(obj and not obj.published_at and is_homeless(obj))
        return super().render_change_form(request, context, obj=obj, **options)

    def place_and_year(self, request, object_id):
        edition = self.row_or_404(request, object_id)
        if not (self.has_change_permission(request, edition) and is_homeless(edition)):
            raise Http404
        form = PlaceForm(
            request.POST or None, user=request.user, initial={"year": edition.year or None}
        )
        if edition.report.home:
            del form.fields["place"]
        if request.method == "POST" and form.is_valid():
            try:
                edition = place_draft(edition, by=request.user, **where(edition, form))
            except RefusedError as refusal:
                form.add_error("year", str(refusal))
            else:
                messages.success(request, _("Place and year are set."))
                return self.to_row(edition)
        return self.page(
            request,
            "edition/place",
            edition,
            title=_("Place and year"),
            form=form,
            errors=form.errors,
        )


def where(edition, form):
    if edition.report.home:
        return {"country": edition.report.home, "year": form.cleaned_data["year"]}
    told = form.told
    if form.is_topic:
        return {"country": None, "year": told["year"]}
    return {
        "country": Country.objects.get(name=told["country_name"]),
        "post_name": told["post_name"],
        "year": told["year"],
    }
