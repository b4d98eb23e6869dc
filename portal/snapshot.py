"""The public history as files on disk, made anew when something public changed.

The files of one content version stand in a folder of their own, written by whichever process
is asked first while the others wait. Rows pass through one after the other, so the files may
be larger than the memory.
"""

import fcntl
import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from portal.history import tables
from web.models import ContentVersion
from web.pagecache import kinds_of_fact
from web.tables import write_csv, write_json_lines

DESCRIPTION = "datapackage.json"
SUMS = "SHA256SUMS"
LONGEST = timedelta(days=1)
ATTEMPTS = 5


def folder():
    """The folder of the files that are true now."""
    home = Path(settings.VAR_DIR) / "data"
    home.mkdir(parents=True, exist_ok=True)
    with locked(home / "lock"):
        version = ContentVersion.current()
        place = home / str(version)
        if not is_true(place):
            write(home, place)
        return place


def read(deed):
    """What `deed(folder)` returns: again where another process put newer files in its place."""
    for _attempt in range(ATTEMPTS - 1):
        try:
            return deed(folder())
        except FileNotFoundError:
            continue
    return deed(folder())


@contextmanager
def locked(path):
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_true(place):
    """False once a fact began or ceased to hold by itself since the files were made."""
    try:
        return timezone.now() < datetime.fromisoformat((place / "until").read_text())
    except (OSError, ValueError):
        return False


def write(home, place):
    with override(settings.LANGUAGE_CODE):  # whatever language the first to ask reads
        write_files(home, place)


def write_files(home, place):
    made = Path(tempfile.mkdtemp(dir=home))
    until = min(filter(None, [kind.next_change() for kind in kinds_of_fact()]), default=None)
    latest = timezone.now() + LONGEST
    described = [described_file(made, table, kind) for table in tables() for kind in KINDS]
    package = {"name": "advisory-history", "resources": described}
    text = json.dumps(package, indent=2, ensure_ascii=False)
    (made / DESCRIPTION).write_text(text + "\n", encoding="utf-8")
    lines = [f"{digest(made / row['path'])}  {row['path']}\n" for row in described]
    (made / SUMS).write_text("".join(lines))
    (made / "until").write_text(min(filter(None, [until, latest])).isoformat())
    for old in home.iterdir():
        if old.is_dir() and old != made:
            shutil.rmtree(old, ignore_errors=True)
    made.rename(place)


def csv_file(file, table):
    write_csv(file, table.columns, table.rows())


def json_lines_file(file, table):
    write_json_lines(file, table.rows())


KINDS = {"csv": ("text/csv", csv_file), "jsonl": ("application/jsonl", json_lines_file)}


def described_file(made, table, kind):
    """Write one table in one form; what the dictionary says of the file."""
    media_type, writer = KINDS[kind]
    path = made / f"{table.name}.{kind}"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer(file, table)
    return {
        "name": f"{table.name}-{kind}",
        "path": path.name,
        "title": str(table.about),
        "mediatype": media_type,
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest(path)}",
        "schema": {
            "fields": [
                {"name": name, "type": type_of(name, kind), "description": text}
                for name, text in table.columns.items()
            ]
        },
    }


NUMBERS = {"level", "year", "revision", "grade", "position", "depth"}
LISTS = {"indicators", "countries"}


def type_of(column, kind):
    if column in NUMBERS:
        return "integer"
    return "array" if column in LISTS and kind == "jsonl" else "string"


def digest(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
