"""What it costs to have the portal: packages, disk, first migration, start to first answer."""

import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import place
import psutil
from figures import figure, missing, seconds

ROOT = Path(__file__).resolve().parent.parent
PAGES = 200
ROUNDS = 6  # so that each page is asked of both workers, whoever answers


def main():
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
        installed(Path(folder) / "venv")
        os.environ.update(PORTAL_ENV="development", VAR_DIR=folder, DATABASE_URL="")
        migrate = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
        taken = seconds(lambda: subprocess.run(migrate, cwd=ROOT, check=True))
        figure("migrate an empty database", taken, 6, "s", digits=1)
        first_answer()
    weight()


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


def first_answer():
    """From starting gunicorn to the home page of an empty site."""
    with place.served() as (_address, taken, _pid):
        figure("start to first answer", taken, 1.5, "s", digits=2)


def weight():
    """What two workers and the process above them weigh, each with the same pages in its cache."""
    place.with_sample()
    from advisories.models import Country

    paths = ["/", *(country.get_absolute_url() for country in Country.objects.all()[: PAGES - 1])]
    with place.served(workers=2) as (address, _taken, pid):
        for path in paths * ROUNDS:
            asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "gzip"})
            urllib.request.urlopen(asked).read()
        processes = [psutil.Process(pid), *psutil.Process(pid).children()]
        assert len(processes) == 3, processes
        bytes_held = sum(process.memory_full_info().pss for process in processes)
        figure(f"memory of 2 web workers with {len(paths)} pages", bytes_held / 1e6, 130, "MB")


if __name__ == "__main__":
    main()
