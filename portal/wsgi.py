"""The web process: gunicorn portal.wsgi.

A web server counts as production unless PORTAL_ENV says otherwise, so that a forgotten
variable stops the start (web.checks) instead of serving with laptop defaults.
"""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
os.environ.setdefault("PORTAL_ENV", "production")

from django.core.wsgi import get_wsgi_application

from web.checks import refuse_unsafe_start

application = get_wsgi_application()
refuse_unsafe_start()
