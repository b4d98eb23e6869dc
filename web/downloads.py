"""Files of the private store, as they leave it: to be kept, not to be opened on this site."""

import io
import tempfile

from django.http import FileResponse, Http404

from .tables import write_csv


def private_download(file, name, content_type):
    """The bytes for this reader alone; a file lost from the disk is not found."""
    try:
        opened = file.open("rb")
    except OSError as missing:
        raise Http404 from missing
    return kept_by_reader(opened, name, content_type)


def private_table(name, columns, rows):
    """The rows as a CSV file for this reader alone; by its first sign spreadsheets know UTF-8."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- the response closes it
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", errors="replace")
    write_csv(text, columns, rows)
    text.detach()
    file.seek(0)
    return kept_by_reader(file, name, "text/csv; charset=utf-8")


def kept_by_reader(opened, name, content_type):
    response = FileResponse(opened, as_attachment=True, filename=name)
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
