"""A report as PDF: made once however many ask, in how long, and given as a file after that."""

import io
import time
from concurrent.futures import ThreadPoolExecutor

import place
from figures import alternating, figure, missing

place.with_sample()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402

from advisories.models import Edition, EditionPdf  # noqa: E402
from advisories.pdf import is_offered, jobs  # noqa: E402

ASKERS, ROUNDS = 8, 12


def main():
    edition = Edition.objects.live().clear().filter(report__post__slug="almaty").newest_first()[0]
    address = f"{edition.get_absolute_url()}report.pdf"
    if not is_offered():
        missing("make the PDF of a report", "no WeasyPrint", "<= 4 s")
        return
    with ThreadPoolExecutor(ASKERS) as pool:
        list(pool.map(ask, [address] * ASKERS * ROUNDS))
    figure(f"PDF jobs after {ASKERS * ROUNDS} readers asked", EditionPdf.objects.count(), 1)
    began = time.process_time()
    made = jobs.make_due()
    taken = time.process_time() - began
    pages = pages_of(EditionPdf.objects.get())
    figure(f"make the PDF of a report of {pages} pages, CPU", taken, 4, "s", 1)
    figure("PDFs made", made, 1)
    client = Client()
    file, page = alternating(
        lambda: client.get(address), lambda: client.get(edition.get_absolute_url())
    )
    figure("give the PDF that is made, times the uncached page", file / page, 1, digits=2)


def ask(address):
    try:
        return Client().get(address).status_code
    finally:
        connections.close_all()


def pages_of(row):
    from pypdf import PdfReader

    with row.file.open("rb") as file:
        return len(PdfReader(io.BytesIO(file.read())).pages)


if __name__ == "__main__":
    main()
