"""The portal's own settings, cut loose from the environment of whoever runs the tests.

TEST_DATABASE_URL is the only variable that counts: without it the tests run on SQLite.
"""

import os
import re
import tempfile
from pathlib import Path

READ = re.compile(r'(?:text|words|flag|number|rate|rates|seconds|environ.get)\(\s*"([A-Z_]+)"')
for name in READ.findall((Path(__file__).parents[1] / "portal" / "settings.py").read_text()):
    os.environ.pop(name, None)

scratch = tempfile.TemporaryDirectory(prefix="portal-tests-")  # removed when the process ends
os.environ["PORTAL_ENV"] = "development"
os.environ["VAR_DIR"] = scratch.name
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from portal.settings import *  # noqa: E402, F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# Slow on purpose in real life, and the tests sign in a lot.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# No test waits for a PDF unless it is about one.
REPORT_PDF = False

# Tests about staff pages sign in as staff and go there; the tests of the second factor turn it on.
STAFF_TWO_FACTOR = False
