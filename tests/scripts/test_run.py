"""`make run` from start to stop: an answer, an account, and no process left behind."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[2]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Portal:
    """One `scripts/run.py`, and all that it printed."""

    def __init__(self, var_dir, port):
        self.port = port
        self.log = var_dir.with_suffix(".log")
        self.printed = self.log.open("w")
        environment = {**os.environ, "VAR_DIR": str(var_dir), "PORT": str(port)}
        environment.pop("DATABASE_URL", None)
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        self.process = subprocess.Popen(
            [sys.executable, ROOT / "scripts" / "run.py"],
            env=environment,
            stdout=self.printed,
            stderr=subprocess.STDOUT,
        )

    @property
    def output(self):
        return self.log.read_text()

    def wait_until_told(self):
        until = time.monotonic() + 120
        while "The portal" not in self.output:
            assert self.process.poll() is None, self.output
            assert time.monotonic() < until, self.output
            time.sleep(0.1)

    def family(self):
        return psutil.Process(self.process.pid).children(recursive=True)


def assert_gone(processes):
    _gone, alive = psutil.wait_procs(processes, timeout=15)
    assert alive == []


@pytest.fixture
def start(tmp_path):
    portals = []

    def start_(port=None):
        portals.append(Portal(tmp_path / "var", port or free_port()))
        return portals[-1]

    yield start_
    for portal in portals:
        portal.printed.close()
        if portal.process.poll() is None:
            portal.process.terminate()
            portal.process.wait(15)


def test_second_start_keeps_data_and_no_process_outlives_either(start):
    first = start()
    first.wait_until_told()
    with urllib.request.urlopen(f"http://127.0.0.1:{first.port}/") as answer:
        assert answer.status == 200
    family = first.family()
    assert len(family) >= 4  # catcher, worker, web and its workers
    first.process.send_signal(signal.SIGINT)
    assert_gone(family)
    assert re.search(r"Password +\S{20,}", first.output)

    second = start()
    second.wait_until_told()
    assert "staff@example.org exists" in second.output
    assert "Password " not in second.output
    family = second.family()
    second.process.kill()
    assert_gone(family)


def test_taken_port_is_named_with_a_way_out(start):
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        portal = start(port)
        assert portal.process.wait(20) == 1

    assert f"Port {port} is taken" in portal.output
    assert f"make run PORT={port + 1}" in portal.output
    assert "Traceback" not in portal.output


@pytest.mark.parametrize("port", ["abc", "0", "70000", "٣"])
def test_port_that_is_no_port_is_refused(start, port):
    portal = start(port)

    assert portal.process.wait(20) == 1
    assert "PORT must be a number" in portal.output
