"""An alert to 5,000 people called back in mid-send: how fast it stops, says so and tells them.

A worker and a web server of their own, on SQLite and on PostgreSQL; the mail server keeps
what it is handed, with the moment. Times count from the second tap.
"""

import asyncio
import http.client
import os
import re
import subprocess
import sys
import time
from urllib.parse import urlencode, urlsplit

import place
from both import on_both
from figures import figure, missing

PEOPLE, BEFORE = 5_000, 1_000  # of them, so many got it when somebody taps
SLOW = 0.002  # seconds the mail server takes for a message, so that there is a middle
BACK = b"Subject: Sent by mistake"
BANNER = "Sent by mistake: “"


class Catcher:
    """aiosmtpd's handler: (moment, recipient, called back or not) of each mail."""

    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        await asyncio.sleep(SLOW)
        head = envelope.content[:2000]
        self.mails.append((time.monotonic(), envelope.rcpt_tos[0], BACK in head))
        return "250 2.0.0 kept"

    def of(self, back):
        return [
            (moment, person) for moment, person, called_back in self.mails if called_back is back
        ]


def crowd():
    """A sender who signed in, and people who follow the country; gives the alert and a cookie."""
    from django.utils import timezone

    from accounts.models import User
    from advisories.models import Role
    from alerts.models import Subscription
    from tests.factories import make_alert, make_assignment, make_country, make_staff

    country, sender = make_country(), make_staff("sender")
    make_assignment(sender, Role.SENDER, country=country)
    now = timezone.now()
    people = User.objects.bulk_create(
        User(email=f"person-{number}@example.org", email_confirmed_at=now)
        for number in range(PEOPLE)
    )
    Subscription.objects.bulk_create(Subscription(user=user, country=country) for user in people)
    return make_alert(country, grade=3), cookie_of(sender)


def cookie_of(sender):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(sender)
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={client.cookies[name].value}"


class Phone:
    """A browser's part: its cookies, and pages by GET and POST."""

    def __init__(self, base, cookie):
        self.host, self.cookie, self.taps = urlsplit(base).netloc, cookie, 0

    def get(self, path):
        return self.ask("GET", path)

    def post(self, path, values):
        return self.ask("POST", path, urlencode(values))

    def ask(self, method, path, body=None):
        self.taps += 1
        connection = http.client.HTTPConnection(self.host, timeout=30)
        headers = {"Cookie": self.cookie, "Host": "testserver", "Origin": "http://testserver"}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie") or []:
            self.cookie += "; " + value.partition(";")[0]
        return answer.status, answer.read().decode()


def values_of(page):
    """What the form would post: the token, and the words that are ready."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    title = re.search(r'name="title" value="([^"]*)"', page)[1]
    text = re.search(r'name="text"[^>]*>\s*([^<]*)</textarea>', page)[1]
    return {"csrfmiddlewaretoken": token, "title": title, "text": text}


def banner_after(base, began):
    """Seconds until a public page, kept in the cache before, says so."""
    reader = Phone(base, "")
    while time.monotonic() < began + 10:
        if BANNER in reader.get("/")[1]:
            return time.monotonic() - began
        time.sleep(0.05)
    return None


def call_back(catcher, base, alert, cookie):
    """When the last tap was, the seconds until the site said so, and how many taps it took."""
    phone = Phone(base, cookie)
    assert Phone(base, "").get("/")[0] == 200
    status, page = phone.get(f"/send/{alert.pk}/mistake/")  # the first tap
    assert status == 200, status
    began = time.monotonic()
    status, _page = phone.post(f"/send/{alert.pk}/mistake/", values_of(page))  # the second
    assert status == 302, status
    return began, banner_after(base, began), phone.taps


def wait_until(true, seconds):
    until = time.monotonic() + seconds
    while not true() and time.monotonic() < until:
        time.sleep(0.05)
    return true()


def measure(engine, database):
    from tests.support.mailbox import MailServer

    catcher = Catcher()
    server = MailServer(catcher)
    server.start()
    server.ready.wait(5)
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    place.empty(database)
    alert, cookie = crowd()
    with place.served() as (base, _began, _pid):
        worker = subprocess.Popen([sys.executable, "manage.py", "deliver"], cwd=place.ROOT)
        try:
            if not wait_until(lambda: len(catcher.mails) >= BEFORE, 120):
                return missing(
                    f"retraction_mid_send {engine}", f"{len(catcher.mails)} mails", BEFORE
                )
            began, banner, taps = call_back(catcher, base, alert, cookie)
            wait_until(lambda: is_told(catcher), 120)
            time.sleep(2)
        finally:
            worker.terminate()
            worker.wait(20)
    server.stop()
    return report(engine, catcher, began, banner, taps)


def is_told(catcher):
    reached = {person for _moment, person in catcher.of(back=False)}
    return len(catcher.of(back=True)) >= len(reached)


def report(engine, catcher, began, banner, taps):
    first, back = catcher.of(back=False), catcher.of(back=True)
    figure(f"retraction_taps {engine}", taps, 2)
    figure(f"retraction_reached_before {engine}", len(first), PEOPLE - 1, "people")
    figure(f"retraction_queue_still {engine}", max(0, first[-1][0] - began), 2, "s", digits=2)
    if banner is None:
        missing(f"retraction_banner {engine}", "never", "<= 1 s")
    else:
        figure(f"retraction_banner {engine}", banner, 1, "s", digits=2)
    if not back:
        return missing(f"retraction_first_mail {engine}", "none", "<= 5 s")
    figure(f"retraction_first_mail {engine}", back[0][0] - began, 5, "s", digits=2)
    figure(f"retraction_last_mail {engine}", back[-1][0] - began, 60, "s", digits=2)
    told = [person for _moment, person in back]
    wrong = {person for _moment, person in first} ^ set(told)
    figure(
        f"retraction_told_wrongly {engine}", len(wrong) + len(told) - len(set(told)), 0, "people"
    )
    return None


if __name__ == "__main__":
    on_both(__file__, measure)
