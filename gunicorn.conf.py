"""How gunicorn runs the portal; it reads this file wherever it is started from this folder.

Everything is loaded once, before the workers part, and what stays untouched is in memory once.
"""

import gc
import os

preload_app = "--reload" not in os.environ.get("GUNICORN_CMD_ARGS", "")
# A header names no other address than the first line; a proxy's words count by BEHIND_PROXY.
forwarder_headers = ""
secure_scheme_headers = {}
gc.disable()  # while loading: what a collection frees, each worker would fill for itself


def when_ready(server):
    if preload_app:
        from django.urls import reverse

        from portal.warming import first_pages
        from portal.wsgi import django_application
        from web.warming import warm

        reverse("search")  # loads every view, as the first request of each worker would
        warm(django_application, first_pages)
        gc.freeze()  # no later collection touches, and so copies, what is loaded


def post_fork(server, worker):
    gc.enable()
