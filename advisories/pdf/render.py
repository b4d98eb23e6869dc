"""From the page to a tagged PDF. Nothing is fetched: the page brings all it needs along."""

import logging

from django.conf import settings
from django.urls import reverse

from web.brand import brand_css
from web.models import SiteSettings
from web.open_data import absolute

from .drawing import drawn

PRINT = settings.BASE_DIR / "static/css/pdf.css"


def rendered(html):
    """The bytes of a PDF/UA-1: tagged, with language, title and bookmarks of the headings."""
    from weasyprint import HTML  # slow to import, and an extra

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # it names each rule for screens
    site = SiteSettings.load()
    fetcher = only(files_of(site))
    html = drawn(html, site.brand, site.on_brand)
    # After the rules of the page, for a sheet handed over apart would yield to them.
    html = html.replace("</head>", f"<style>{PRINT.read_text(encoding='utf-8')}</style></head>", 1)
    page = HTML(string=html, base_url=settings.SITE_URL, url_fetcher=fetcher)
    return page.write_pdf(pdf_variant="pdf/ua-1")


def files_of(site):
    """All that a page may name: the brand colors and the logo, by their addresses."""
    brand = absolute(reverse("web:brand", args=[site.brand_hash]))
    found = {brand: (brand_css(site).encode(), "text/css")}
    if site.logo:
        found[absolute(reverse("web:logo", args=[site.logo_hash]))] = bytes(site.logo), "image/png"
    return found


def only(files):
    """What WeasyPrint asks for a file: these, and nothing from disk or network."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Fetcher(URLFetcher):
        def fetch(self, url, headers=None):
            if url not in files:
                raise ValueError(f"No file of ours: {url[:200]}")
            content, kind = files[url]
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    return Fetcher(allowed_protocols=())
