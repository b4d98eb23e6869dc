"""Editions as PDF: the same page that a browser prints, made once and kept.

WeasyPrint is an optional extra (requirements-pdf.txt); without it no page names a PDF.
"""

from functools import cache
from importlib.util import find_spec

from django.conf import settings


def is_offered():
    return settings.REPORT_PDF and is_installed()


@cache
def is_installed():
    """True if WeasyPrint is there; looked up, not imported, for that takes a second."""
    return find_spec("weasyprint") is not None
