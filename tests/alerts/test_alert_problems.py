"""The mails of an alert that failed, as a table for who may see how its mail goes (B12)."""

import csv
import io

import pytest

from advisories.models import Role
from alerts.actions import publish_alert
from alerts.models import Delivery, State
from tests.factories import make_assignment, make_staff, make_subscription, make_user

from .desk import page_of, words_of
from .told import hand_over

pytestmark = pytest.mark.django_db
HEAD = ["Address", "State", "What happened", "Mail server said", "Tries", "Next try (UTC)"]


@pytest.fixture
def troubled(draft, sender, kazakhstan, mailbox):
    """Sent to three, of whom one cannot be reached and one not yet."""
    for name in ("gone", "=later", "fine"):
        make_subscription(make_user(name, email=f"{name}@example.org"), kazakhstan)
    alert = publish_alert(draft, by=sender)
    hand_over()
    told("gone", state=State.FAILED, reply="550 5.1.1 unknown", attempts=1)
    told("=later", state=State.QUEUED, reply="=cmd|' /C calc'!A0", attempts=2)
    return alert


def told(name, **result):
    assert Delivery.objects.filter(user__email=f"{name}@example.org").update(**result) == 1


def table(response):
    text = response.getvalue().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def test_table_holds_every_mail_in_trouble_and_no_whole_address(client, troubled):
    page = words_of(client.get(page_of(troubled, "progress")))
    assert f'href="{page_of(troubled, "problems")}"' in page

    response = client.get(page_of(troubled, "problems"))

    head, *rows = table(response)
    assert head == HEAD
    assert len(rows) == 2
    assert rows[0] == ["g…@example.org", "Failed", "No such mailbox", "550 5.1.1 unknown", "1", ""]
    assert rows[1][:2] == ["'=…@example.org", "Will retry"]  # no cell is a formula
    assert rows[1][3:5] == ["'=cmd|' /C calc'!A0", "2"]
    assert rows[1][5].startswith("20")
    assert b"gone@" not in response.getvalue()


def test_table_is_a_file_for_this_reader_alone(client, troubled):
    response = client.get(page_of(troubled, "problems"))

    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_who_does_not_see_the_progress_gets_no_table(client, troubled, uzbekistan):
    elsewhere = make_staff("elsewhere")
    make_assignment(elsewhere, Role.SENDER, country=uzbekistan)
    for person in (elsewhere, make_staff("nobody")):
        client.force_login(person)
        assert client.get(page_of(troubled, "problems")).status_code == 404
    client.logout()
    assert client.get(page_of(troubled, "problems")).status_code == 302


def test_draft_has_none_and_who_sent_well_an_empty_one(client, draft, sender):
    assert client.get(page_of(draft, "problems")).status_code == 404
    publish_alert(draft, by=sender)
    assert table(client.get(page_of(draft, "problems"))) == [HEAD]
    assert "All problems" not in words_of(client.get(page_of(draft, "progress")))


def test_table_costs_as_many_queries_for_three_as_for_one(client, troubled, query_count):
    address = page_of(troubled, "problems")
    client.get(address)
    two = query_count(lambda: client.get(address).getvalue())
    Delivery.objects.filter(state=State.SENT).update(state=State.FAILED)

    assert query_count(lambda: client.get(address).getvalue()) == two
