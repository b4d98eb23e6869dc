"""What the first visits would make in every worker is made once, before the workers part.

Django fills many caches when it is first asked: of models and their relations, of templates,
translations and SQL. Made before gunicorn forks, they are in memory once for all workers.
"""

from io import BytesIO
from urllib.parse import urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.db import Error, connections

from .models import ContentVersion


def warm(application, paths):
    """Ask for each page and forget the answer; without a database at hand do nothing."""
    try:
        ContentVersion.current()
        for path in paths():
            ask(application, path)
    except Error:
        pass  # there may be none yet: the workers answer for it when they are asked
    finally:
        connections.close_all()  # a connection belongs to one process


def ask(application, path):
    site = urlsplit(settings.SITE_URL)
    environ = {
        "PATH_INFO": path,
        "HTTP_HOST": site.netloc,
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": BytesIO(),
    }
    setup_testing_defaults(environ)
    answer = application(environ, lambda status, headers, exc_info=None: None)
    try:
        for _part in answer:
            pass
    finally:
        answer.close()
