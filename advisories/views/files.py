"""The one way to a file: asked each time whether this person may read the edition it is in."""

from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from ..models import Attachment


@require_safe
def attachment(request, key):
    row = Attachment.objects.visible_to(request.user).filter(key=key).first()
    if row is None:
        raise Http404
    try:
        file = row.file.open("rb")
    except OSError as missing:
        raise Http404 from missing
    response = FileResponse(
        file, as_attachment=True, filename=row.name, content_type=row.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
