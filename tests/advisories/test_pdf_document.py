"""The PDF itself, opened by a reader that is not the one who wrote it."""

import io
import re

import pytest
from django.utils import timezone

from advisories.cleaning import plain_text
from advisories.models import Contact, Edition, Tlp
from advisories.pdf.page import html_of
from advisories.pdf.render import files_of, only, rendered
from tests.factories import make_contact, make_edition, make_level, make_post, make_report
from web.models import SiteSettings

pytestmark = [pytest.mark.django_db, pytest.mark.once]
SECTIONS = [
    {"key": "overall", "heading": "Overall", "body": "<p>Calm — “so far”, says Алия.</p>"},
    {
        "key": "crime",
        "heading": "Crime threats",
        "depth": 2,
        "rating": "high",
        "body": "<ul><li>Bags are cut.</li></ul><table><tr><th scope='col'>Where</th></tr>"
        "<tr><td>Markets</td></tr></table><p><a href='https://example.org/x'>More</a></p>",
    },
]


@pytest.fixture(scope="module")
def weasyprint():
    try:
        import weasyprint
    except (ImportError, OSError) as missing:
        pytest.skip(f"no WeasyPrint here ({missing}), see “Reports as PDF” in docs/deploy.md")
    return weasyprint


@pytest.fixture
def edition():
    post = make_post()
    make_level(post.country, 3)
    make_contact(post.country)
    report = make_report(post, slug="almaty")
    return make_edition(
        report,
        title="Almaty report",
        summary="* **Roads** are dangerous.",
        contacts=[contact.frozen for contact in Contact.objects.all()],
        sections=SECTIONS,
    )


@pytest.mark.behavior("J6")
def test_it_says_what_the_page_says_and_is_tagged(weasyprint, client, edition):
    from pypdf import PdfReader

    html = html_of(edition, timezone.now())
    reader = PdfReader(io.BytesIO(rendered(html)))
    root = reader.trailer["/Root"]
    text = "".join(page.extract_text() for page in reader.pages)
    page = client.get("/reports/almaty/").content.decode()

    said = [f"{section.heading} {plain_text(section.body)}" for section in edition.sections.all()]
    assert in_order(said, text)
    assert in_order(said, plain_text(page))
    assert not in_order(reversed(said), text)
    for words in ("Almaty report, 2017", "Level 3", "Roads are dangerous.", "High", "102"):
        assert bare(words) in bare(text)
    assert "Get updates" not in text
    last_line = bare(f"It is kept at http://127.0.0.1:8000{edition.get_absolute_url()}")
    end = bare(text)[-200:]
    assert last_line in end
    assert end.endswith("2/2")
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert reader.metadata.title.startswith("Almaty report, 2017")
    assert b"pdfuaid" in root["/Metadata"].get_data()
    headings = [name for name in titles(reader.outline) if name in ("Overall", "Crime threats")]
    assert headings == ["Overall", "Crime threats"]


def test_restricted_one_is_labeled_on_every_page(weasyprint, edition):
    from pypdf import PdfReader

    Edition.objects.update(published_at=None)
    Edition.objects.update(tlp=Tlp.GREEN)
    html = html_of(Edition.objects.get(), timezone.now())
    reader = PdfReader(io.BytesIO(rendered(html)))

    assert len(reader.pages) > 1
    assert all("TLP:GREEN" in page.extract_text() for page in reader.pages)


def in_order(texts, whole):
    """True if every word of these texts stands in the whole, one after the other."""
    place, whole = 0, bare(whole)
    for word in " ".join(texts).split():
        place = whole.find(word, place) + len(word)
        if place < len(word):
            return False
    return True


def bare(text):
    """Without blanks, which no PDF keeps as they were."""
    return re.sub(r"\s", "", text)


def titles(outline):
    for row in outline:
        yield from titles(row) if isinstance(row, list) else [row.title]


def test_it_fetches_the_brand_and_nothing_else(weasyprint):
    site = SiteSettings(logo=b"\x89PNG")
    files = files_of(site)
    fetcher = only(files)

    assert sorted(kind for _content, kind in files.values()) == ["image/png", "text/css"]
    for address in files:
        assert fetcher.fetch(address).read()
    for address in ("http://169.254.169.254/", "file:///etc/passwd", "https://example.org/a.css"):
        with pytest.raises(ValueError, match="No file of ours"):
            fetcher.fetch(address)
