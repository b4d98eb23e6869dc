"""`make run`: the portal on this machine, to try it out and to work on it.

Prepares the database, then keeps three processes going until Ctrl-C: the web server, the
worker that sends mail, and a catcher that stores every mail as a file.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from children import Children, end_with_parent

ROOT = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR") or ROOT / "var")
MAIL_PORT_OFFSET = 25
START_SECONDS = 60


def main():
    # Said for SIGINT too: a shell starts background jobs with it ignored.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: sys.exit(128 + number))
    end_with_parent()
    os.chdir(ROOT)
    port = wanted_port()
    web = listening_socket(port)
    mail = first_free_socket(port + MAIL_PORT_OFFSET)
    environment = development_environment(port, mail.getsockname()[1])
    if subprocess.call([sys.executable, "scripts/prepare.py"], env=environment):
        sys.exit("The database could not be prepared; the reason stands above.")
    with Children(environment) as children:
        children.start("mail catcher", mail_command(mail), keep=mail)
        children.start("web server", web_command(web), keep=web)
        children.start("worker", [sys.executable, "manage.py", "deliver"])
        wait_for_answer(port, children)
        tell(port)
        children.watch()


def wanted_port():
    value = os.environ.get("PORT") or "8000"
    if not value.isascii() or not value.isdigit() or not 0 < int(value) < 65_536:
        sys.exit(f"PORT must be a number from 1 to 65535, not {value!r}.")
    return int(value)


def listening_socket(port):
    """Hold the port from the first moment, so that nothing is prepared in vain."""
    try:
        return bound_socket(port)
    except PermissionError:
        sys.exit(f"Port {port} is for the system only. Take another: make run PORT=8080")
    except OSError:
        sys.exit(f"Port {port} is taken by another program. Take another: make run PORT={port + 1}")


def first_free_socket(port):
    for candidate in [*range(port, min(port + 50, 65_536)), 0]:
        with contextlib.suppress(OSError):
            return bound_socket(candidate)
    sys.exit("No free port for the mail catcher.")


def bound_socket(port):
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(("127.0.0.1", port))
        bound.listen()
    except OSError:
        bound.close()
        raise
    return bound


def development_environment(port, mail_port):
    return {
        "STAFF_TWO_FACTOR": "0",
        "SITE_URL": f"http://localhost:{port}",
        "WEB_CONCURRENCY": "2",
        **{name: value for name, value in os.environ.items() if value},
        "PORTAL_ENV": "development",
        "VAR_DIR": str(VAR_DIR),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "PYTHONUNBUFFERED": "1",
    }


def web_command(web):
    gunicorn = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"fd://{web.fileno()}"]
    return [*gunicorn, "--threads", "4", "--log-level", "warning", "--no-control-socket"]


def mail_command(mail):
    return [sys.executable, "scripts/mail_catcher.py", str(mail.fileno()), str(VAR_DIR / "mail")]


def wait_for_answer(port, children):
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        children.check()
        if answers(port):
            return
        time.sleep(0.1)
    sys.exit(f"The web server did not answer within {START_SECONDS} seconds.")


def answers(port):
    """Whether the web server answers yet, whatever it says."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", "/", headers={"Host": f"localhost:{port}"})
        connection.getresponse()
        return True
    return False


def tell(port):
    folder = VAR_DIR / "mail"
    folder = folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder
    print(
        f"\n  The portal     http://localhost:{port}/"
        f"\n  For staff      http://localhost:{port}/admin/"
        f"\n  Mail           lands in {folder}/, each named here as it comes"
        "\n  To stop        Ctrl-C\n",
        flush=True,
    )


if __name__ == "__main__":
    main()
