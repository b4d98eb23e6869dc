"""Files of the private store, as they leave it: to be kept, not to be opened on this site."""

from django.http import FileResponse, Http404


def private_download(file, name, content_type):
    """The bytes for this reader alone; a file lost from the disk is not found."""
    try:
        opened = file.open("rb")
    except OSError as missing:
        raise Http404 from missing
    response = FileResponse(opened, as_attachment=True, filename=name)
    response["Content-Type"] = content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
