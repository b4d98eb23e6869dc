"""Reading a report in by hand: paste or upload, look at what was found, make the draft."""

from types import SimpleNamespace

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from web.errors import RefusedError

from ..actions.import_places import country_codes
from ..actions.imports import import_parsed, problems_of
from ..cleaning import word_count
from ..forms.imports import PlaceForm, SourceForm, carried, place_found, places_of
from ..importer import UnreadableReport, current_vocabulary, parse_report, read_report
from ..models import ContactRole, Country, Edition


def import_urls(model_admin):
    def view(request):
        return import_page(request, model_admin)

    wrapped = model_admin.admin_site.admin_view(view)
    return [path("import/", wrapped, name="advisories_report_import")]


def may_import(request, model_admin):
    """Who writes for a council alone has no place that a report could be of."""
    return model_admin.has_add_permission(request) and bool(places_of(request.user))


def import_page(request, model_admin):
    if not may_import(request, model_admin):
        raise Http404
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or "change" in request.POST or not form.is_valid():
        return source_page(request, model_admin, form)
    return review_page(request, model_admin, form)


def source_page(request, model_admin, form):
    if "change" in request.POST:
        form = SourceForm(initial={"text": request.POST.get("text", "")})
    return page(
        request, model_admin, "import", title=_("Read a report in"), form=form, errors=form.errors
    )


def review_page(request, model_admin, form):
    source = form.cleaned_data["source"]
    try:
        parsed = parsed_from(source)
    except UnreadableReport as error:
        form.add_error(None, _("This cannot be read: %(why)s.") % {"why": error})
        return source_page(request, model_admin, form)
    making = "make" in request.POST
    places = PlaceForm(
        request.POST if making else None,
        user=request.user,
        found=parsed.post_name[:80],
        initial={"place": place_found(parsed, request.user), "year": parsed.year},
    )
    if making and places.is_valid():
        try:
            return made(request, parsed_from(source, places.told), topic=places.is_topic)
        except RefusedError as refusal:
            places.add_error(None, str(refusal))
    return page(
        request, model_admin, "import_review",
        title=_("What was found"),
        form=places,
        errors=places.errors,
        carried=carried(source),
        found=found_in(parsed),
        parsed=parsed,
    )  # fmt: skip


def parsed_from(source, told=None):
    read = parse_report if isinstance(source, str) else read_report
    return read(source, current_vocabulary(), country_codes(), told=told)


def made(request, parsed, *, topic):
    known = Edition.objects.filter(source_digest=parsed.digest).values_list("pk", flat=True)
    known = set(known)
    draft = import_parsed(parsed, by=request.user, topic=topic)
    if draft.pk in known:
        messages.warning(request, _("This text was read in before. This is what came of it."))
    else:
        messages.success(request, _("The draft is made. Readers see nothing of it yet."))
    return redirect("admin:advisories_edition_change", draft.pk)


def found_in(parsed):
    """What the review page lists beside the text."""
    vocabulary = current_vocabulary()
    kinds, roles = vocabulary.kinds, dict(ContactRole.choices)
    country = Country.objects.named(parsed.country_name)
    return SimpleNamespace(
        sections=[
            SimpleNamespace(
                heading=section.heading,
                depth=section.depth,
                kind=kinds[section.key].name if section.key in kinds else "",
                words=word_count(section.body),
                body=section.body,
                rating=", ".join(
                    f"{row.place}: {row.word}" if row.place else row.word
                    for row in parsed.ratings
                    if row.anchor == section.anchor
                ),
            )
            for section in parsed.sections
        ],
        contacts=[
            SimpleNamespace(found=contact, role=roles.get(contact.role, contact.role))
            for contact in parsed.contacts
        ],
        warnings=problems_of(parsed, country),
        lost=parsed.lost_characters,
    )


def page(request, model_admin, template, **context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        **context,
    }
    return TemplateResponse(request, f"admin/advisories/report/{template}.html", context)
