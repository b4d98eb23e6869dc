"""An edition as a file: public bytes for everybody, restricted ones for its readers alone."""

from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from web.downloads import private_download
from web.public import asked_for

from ..pdf import is_offered
from ..pdf.jobs import again, ask
from .reports import of_report, public, readable_by

# Not the words that the page cache looks for: it would hold whole files in memory.
CHECKED_EACH_TIME = "public, no-cache"


@csrf_exempt
def edition_pdf(request, slug, year, revision):
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    edition = edition_of(public(), slug, year, revision)
    row = ask(edition)
    etag = quote_etag(row.digest[:32])
    if row.is_made and asked_for(request, etag):
        response = HttpResponse(status=304)
    else:
        response = answer(request, edition, row)
    if row.is_made:
        response["ETag"], response["Cache-Control"] = etag, CHECKED_EACH_TIME
        response.is_public = True
    return response


edition_pdf.is_public = True


@require_safe
def member_edition_pdf(request, slug, year, revision):
    edition = edition_of(readable_by(request.user), slug, year, revision)
    return answer(request, edition, ask(edition), members=True)


def edition_of(editions, slug, year, revision):
    related = of_report(editions, slug).select_related("report__country", "report__post__country")
    edition = related.filter(year=year, revision=revision).first()
    if edition is None or not is_offered():
        raise Http404
    return edition


def answer(request, edition, row, *, members=False):
    """The file, or for the first who ask a page that says it is being made."""
    if row.is_made and not row.file.storage.exists(row.file.name):
        again(row)  # lost from the disk
    if not row.is_made:
        return being_made(request, edition, row, members)
    name = f"{edition.report.slug}-{edition.year}-v{edition.revision}.pdf"
    return private_download(row.file, name, "application/pdf")


def being_made(request, edition, row, members):
    context = {
        "edition": edition,
        "given_up": row.is_given_up,
        "section": "reports",
        "layout": "base_private.html" if members else "base.html",
    }
    status = 503 if row.is_given_up else 202
    response = render(request, "advisories/edition_pdf_wait.html", context, status=status)
    response["Retry-After"] = "10"
    return response
