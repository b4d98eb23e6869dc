"""The planted markers, looked for inside PDFs (P14, J6): in what is made and in who gets it."""

import io
from itertools import product

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from advisories import pdf
from advisories.models import Edition, EditionPdf
from advisories.pdf import jobs
from advisories.pdf.page import html_of
from tests.portal.planted import COUNTRY, MARKER

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def offered(settings, monkeypatch):
    settings.REPORT_PDF = True
    monkeypatch.setattr(pdf, "is_installed", lambda: True)


def markers_in(text):
    return set(MARKER.findall(text.lower()))


@pytest.mark.behavior("J6", "I15", "P14")
def test_pdf_of_a_public_edition_holds_no_marker(planted, client):
    """The one beside every other edition, which quotes the titles of restricted reports."""
    pytest.importorskip("weasyprint", exc_type=ImportError)
    from pypdf import PdfReader

    address = "/reports/plain-almaty/2018/v1/report.pdf"
    client.get(address)
    assert jobs.make_due() == 1
    made = b"".join(client.get(address).streaming_content)

    reader = PdfReader(io.BytesIO(made))
    shown = "".join(page.extract_text() for page in reader.pages)
    objects = [str(reader.get_object(number)) for number in range(1, len(reader.xref[0]) + 1)]
    beside = reader.trailer["/Root"]["/Metadata"].get_data().decode()
    text = "\n".join([shown, str(reader.metadata), str(reader.outline), beside, *objects])

    assert "Plain words." in shown
    assert markers_in(text) == set()


@pytest.mark.behavior("I15")
def test_pdf_tells_nothing_that_one_of_its_readers_may_not_see(planted):
    """A GREEN one goes to members of both councils: nothing of either's AMBER texts is in it."""
    for edition in Edition.objects.live():
        side = edition.report.post.slug
        entitled = (
            {f"{side} member"} if edition.tlp == "amber" else planted.readers_of(side, "green")
        )
        entitled = {"anonymous"} if edition.tlp == "clear" else entitled
        text = html_of(edition, timezone.now())
        wrong = [planted.places[m] for m in markers_in(text) if not entitled <= planted.seen_by[m]]
        assert wrong == [], edition
        assert edition.tlp == "clear" or markers_in(text), "its own words"


@pytest.mark.behavior("I11")
def test_pdf_of_a_hidden_edition_is_missing_for_all_but_its_readers(planted, read):
    """Each is made and lies in the store; both of its addresses are tried by everybody."""
    for edition in Edition.objects.filter(report__slug="plain-almaty"):
        row = EditionPdf(edition=edition, says=jobs.said_beside(edition), made_at=timezone.now())
        row.file.save("x", ContentFile(b"%PDF of " + edition.title.encode()))
    readers = ("anonymous", "traveler", "almaty member", "astana member", "astana editor", COUNTRY)
    got = {
        (reader, edition.year)
        for reader, edition, name in product(
            readers,
            Edition.objects.filter(report__slug="plain-almaty"),
            ("edition_pdf", "member_edition_pdf"),
        )
        if opened(read, reader, reverse(f"advisories:{name}", args=parts(edition)))
    }

    everybody = {(reader, year) for reader in readers for year in (2015, 2018)}
    green = {(reader, 2016) for reader in readers if reader not in ("anonymous", "traveler")}
    assert got == everybody | green | {("almaty member", 2017)}


def parts(edition):
    return [edition.report.slug, edition.year, edition.revision]


def opened(read, reader, path):
    response = read(reader, path)
    assert response.status_code in (200, 302, 404), (reader, path)
    assert response.status_code == 200 or b"%PDF" not in response.content
    return response.status_code == 200
