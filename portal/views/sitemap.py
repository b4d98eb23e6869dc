"""What search engines are to read, and what not."""

from django.db.models import Max
from django.http import HttpResponse
from django.urls import reverse

from advisories.models import Country, Edition
from alerts.models import Alert
from council.models import Council
from web.markup import add, document, written
from web.open_data import absolute
from web.public import public_page

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 50_000  # addresses in one file, by the standard
PAGES = ["home", "country_list", "advisories:report_list", "alerts:alert_list"]
PAGES += ["council:council_list", "about", "levels", "accessibility", "privacy", "contact", "data"]
CLOSED = ["admin:index", "account"]
MEMBERS = ["/members/", "/choices/", "/u/"]


@public_page
def sitemap(request):
    root = document("urlset", SITEMAP)
    for address, changed_at in list(addresses())[:MOST]:
        node = add(root, "url")
        add(node, "loc", absolute(address))
        if changed_at:
            add(node, "lastmod", changed_at.isoformat(timespec="seconds"))
    return HttpResponse(written(root), content_type="application/xml; charset=utf-8")


def addresses():
    """Each address with the time it last changed, where that is known."""
    for name in PAGES:
        yield reverse(name), None
    for row in Country.objects.all():
        yield row.get_absolute_url(), None
    for row in Council.objects.all():
        yield row.get_absolute_url(), None
    public = Edition.objects.live().clear().order_by("report__slug").values_list("report__slug")
    for slug, at in public.annotate(at=Max("published_at")):
        yield reverse("advisories:report_detail", args=[slug]), at
    alerts = Alert.objects.sent().clear().filter(refers_to=None).order_by("-published_at")
    for row in alerts.only("year", "slug", "tlp", "exercise", "published_at", "ended_at")[:MOST]:
        yield row.get_absolute_url(), row.ended_at or row.published_at


@public_page
def robots(request):
    closed = [*map(reverse, CLOSED), *MEMBERS]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
