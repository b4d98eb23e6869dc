"""Run a bench script once on SQLite and once on PostgreSQL, each in a process of its own."""

import subprocess
import sys
import tempfile


def on_both(file, measure, **settings):
    """Called by the script's last lines: starts it twice, or is one of the two."""
    if sys.argv[1:]:
        measure(*sys.argv[1:])
        return
    failed = subprocess.run([sys.executable, file, "SQLite", ""]).returncode
    from tests.pg.__main__ import start_server

    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        server = start_server(folder, **settings)
        try:
            command = [sys.executable, file, "PostgreSQL", server.get_uri()]
            failed += subprocess.run(command).returncode
        finally:
            server.stop()
    sys.exit(failed)
