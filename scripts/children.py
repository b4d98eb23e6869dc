"""Processes that live and end with this one."""

import ctypes
import os
import signal
import subprocess
import sys
import time

END_SECONDS = 10
TOO_SHORT_SECONDS = 5
PR_SET_PDEATHSIG = 1


def end_with_parent():
    """Ask Linux to end this process when its parent dies, however that happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


class Child:
    def __init__(self, name, command, environment, kept_sockets):
        self.name, self.command = name, command
        self.environment, self.kept_sockets = environment, kept_sockets
        self.start()

    def start(self):
        # A group of its own: Ctrl-C reaches the parent alone, which ends each group in turn.
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            self.command,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            pass_fds=self.kept_sockets,
            process_group=0,
            preexec_fn=end_with_parent,
        )

    def signal(self, number):
        """Reach the whole group, also what a dead leader left behind."""
        try:
            os.killpg(self.process.pid, number)
        except ProcessLookupError:
            return False
        return True


class Children:
    """Starts what it is told, starts again what dies, ends everything when left."""

    def __init__(self, environment):
        self.environment = environment
        self.children = []

    def start(self, name, command, keep=None):
        sockets = (keep.fileno(),) if keep else ()
        self.children.append(Child(name, command, self.environment, sockets))

    def __enter__(self):
        return self

    def watch(self):
        while True:
            self.check()
            time.sleep(0.2)

    def check(self):
        for child in self.children:
            if child.process.poll() is not None:
                self.start_again(child)

    def start_again(self, child):
        ended = f"The {child.name} ended by itself (code {child.process.returncode})"
        child.signal(signal.SIGKILL)
        if time.monotonic() - child.started < TOO_SHORT_SECONDS:
            sys.exit(f"{ended} right after its start; the reason stands above.")
        print(f"{ended}; starting it again.", flush=True)
        child.start()

    def __exit__(self, *_):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for child in self.children:
            child.signal(signal.SIGTERM)
        until = time.monotonic() + END_SECONDS
        while time.monotonic() < until and self.left():
            time.sleep(0.05)
        for child in self.left():
            child.signal(signal.SIGKILL)

    def left(self):
        """Those of whose group anything still runs."""
        for child in self.children:
            child.process.poll()
        return [child for child in self.children if child.signal(0)]
