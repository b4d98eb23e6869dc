"""The web process: gunicorn portal.wsgi.

A web server counts as production unless PORTAL_ENV says otherwise, so that a forgotten
variable stops the start (web.checks) instead of serving with laptop defaults.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

from django.core.wsgi import get_wsgi_application

django_application = get_wsgi_application()  # sets Django up; what follows needs that

from web.checks import refuse_unsafe_start  # noqa: E402
from web.pagecache import PageCache  # noqa: E402
from web.wsgi import PlainEncoding  # noqa: E402

refuse_unsafe_start()
application = PageCache(PlainEncoding(django_application))
