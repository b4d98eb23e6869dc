"""J5: CAP 1.2 that validates; update and cancel refer to their alert; A9: nothing restricted."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from lxml import etree

from alerts.models import Alert, Grade
from tests.factories import (
    make_alert,
    make_council,
    make_country,
    make_member,
    make_participant,
    make_post,
)
from tests.support.feeds import ATOM, entries_of, read_feed

from .told import told

pytestmark = pytest.mark.behavior("J5")
CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "cap" / "cap-1.2.xsd"))


def read(response):
    """The message as one that the schema allows."""
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("application/cap+xml")
    root = etree.fromstring(response.content)
    SCHEMA.assertValid(root)
    return root


def said(root, name):
    return root.findtext(f".//{CAP}{name}")


@pytest.fixture
def almaty(db):
    return make_post(make_country(alpha2="KZ", alpha3="KAZ"))


@pytest.fixture
def robbery(almaty):
    return make_alert(
        almaty,
        year=2026,
        slug="robbery",
        starts_on=date(2026, 11, 20),
        ends_on=date(2026, 11, 30),
        published_at=datetime(2026, 11, 20, 13, 0, tzinfo=UTC),
    )


ADDRESS = "/alerts/2026/robbery/"


def test_alert_is_a_public_message_with_its_times_and_places(client, robbery):
    root = read(client.get(f"{ADDRESS}cap.xml"))

    assert said(root, "identifier") == f"127.0.0.1:alert:{robbery.pk}"
    assert said(root, "sent") == "2026-11-20T18:00:00+05:00"
    assert said(root, "status") == "Actual"
    assert said(root, "msgType") == "Alert"
    assert said(root, "scope") == "Public"
    assert said(root, "references") is None
    assert said(root, "onset") == "2026-11-20T00:00:00+05:00"
    assert said(root, "expires") == "2026-12-01T00:00:00+05:00"
    assert said(root, "areaDesc") == "Almaty, Kazakhstan"
    assert [node.text for node in root.iter(f"{CAP}value")] == ["KZ", "KAZ"]
    assert said(root, "web") == "http://127.0.0.1:8000/alerts/2026/robbery/"
    assert "Keep your drink in sight." in said(root, "instruction")


@pytest.mark.behavior("J5")
@pytest.mark.parametrize("grade", Grade)
def test_every_grade_is_valid(client, almaty, grade):
    make_alert(almaty, year=2026, slug="storm", grade=grade)

    root = read(client.get("/alerts/2026/storm/cap.xml"))

    assert said(root, "expires") is None
    assert (said(root, "severity") == "Extreme") == (grade == Grade.EMERGENCY)


def test_utc_is_written_as_minus_zero(client, db):
    make_alert(everywhere=True, year=2026, slug="all")

    root = read(client.get("/alerts/2026/all/cap.xml"))

    assert said(root, "sent").endswith("-00:00")
    assert said(root, "areaDesc") == "All countries"


@pytest.mark.behavior("J5")
def test_update_names_the_messages_before_it(client, robbery, almaty):
    first = make_alert(almaty, refers_to=robbery, year=2026, slug="first")
    make_alert(almaty, refers_to=robbery, year=2026, slug="second")

    root = read(client.get("/alerts/2026/second/cap.xml"))

    assert said(root, "msgType") == "Update"
    names = [triple.split(",")[1] for triple in said(root, "references").split()]
    assert names == [f"127.0.0.1:alert:{robbery.pk}", f"127.0.0.1:alert:{first.pk}"]
    original = read(client.get(f"{ADDRESS}cap.xml"))
    words = [said(original, name) for name in ("sender", "identifier", "sent")]
    assert said(root, "references").split()[0] == ",".join(words)


@pytest.mark.behavior("J5")
def test_ended_alert_is_called_back_and_its_first_message_stays(client, robbery, almaty):
    update = make_alert(almaty, refers_to=robbery, year=2026, slug="update")
    before = client.get(f"{ADDRESS}cap.xml").content
    assert client.get(f"{ADDRESS}cancel.xml").status_code == 404

    Alert.objects.filter(pk=robbery.pk).update(
        ended_at=timezone.now(), ended_because="It was a drill & a mistake."
    )
    root = read(client.get(f"{ADDRESS}cancel.xml"))

    assert client.get(f"{ADDRESS}cap.xml").content == before
    assert said(root, "msgType") == "Cancel"
    assert said(root, "identifier") == f"127.0.0.1:alert:{robbery.pk}:cancel"
    assert said(root, "description") == "It was a drill & a mistake."
    names = [triple.split(",")[1] for triple in said(root, "references").split()]
    assert names == [f"127.0.0.1:alert:{robbery.pk}", f"127.0.0.1:alert:{update.pk}"]


def test_alert_sent_by_mistake_is_called_back_as_that(client, robbery, almaty):
    update = make_alert(almaty, refers_to=robbery, year=2026, slug="update")
    now = timezone.now()
    said = {"ended_at": now, "ended_because": "There is no robbery.", "retracted_at": now}
    Alert.objects.filter(pk=robbery.pk).update(**said, retraction_title="no danger")
    Alert.objects.filter(pk=update.pk).update(ended_at=now, ended_because="There is no robbery.")

    root = read(client.get(f"{ADDRESS}cancel.xml"))

    values = {name: root.findtext(f".//{CAP}{name}") for name in ("msgType", "note", "headline")}
    assert values == {
        "msgType": "Cancel",
        "note": "Sent by mistake.",
        "headline": "Almaty: no danger",
    }
    assert f"alert:{update.pk}," in root.findtext(f".//{CAP}references")
    index = client.get("/alerts/cap.atom").content.decode()
    assert index.count("cancel.xml") == 1
    assert "Sent by mistake: Almaty" in index


def test_restricted_message_says_so_and_only_its_readers_get_it(client, almaty):
    make_alert(almaty, year=2026, slug="secret", tlp="green", title="Hornbeam")
    address = "/members/alerts/2026/secret/cap.xml"

    assert client.get("/alerts/2026/secret/cap.xml").status_code == 404
    assert client.get(address).status_code == 404
    client.force_login(make_member().user)
    assert client.get("/alerts/2026/secret/cap.xml").status_code == 404
    response = client.get(address)

    root = read(response)
    assert said(root, "scope") == "Restricted"
    assert "GREEN" in said(root, "restriction")
    assert response["Cache-Control"] == "private, no-store"
    assert "Access-Control-Allow-Origin" not in response.headers


def test_exercise_says_so_and_is_never_public(client, almaty):
    member = make_member(make_council(country=almaty.country))
    make_participant(member.user, member.membership.council)
    make_alert(almaty, year=2026, slug="drill", exercise=True)
    told()

    assert client.get("/alerts/2026/drill/cap.xml").status_code == 404
    client.force_login(member.user)
    root = read(client.get("/members/alerts/2026/drill/cap.xml"))

    assert said(root, "status") == "Exercise"
    assert said(root, "scope") == "Restricted"
    assert "Exercise" in said(root, "restriction")
    assert "CLEAR" not in said(root, "restriction")


def test_public_message_names_no_restricted_one(client, robbery, almaty):
    hidden = make_alert(almaty, refers_to=robbery, year=2026, slug="hidden", tlp="green")
    make_alert(almaty, refers_to=robbery, year=2026, slug="open")
    make_alert(almaty, refers_to=hidden, year=2026, slug="odd")

    for slug in ("open", "odd"):
        response = client.get(f"/alerts/2026/{slug}/cap.xml")
        read(response)
        assert f"alert:{hidden.pk}," not in response.content.decode()


def test_index_lists_the_public_messages_and_each_is_there(client, robbery, almaty):
    make_alert(almaty, title="Hornbeam", tlp="green")
    make_alert(almaty, title="Hornbeam", exercise=True)
    make_alert(almaty, year=2026, slug="over", ends_on=timezone.localdate())
    Alert.objects.filter(slug="over").update(ended_at=timezone.now(), ended_because="Over.")

    response = client.get("/alerts/cap.atom")

    assert b"Hornbeam" not in response.content
    links = [
        entry.find(f"{ATOM}link[@type='application/cap+xml']").get("href")
        for entry in entries_of(read_feed(response))
    ]
    assert len(links) == 3
    kinds = {said(read(client.get(link)), "msgType") for link in links}
    assert kinds == {"Alert", "Cancel"}


def test_old_message_leaves_the_index_unless_it_still_holds(client, almaty):
    long_ago = timezone.now() - timedelta(days=90)
    make_alert(almaty, title="still so", published_at=long_ago)
    make_alert(almaty, title="long over", published_at=long_ago, starts_on=long_ago.date(),
               ends_on=long_ago.date())  # fmt: skip

    text = client.get("/alerts/cap.atom").content.decode()

    assert "still so" in text
    assert "long over" not in text


def test_what_somebody_typed_stays_valid(client, almaty):
    make_alert(
        almaty, year=2026, slug="odd", title="<b> & ]]> \x0b\x1b", what_happened="\ufffe" * 9
    )

    root = read(client.get("/alerts/2026/odd/cap.xml"))

    assert said(root, "event") == "<b> & ]]> "


@pytest.mark.parametrize("page", ["cap.xml", "cancel.xml"])
@pytest.mark.parametrize("alert", ["2026/nothing", f"{'9' * 30}/robbery", "2026/%F0%9F%92%A9"])
def test_message_of_nothing_is_a_404(client, robbery, alert, page):
    assert client.get(f"/alerts/{alert}/{page}").status_code == 404


def test_cap_is_open_to_every_site(client, robbery):
    response = client.get(f"{ADDRESS}cap.xml")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in response["Cache-Control"]
