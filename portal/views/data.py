"""The whole public history as files, and the page that says where everything for machines is."""

import json
from pathlib import Path

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import quote_etag
from django.views.decorators.csrf import csrf_exempt

from advisories.importer import current_vocabulary
from advisories.models import Edition, Post, Section
from portal import history, snapshot
from web.open_data import open_page, opened
from web.public import asked_for, public_page

# Not the words that the page cache looks for: it would hold whole files in memory.
CHECKED_EACH_TIME = "public, no-cache"
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "json": "application/json",
    snapshot.SUMS: "text/plain; charset=utf-8",
}


@public_page
def data(request):
    kinds = current_vocabulary().kinds
    public = Edition.objects.live().clear().values("pk")
    used = set(Section.objects.filter(edition__in=public).values_list("key", flat=True).distinct())
    titles = {table.name: table.about for table in history.tables()}
    context = {
        "files": [row | {"title": titles[Path(row["path"]).stem]} for row in described()],
        "posts": Post.objects.listed(),
        "kinds": [kind for key, kind in kinds.items() if key in used],
    }
    return render(request, "portal/data.html", context)


def described():
    """What the dictionary says of each file."""
    text = snapshot.read(lambda place: (place / snapshot.DESCRIPTION).read_text(encoding="utf-8"))
    return json.loads(text)["resources"]


@csrf_exempt
def data_file(request, name):
    """One file, streamed from the disk."""
    if request.method not in ("GET", "HEAD"):
        return nothing(request)
    return opened(snapshot.read(lambda place: file_of(request, place, name)))


data_file.is_public = True


@open_page
def nothing(request):
    """What other methods than GET are told."""
    return HttpResponse()


def file_of(request, place, name):
    known = {path.name for path in place.iterdir()} - {"until"}
    if name not in known:
        raise Http404
    return checked(request, place / name)


def checked(request, path):
    etag = quote_etag(snapshot.digest(path))
    if asked_for(request, etag):
        response = HttpResponse(status=304)
    else:
        kind = path.name if path.name in MEDIA_TYPES else path.suffix[1:]
        response = FileResponse(path.open("rb"), content_type=MEDIA_TYPES[kind])
    response["ETag"], response["Cache-Control"] = etag, CHECKED_EACH_TIME
    response.is_public = True
    return response
