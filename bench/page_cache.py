"""A cached public page: its CPU beside a bare application's, and how soon a change shows."""

import http.client
import os
import pickle
import statistics
import time
from pathlib import Path
from urllib.parse import urlsplit

import place
from figures import figure

place.with_sample()

from advisories.models import Country  # noqa: E402
from web.models import ContentVersion  # noqa: E402

REQUESTS = 1500
ROUNDS = 5
TICK = os.sysconf("SC_CLK_TCK")


def main():
    address = Country.objects.get(alpha2="KZ").get_absolute_url()
    with place.served() as (site, _taken, pid):
        page = fetch(site, address)
        os.environ["BARE_PAGE"] = str(Path(place.scratch.name) / "bare")
        headers = [pair for pair in page[1] if pair[0] not in ("Server", "Date", "Connection")]
        Path(os.environ["BARE_PAGE"]).write_bytes(pickle.dumps((headers, page[2])))
        with place.served(application="bench.bare:application") as (bare, _taken, bare_pid):
            ratios = [
                cost(site, address, pid) / cost(bare, "/", bare_pid) for _round in range(ROUNDS)
            ]
        figure("cached page / bare application, CPU", statistics.median(ratios), 1.25, digits=2)
        figure("published to visible", visible_after(site, address), 1.0, "s", digits=2)
        figure(
            "rate with a publication a second / steady",
            storm(site, address),
            0.7,
            digits=2,
            least=True,
        )


def fetch(site, address):
    connection = http.client.HTTPConnection(urlsplit(site).netloc, timeout=10)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    return answer.status, answer.getheaders(), answer.read()


def cost(site, address, pid):
    """CPU seconds of the server's processes for REQUESTS requests."""
    before = cpu(pid)
    for _request in range(REQUESTS):
        fetch(site, address)
    return cpu(pid) - before


def cpu(pid):
    """User and system time of a process and its children, from proc(5)."""
    pids = [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    stats = [Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split() for each in pids]
    return sum(int(fields[11]) + int(fields[12]) for fields in stats) / TICK


def visible_after(site, address):
    """The slowest of ten: from the commit of a change to the first answer that has it."""
    slowest = 0.0
    country = Country.objects.get(alpha2="KZ")
    for number in range(10):
        etag = dict(fetch(site, address)[1])["ETag"]
        country.main_risks = f"<p>Risk number {number}.</p>"
        country.save()
        began = time.perf_counter()
        while dict(fetch(site, address)[1])["ETag"] == etag:
            assert time.perf_counter() - began < 10, "the change never showed"
        slowest = max(slowest, time.perf_counter() - began)
    return slowest


def storm(site, address):
    """How much of the steady rate is left while something is published every second."""
    return rate(site, address, publish=True) / rate(site, address, publish=False)


def rate(site, address, publish, lasting=4.0):
    began = published = time.perf_counter()
    answers = 0
    while time.perf_counter() - began < lasting:
        fetch(site, address)
        answers += 1
        if publish and time.perf_counter() - published >= 1:
            ContentVersion.bump()
            published += 1
    return answers / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
