"""A portal of its own for a bench script: temporary folder, SQLite, sample content."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
scratch = tempfile.TemporaryDirectory(prefix="portal-bench-")


def empty(database=""):
    """Django set up on an empty, migrated database: SQLite unless another is named."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="portal.settings",
        PORTAL_ENV="development",
        VAR_DIR=scratch.name,
        DATABASE_URL=database,
        SITE_URL="http://testserver",
        ALLOWED_HOSTS="testserver localhost 127.0.0.1",
        STAFF_TWO_FACTOR="0",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def with_sample():
    """The same, with what `make run` loads."""
    from django.core.management import call_command

    empty()
    call_command("load_countries", verbosity=0)
    call_command("load_sample", verbosity=0)


@contextlib.contextmanager
def served(workers=1, application="portal.wsgi"):
    """gunicorn on a free port, with the environment at hand; gives its address, start time, pid."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    bind = ["--bind", f"127.0.0.1:{port}", "--workers", str(workers)]
    quiet = ["--log-level", "error", "--no-control-socket"]
    if application != "portal.wsgi":
        quiet += ["--config", os.devnull]  # gunicorn.conf.py is for the portal: it draws its pages
    command = [sys.executable, "-W", "ignore", "-m", "gunicorn", application, *bind, *quiet]
    began = time.perf_counter()
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        while time.perf_counter() - began < 30 and not answers(port):
            if server.poll() is not None:
                raise RuntimeError("gunicorn ended right after its start")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", time.perf_counter() - began, server.pid
    finally:
        server.terminate()
        server.wait(10)


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
    except OSError:
        return False
    status = connection.getresponse().status
    if status != 200:
        raise RuntimeError(f"the home page answers {status}")
    return True
