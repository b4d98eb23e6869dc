"""How long a person needs from signing in to the first inbox, by a fixed model of a person.

A tap takes 1.5 s, typing 3 characters a second, reading 3.5 words a second, signing in 20 s. On
each screen everything is read from its top to the control that is tapped; of a list of choices
that is up to the one that fits. The real pages are asked for, and the machine's own time, the ten
seconds to stop and the way of the first mail are taken by the clock.
"""

import os
import re
import threading
import time
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser

import place
from figures import figure

TAP, SIGN_IN, SIGN_IN_TAPS, SIGN_IN_FIELDS = 1.5, 20, 5, 3  # seconds; address, password, code
TYPED, READ = 3, 3.5  # characters and words a second
SILENT = {"script", "style", "svg", "title"}
WHAT = "Shots were heard at the central station. Police are closing the area."
TO_DO = "Stay inside and lock the door.\nDo not go near the station."


class Screen(HTMLParser):
    """The words of `main` in the order of reading, and the values of its posting form."""

    def __init__(self, html):
        super().__init__()
        self.words, self.values, self.inside, self.area, self.hidden = [], {}, False, None, 0
        self.closed = False  # an option of a list that is not the one it shows
        self.feed(html)

    def handle_starttag(self, tag, pairs):
        facts = dict(pairs)
        self.inside = self.inside or tag == "main"
        self.hidden += tag in SILENT
        if tag == "input" and facts.get("name") and facts.get("type") != "radio":
            self.values[facts["name"]] = facts.get("value", "")
            if facts.get("type") != "hidden":
                self.say(facts.get("value", ""))
        elif tag == "textarea":
            self.area, self.values[facts["name"]] = facts["name"], ""
        elif tag == "select":
            self.values[facts["name"]] = ""
            self.select = facts["name"]
        elif tag == "option":
            self.closed = "selected" not in facts
            if not self.closed:
                self.values[self.select] = facts["value"]

    def handle_endtag(self, tag):
        self.inside = self.inside and tag != "main"
        self.hidden -= tag in SILENT
        self.closed = self.closed and tag != "option"
        if tag == "textarea":
            self.area = None

    def handle_data(self, data):
        if self.area:
            self.values[self.area] += data.removeprefix("\n")
        self.say(data)

    def say(self, text):
        if self.inside and not self.hidden and not self.closed:
            self.words += re.findall(r"\w[\w'’-]*", unescape(text))

    def until(self, control):
        """How many words stand before the end of this control's own words."""
        wanted = re.findall(r"\w[\w'’-]*", control)
        for number in range(len(self.words)):
            if self.words[number : number + len(wanted)] == wanted:
                return number + len(wanted)
        raise LookupError(f"{control} is not on the screen: {' '.join(self.words)}")


@dataclass
class Person:
    taps: int = SIGN_IN_TAPS
    fields: int = SIGN_IN_FIELDS
    spent: dict = field(default_factory=lambda: {"sign in": float(SIGN_IN)})

    def read(self, words):
        self.spend("read", words / READ)

    def tap(self):
        self.taps += 1
        self.spend("tap", TAP)

    def type(self, text):
        self.tap()
        self.fields += 1
        self.spend("type", len(text) / TYPED)

    def spend(self, what, seconds):
        self.spent[what] = self.spent.get(what, 0.0) + seconds

    def waits_for(self, deed):
        began = time.monotonic()
        result = deed()
        self.spend("machine", time.monotonic() - began)
        return result

    @property
    def seconds(self):
        return sum(self.spent.values())


def walk(client, chosen, key, typed):
    """One person on their way: the choice, the words of it on screen one, what they type."""
    person = Person()
    first = Screen(person.waits_for(lambda: client.get("/send/")).content.decode())
    person.read(first.until(chosen))
    person.tap()
    person.read(first.until("Where All of Kazakhstan Almaty") - first.until("Something else"))
    person.tap()
    person.tap()  # Continue
    query = {"template": key, "place": f"post:{POST.pk}"}
    words = Screen(person.waits_for(lambda: client.get("/send/words/", query)).content.decode())
    person.read(words.until("Check who gets it"))
    for text in typed.values():
        person.type(text)
    person.tap()
    values = words.values | typed
    check = Screen(person.waits_for(lambda: client.post("/send/check/", values)).content.decode())
    person.read(check.until("Send now"))
    person.tap()
    sent = time.monotonic()
    answer = client.post("/send/check/", check.values | {"send": "1"})
    assert answer.status_code == 302, answer.content.decode()
    person.spend("wait for the inbox", arrived() - sent)
    return person


def arrived():
    """The moment of the first mail to a reader; letters to other senders do not count."""
    until, before = time.monotonic() + 60, len(CATCHER.mails)
    while time.monotonic() < until:
        if len(CATCHER.mails) > before:
            return CATCHER.mails[before]
        time.sleep(0.02)
    raise RuntimeError("no mail within a minute")


class Catcher:
    def __init__(self):
        self.mails = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  aiosmtpd's name
        if b"List-Id:" in envelope.content:
            self.mails.append(time.monotonic())
        return "250 2.0.0 kept"


CATCHER, POST = Catcher(), None


def report(name, person, most):
    parts = ", ".join(f"{what} {seconds:.1f}" for what, seconds in person.spent.items())
    figure(f"{name}_time ({parts} s)", person.seconds, most, "s", digits=1)
    figure(f"{name}_taps", person.taps, 12 if name.endswith("template") else 16)
    figure(f"{name}_fields", person.fields, 5)


def main():
    global POST
    from tests.support.mailbox import MailServer

    server = MailServer(CATCHER)
    server.start()
    server.ready.wait(5)
    os.environ["EMAIL_URL"] = f"smtp://127.0.0.1:{server.port}"
    place.with_sample()
    from django.db import connections
    from django.test import Client

    from accounts.models import User
    from advisories.models import Post
    from alerts.models import AlertTemplate
    from alerts.worker import Worker
    from tests.alerts.crisis import sign_in_lately

    POST = Post.objects.get(slug="almaty")
    client = Client()
    sign_in_lately(client, User.objects.get(email="sender@example.org"))
    worker = Worker()

    def work():
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        template = AlertTemplate.objects.filter(grade=3).last()  # all emergencies are read
        person = walk(client, template.name, str(template.pk), {})
        report("emergency_from_template", person, 90)
        person = walk(client, "Something else", "blank", {"what": WHAT, "do": TO_DO})
        report("emergency_from_blank", person, 180)
    finally:
        worker.stop()
        thread.join()
        server.stop()


if __name__ == "__main__":
    main()
