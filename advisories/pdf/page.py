"""The page that becomes a PDF: that of the readers, as everybody sees it who may read it."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from web.context import site

from ..models import Tlp
from ..quoted import readable_beside
from ..reading import laid_out


def html_of(edition, printed_at):
    """The report page at that moment; of other editions, those that all its readers see."""
    editions = readable_beside(edition).filter(report=edition.report)
    context = laid_out(edition, editions) | {
        "contacts": edition.contacts,
        "layout": "base.html",
        "members": edition.tlp != Tlp.CLEAR,
        "printed_at": printed_at,
        "section": "reports",
    }
    with translation.override(language_of(edition)):
        return render_to_string("advisories/report_detail.html", site(None) | context)


def language_of(edition):
    """Its own language if the site speaks it, else that of the site."""
    try:
        return translation.get_supported_language_variant(edition.language)
    except LookupError:
        return settings.LANGUAGE_CODE
