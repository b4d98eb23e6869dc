"""PDFs are made in a process of their own: they take seconds and memory that mail needs."""

import logging
import subprocess
import sys

from django.conf import settings

from ..models import EditionPdf
from . import is_offered
from .jobs import ask_for_news

logger = logging.getLogger(__name__)
COMMAND = [sys.executable, str(settings.BASE_DIR / "manage.py"), "make_pdfs"]
running: list[subprocess.Popen] = []  # at most one of this worker


def start_making():
    """For the worker, between two looks at the mail: see that what is due is being made."""
    if not is_offered():
        return
    running[:] = [child for child in running if child.poll() is None]
    if running:
        return
    ask_for_news()
    if EditionPdf.objects.due().exists():
        try:
            running.append(subprocess.Popen(COMMAND, stdin=subprocess.DEVNULL))  # noqa: S603
        except OSError:  # no memory, say: mail goes on, and the next look tries again
            logger.exception("No process for PDFs could be started.")
