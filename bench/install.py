"""What it costs to have the portal: packages, disk, first migration, start to first answer."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import figure, missing, seconds

ROOT = Path(__file__).resolve().parent.parent


def main():
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        installed(Path(folder) / "venv")
        environment = {
            **os.environ,
            "PORTAL_ENV": "development",
            "VAR_DIR": folder,
            "DATABASE_URL": "",
        }
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        taken = seconds(lambda: subprocess.run(migrate, cwd=ROOT, env=environment, check=True))
        figure("migrate an empty database", taken, 6, "s", digits=1)
        first_answer(environment)


def installed(venv):
    """A new virtual environment with requirements.txt alone."""
    uv = shutil.which("uv") or str(Path(sys.executable).with_name("uv"))
    if not Path(uv).exists():
        missing("packages installed", "no uv", "<= 30")
        return
    subprocess.run([uv, "venv", "--quiet", venv], check=True)
    command = [uv, "pip", "install", "--quiet", "--python", venv / "bin/python", "--require-hashes"]
    subprocess.run([*command, "-r", ROOT / "requirements.txt"], check=True)
    packages = next((venv / "lib").glob("python*/site-packages"))
    figure("packages installed", len(list(packages.glob("*.dist-info"))), 30)
    files = [path for path in packages.rglob("*") if path.is_file()]
    figure("their size", sum(path.stat().st_size for path in files) / 1e6, 150, "MB")


def first_answer(environment):
    """From starting gunicorn to the home page of an empty site."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    began = time.perf_counter()
    bind = ["--bind", f"127.0.0.1:{port}", "--log-level", "error", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", *bind]
    server = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        while time.perf_counter() - began < 30 and not answers(port):
            time.sleep(0.02)
        figure("start to first answer", time.perf_counter() - began, 1.5, "s", digits=2)
    finally:
        server.terminate()
        server.wait(10)


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False


if __name__ == "__main__":
    main()
