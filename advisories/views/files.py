"""The one way to a file: asked each time whether this person may read the edition it is in."""

from django.http import Http404
from django.views.decorators.http import require_safe

from web.downloads import private_download

from ..models import Attachment


@require_safe
def attachment(request, key):
    row = Attachment.objects.visible_to(request.user).filter(key=key).first()
    if row is None:
        raise Http404
    return private_download(row.file, row.name, row.content_type)
