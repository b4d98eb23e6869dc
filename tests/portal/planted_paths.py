"""Paths to the planted rows for every address of the URLconf, none left out."""

from itertools import product

from django.apps import apps
from django.contrib import admin

from advisories.models import Attachment, Edition, Report
from alerts.models import Alert
from council.models import ActionItem, Application, Meeting, Member
from tests.support.urls import every_address

# One's own account, and doors: nothing of these addresses is about content.
DOORS = (
    "account", "mfa_", "usersessions_", "admin:login", "admin:logout", "admin:password_", "health",
)  # fmt: skip
LEAST = 2018  # the edition that readers have before them; changes are asked for against it
HIDDEN = (2014, 2016, 2017, 2020)  # and of these: withdrawn, GREEN, AMBER, a draft
FILES = ["SHA256SUMS", "datapackage.json"] + [
    f"{table}.{kind}"
    for table in ("editions", "sections", "levels", "alerts")
    for kind in ("csv", "jsonl")
]


def paths(reader):
    """Paths of all addresses: those of staff for staff, only councils' for a chair.

    Public pages are the same bytes for everybody (test_public_pages), so one reader is enough.
    """
    rows = rows_of_pages()
    for address in every_address():
        if address.name.startswith(DOORS):
            continue
        if address.route.startswith("admin/"):
            if reader.endswith("editor") or ("publisher" in reader and is_shown(address)):
                yield from desk_pages(address)
        elif is_for(reader, address):
            yield from reader_paths(address, rows)


def is_for(reader, address):
    if getattr(address.view, "is_public", False):
        return reader == "anonymous"
    of_council = "councils/" in address.route
    if "chair" in reader:
        return of_council
    return "publisher" not in reader and not ("editor" in reader and of_council)


def is_shown(address):
    """Lists, and what shows one row without offering to do anything about it."""
    return address.name.endswith(("_changelist", "_change", "_preview", "_compare", "_history"))


def desk_paths(editions):
    """The pages of staff about these editions."""
    rows = list(Edition.objects.filter(pk__in=editions).prefetch_related("sections"))
    for address in every_address():
        named = address.name.startswith("admin:advisories_edition_")
        if named and "<path:object_id>" in address.route:
            yield from (path_to(address, row) for row in rows)


def rows_of_pages():
    """What the parts of an address may be, by the first word of its route."""
    editions = [
        {"slug": slug, "year": year, "revision": 1, "anchor": "crime"}
        for slug, year in Edition.objects.values_list("report__slug", "year")
    ]
    meetings = [
        {"slug": slug, "pk": pk, "action": 1}
        for slug, pk in Meeting.objects.values_list("council__slug", "pk")
    ]
    for meeting, pk in ActionItem.objects.values_list("meeting", "pk"):
        next(row for row in meetings if row["pk"] == meeting)["action"] = pk
    return {
        "edition": editions,
        "reports": list(Report.objects.values("slug")),
        "alerts": list(Alert.objects.values("year", "slug")),
        "meetings": meetings,
        "councils": [{"slug": "almaty"}, {"slug": "astana"}],
        "posts": [{"slug": "almaty"}, {"slug": "astana"}],
        "countries": [{"slug": "kazakhstan", "code": "KZ"}],
        "sections": [{"key": "crime"}],
        "files": list(Attachment.objects.values("key")),
        "data": [{"name": name} for name in FILES],
        "applications": list(Application.objects.values("pk")),
        "membership": list(Member.objects.values("pk")),
    }


def reader_paths(address, rows):
    route = address.route
    if "<" not in route:
        return asked(address.path(None))
    values = rows.get(kind_of(route)) or [{}]
    if "meetings/<int:pk>/" in route and not route.endswith(("/<int:pk>/", ".ics")):
        values = values[1::3]  # the pages that change one
    found = [filled(address, row) for row in values]
    if route.endswith(("/changes/", "/changes")):
        pairs = [f"?old={year}-v1&new={LEAST}-v1&show=whole" for year in HIDDEN]
        open_ones = [path for path in found if "/plain-" in path]
        found += [path + pair for path, pair in product(open_ones, pairs)]
    return found


def filled(address, row):
    return address.path(lambda kind, name: row.get(name, "x"))


def asked(path):
    """The path, and what its page can be asked for besides."""
    more = {
        "/alerts/": ["?country=kazakhstan", "?post=almaty"],
        "/search/": ["?q=plain", "?q=edition&archive=1", "?q=burglars&section=crime&rating=high"],
        "/members/search/": ["?q=plain", "?q=edition&archive=1", "?q=burglars"],
        "/find/": ["?q=almaty"],
        "/subscribe/": ["?post=almaty"],
        "/api/v1/editions": ["?as_of=2030-01-01"],
        "/api/v1/reports": ["?country=KZ"],
        "/api/v1/sections": ["?key=crime"],
    }
    return [path, *(path + query for query in more.get(path, []))]


BEFORE = ("api", "v1", "members", "feeds", "account")


def kind_of(route):
    if "<int:revision>" in route:
        return "edition"
    for word in ("meetings", "applications"):
        if f"{word}/<" in route:
            return word
    return next(part for part in route.split("/") if part not in BEFORE)


def desk_pages(address):
    """Each page of staff, with two planted rows of its model."""
    if "<" not in address.route:
        return [address.path(None)]
    if "<path:object_id>" not in address.route or not address.name.startswith("admin:"):
        return []
    app, model = address.route.split("/")[1:3]
    page = apps.get_model(app, model)
    if page not in admin.site._registry:
        return []
    return [path_to(address, row) for row in desk_rows(page, address)]


def desk_rows(page, address):
    """Of editions the drafts; where one is looked at, what is scheduled and withdrawn too."""
    if page is not Edition:
        return list(page._default_manager.order_by("-pk")[:2])
    plain = Edition.objects.filter(report__slug__startswith="plain-")
    looked_at = address.name.endswith(("_change", "_preview"))
    years = (2014, 2020, 2021, 2022) if looked_at else (2020, 2022)
    return list(plain.filter(year__in=years))


def path_to(address, row):
    section = row.sections.first() if isinstance(row, Edition) else None
    values = {"object_id": row.pk, "section_id": section and section.pk}
    return address.path(lambda kind, name: values[name])
