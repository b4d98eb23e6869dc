"""Skipping said out loud, and refused where FORBID_SKIPS=1 (as .ci/run sets it)."""

import os
import shutil
from pathlib import Path

import pytest

SEED = Path(__file__).resolve().parents[3] / "shared" / "seed"
# The first is Chromium without windows: the same engine, started and loaded in less time.
CHROMIUM_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

skipped = pytest.StashKey[list]()


def find_chromium():
    """The path of Chromium, from CHROMIUM or from PATH; None where there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def pytest_configure(config):
    config.stash[skipped] = []


def pytest_collection_modifyitems(items):
    """Browser tests go last: Playwright's event loop stays in the process that ran one."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item):
    if item.get_closest_marker("seed") and not SEED.is_dir():
        pytest.skip("no seed report in ../shared/seed")
    if item.get_closest_marker("browser") and not find_chromium():
        pytest.skip("no Chromium (apt install chromium-headless-shell, or name it in CHROMIUM)")


class SkipRecorder:
    def __init__(self, config):
        self.config = config

    def note(self, report):
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            seed = "seed" in getattr(report, "keywords", {})
            self.config.stash[skipped].append((report.nodeid, reason, seed))

    pytest_runtest_logreport = note
    pytest_collectreport = note


def pytest_sessionstart(session):
    session.config.pluginmanager.register(SkipRecorder(session.config))


def forbidden(config):
    """The skips that fail this run: all but those for want of the seed report."""
    if os.environ.get("FORBID_SKIPS") != "1":
        return []
    return [nodeid for nodeid, _reason, seed in config.stash[skipped] if not seed]


def pytest_sessionfinish(session, exitstatus):
    if exitstatus == pytest.ExitCode.OK and forbidden(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter, config):
    rows = config.stash[skipped]
    if not rows:
        return
    terminalreporter.section("skipped")
    for nodeid, reason, _seed in rows:
        terminalreporter.write_line(f"{nodeid}: {reason}")
    if forbidden(config):
        terminalreporter.write_line("FORBID_SKIPS=1: skipping fails this run.", red=True)
