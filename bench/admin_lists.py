"""Staff lists over a million people, and as many rows of every table that grows with them."""

import statistics
import sys

import place
from both import on_both
from figures import figure, seconds

PEOPLE = 1_000_000
ROUNDS = 7
LARGE = {
    "accounts.user": "people",
    "accounts.auditevent": "audit events",
    "alerts.suppression": "suppressed addresses",
}


def measure(database, url):
    place.empty(url)
    taken = seconds(fill)
    print(f"{database}: filled in {taken:.0f} s", file=sys.stderr)
    from django.test import Client

    from tests.factories import make_superuser

    client = Client()
    client.force_login(make_superuser())
    for model, name in LARGE.items():
        took(database, f"list of {name}", seconds_of(client, address_of(model)))
    last = f"{address_of('accounts.user')}?p=20"
    took(database, "last page of people", seconds_of(client, last))
    took(database, "slowest of the other lists", max(others(client)))
    found(database)


def fill():
    import crowd
    from django.utils import timezone

    from accounts.models import AuditEvent
    from alerts.models import Delivery, Notice, Suppression
    from tests.factories import make_alert

    lands = crowd.lands()
    crowd.people(PEOPLE)
    crowd.fill(
        AuditEvent, PEOPLE, actor_id="n", object_id="n", deed="'follow'", object_type="'user'"
    )
    hashed = "md5(n::text)" if database() == "postgresql" else "n"
    crowd.fill(Suppression, PEOPLE // 10, user_id="n", address_hash=hashed, reason="'no mailbox'")
    notice = Notice.objects.create(
        kind="alert",
        alert=make_alert(lands[0]),
        lane=3,
        subject="A notice",
        expires_at=timezone.now(),
        fanned_out_at=timezone.now(),
    )
    crowd.fill(
        Delivery,
        PEOPLE,
        notice_id=str(notice.pk),
        user_id="n",
        lane="3",
        rank="3",
        reason="'subscribed'",
        state="'sent'",
    )
    crowd.analyzed()


def database():
    from django.db import connection

    return connection.vendor


def address_of(label):
    from django.urls import reverse

    return reverse(f"admin:{label.replace('.', '_')}_changelist")


def others(client):
    from django.contrib import admin

    labels = {model._meta.label_lower for model in admin.site._registry} - LARGE.keys()
    for label in sorted(labels):
        if client.get(address_of(label)).status_code == 200:
            yield seconds_of(client, address_of(label))


def seconds_of(client, address):
    assert client.get(address).status_code == 200, address
    return statistics.median(seconds(lambda: client.get(address)) for _round in range(ROUNDS))


def took(database, name, taken):
    figure(f"{database}, {name}", taken * 1000, 200, "ms")


def found(database):
    """The rows of the list that somebody typed an address, or its beginning, over."""
    from django.contrib import admin
    from django.test import RequestFactory

    from accounts.models import User

    page = admin.site._registry[User]
    request = RequestFactory().get("/")
    request.user = User.objects.get(is_superuser=True)
    rows = page.get_queryset(request)
    somebody = PEOPLE * 7 // 9
    for typed in (f"person-{somebody}@example.org", f"Person-{somebody // 10}"):

        def look(typed=typed):
            matching, _twice = page.get_search_results(request, rows, typed)
            return list(matching[:50])

        assert look(), typed
        taken = statistics.median(seconds(look) for _round in range(ROUNDS))
        kind = "an address" if "@" in typed else "the beginning of one"
        figure(f"{database}, finding {kind}", taken * 1000, 30, "ms", 1)


if __name__ == "__main__":
    on_both(__file__, measure)
