"""Following places, changing and pausing, signed in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from alerts.actions import change_choices
from alerts.models import Frequency, Grade, Mute, Subscription
from tests.advisories.desk import FormReader
from tests.factories import (
    make_council,
    make_member,
    make_stop,
    make_subscription,
    make_user,
)
from tests.support.faults import fail_at_every_write

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client, db):
    person = make_user("reader")
    client.force_login(person)
    return person


def row_data(row, **values):
    values = {"frequency": "at_once", "lowest_grade": "1", "new_reports": "on", **values}
    return {f"s{row.pk}-{name}": value for name, value in values.items() if value}


@pytest.mark.parametrize(("grade", "reports"), [(1, True), (2, False), (3, False)])
def test_reader_follows_a_country_by_one_of_three_choices(
    client, reader, kazakhstan, grade, reports
):
    page = client.get("/subscribe/?country=kazakhstan")
    assert "Get alerts for Kazakhstan" in page.content.decode()

    answer = client.post(
        "/subscribe/?country=kazakhstan", {"place": "country:kazakhstan", "lowest_grade": grade}
    )

    row = Subscription.objects.get()
    assert answer["Location"] == "/account/alerts/"
    assert (row.user, row.country, row.lowest_grade, row.new_reports) == (
        reader, kazakhstan, grade, reports,
    )  # fmt: skip


def test_reader_follows_a_post_and_everything(client, reader, almaty):
    client.post("/subscribe/?post=almaty", {"place": "post:almaty", "lowest_grade": "2"})
    client.post("/subscribe/", {"place": "everything", "lowest_grade": "3"})

    post, everything = Subscription.objects.order_by("pk")
    assert (post.post, everything.everything) == (almaty, True)


@pytest.mark.behavior("F2")
def test_same_again_changes_the_row_and_makes_no_other(client, reader, kazakhstan):
    for grade in ("1", "3", "3"):
        client.post("/subscribe/", {"place": "country:kazakhstan", "lowest_grade": grade})

    assert Subscription.objects.get().lowest_grade == Grade.EMERGENCY


def test_more_of_the_form_chooses_how_often_one_section_and_reports(client, reader, kazakhstan):
    more = {"frequency": "daily", "section_key": "road", "reports": "no"}
    client.post("/subscribe/", {"place": "country:kazakhstan", "lowest_grade": "2", **more})

    row = Subscription.objects.get()
    assert (row.frequency, row.section_key, row.new_reports) == ("daily", "road", True)
    assert row.held_from


@pytest.mark.parametrize("query", ["country=nowhere", "post=x", "post=%ED%A0%80"])
def test_unknown_place_is_a_404(client, reader, query):
    assert client.get(f"/subscribe/?{query}").status_code == 404


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"place": "country:nowhere", "lowest_grade": "1"},
        {"place": "country:kazakhstan", "lowest_grade": "9"},
        {"place": "x" * 100_000, "lowest_grade": "1" * 30},
    ],
)
def test_bad_choice_is_explained(client, reader, kazakhstan, data):
    answer = client.post("/subscribe/", data)

    assert answer.status_code == 200
    assert "Error:" in answer.content.decode()
    assert not Subscription.objects.exists()


def test_table_is_saved_with_one_button(client, reader, kazakhstan, uzbekistan):
    first, second = make_subscription(reader, kazakhstan), make_subscription(reader, uzbekistan)

    page = client.post(
        "/account/alerts/",
        row_data(first, lowest_grade="2", new_reports="") | row_data(second, remove="on"),
        follow=True,
    )

    assert "Saved on" in page.content.decode()
    row = Subscription.objects.active().get()
    assert (row, row.lowest_grade, row.new_reports) == (first, Grade.WARNING, False)


def test_change_of_a_place_that_ended_in_another_window_is_said(
    client, reader, kazakhstan, uzbekistan
):
    kept, ended = make_subscription(reader, kazakhstan), make_subscription(reader, uzbekistan)
    typed = row_data(kept, frequency="daily") | row_data(ended, frequency="daily")
    client.post("/account/alerts/", row_data(ended, remove="on"))

    page = client.post("/account/alerts/", typed, follow=True).content.decode()

    assert "had ended meanwhile" in page
    assert "had ended meanwhile" not in client.get("/account/alerts/").content.decode()
    assert Subscription.objects.active().get().frequency == Frequency.DAILY


def table_of(page):
    """What a browser would post from the table."""
    reader = FormReader()
    table = '<form method="post" novalidate>'
    reader.feed(page.content.decode().replace(table, '<form id="edition_form">', 1))
    return reader.values


@pytest.fixture
def window(client):
    """The page as it is now; called with what is typed into it, it is sent, maybe much later."""

    def open_page():
        page = table_of(client.get("/account/alerts/"))
        return lambda typed: client.post("/account/alerts/", page | typed, follow=True)

    return open_page


def test_each_of_two_windows_saves_only_what_was_changed_in_it(client, reader, kazakhstan, window):
    row, trip = make_subscription(reader, kazakhstan), make_stop(reader, kazakhstan).trip
    first, second, third = window(), window(), window()

    first({f"s{row.pk}-frequency": "daily", f"trip{trip.pk}-mail": "none"})
    second({f"s{row.pk}-lowest_grade": "3", "time_zone": "Asia/Almaty"})
    third({f"s{row.pk}-new_reports": ""})

    row.refresh_from_db()
    reader.refresh_from_db()
    assert (row.frequency, row.lowest_grade, row.new_reports) == ("daily", Grade.EMERGENCY, False)
    assert Mute.objects.active().get().emergencies
    assert reader.time_zone == "Asia/Almaty"


def test_what_two_windows_changed_is_as_the_last_one_says(reader, kazakhstan, window):
    row = make_subscription(reader, kazakhstan)
    first, second = window(), window()

    first({f"s{row.pk}-frequency": "daily"})
    page = second({f"s{row.pk}-frequency": "never"}).content.decode()

    row.refresh_from_db()
    assert row.frequency == "never"
    assert "had ended meanwhile" not in page


def test_window_that_was_mended_still_knows_what_it_showed(client, reader, kazakhstan, window):
    row = make_subscription(reader, kazakhstan)
    first, second = window(), window()
    first({f"s{row.pk}-frequency": "daily"})

    refused = second({f"s{row.pk}-lowest_grade": "9"})
    mended = table_of(refused) | {f"s{row.pk}-lowest_grade": "2"}
    client.post("/account/alerts/", mended)

    row.refresh_from_db()
    assert (row.frequency, row.lowest_grade) == ("daily", Grade.WARNING)


@pytest.mark.parametrize("shown", ["\0", "x" * 100_000, "9" * 40])
def test_hostile_memory_of_a_window_is_no_error(client, reader, kazakhstan, shown):
    row = make_subscription(reader, kazakhstan)
    names = ["frequency", "lowest_grade", "new_reports"]
    memory = {f"initial-s{row.pk}-{name}": shown for name in names}

    answer = client.post("/account/alerts/", row_data(row, lowest_grade="2") | memory)

    assert answer.status_code in (302, 400)


def test_digest_is_a_choice_of_the_table(client, reader, kazakhstan):
    row = make_subscription(reader, kazakhstan, frequency=Frequency.DAILY)

    client.post("/account/alerts/", row_data(row, frequency="daily", lowest_grade="2"))

    row.refresh_from_db()
    assert (row.frequency, row.lowest_grade) == (Frequency.DAILY, Grade.WARNING)


def test_wrong_value_changes_nothing(client, reader, kazakhstan):
    first, second = make_subscription(reader, kazakhstan), make_subscription(reader)

    answer = client.post(
        "/account/alerts/", row_data(first, lowest_grade="9") | row_data(second, remove="on")
    )

    assert answer.status_code == 200
    assert Subscription.objects.active().count() == 2


def test_row_of_somebody_else_is_out_of_reach(client, reader, kazakhstan):
    foreign = make_subscription(make_user("other"), kazakhstan)

    client.post("/account/alerts/", row_data(foreign, remove="on"))

    assert Subscription.objects.active().get() == foreign


@pytest.mark.parametrize(("mail", "muted"), [("all", None), ("emergencies", False), ("none", True)])
def test_trip_and_membership_mail_is_chosen_without_touching_them(
    client, reader, kazakhstan, mail, muted
):
    trip = make_stop(reader, kazakhstan).trip
    membership = make_member(make_council(country=kazakhstan), reader).membership
    names = [f"trip{trip.pk}-mail", f"membership{membership.pk}-mail"]

    client.post("/account/alerts/", dict.fromkeys(names, mail))
    client.post("/account/alerts/", dict.fromkeys(names, mail))

    mutes = list(Mute.objects.active().values_list("emergencies", flat=True))
    assert mutes == ([] if muted is None else [muted, muted])
    trip.refresh_from_db()
    assert trip.cancelled_at is None


def test_pause_and_resume(client, reader):
    until = timezone.localdate() + timedelta(days=20)
    parts = {"until-day": until.day, "until-month": until.month, "until-year": until.year}

    client.post("/account/alerts/", {"pause": "1", **parts})
    reader.refresh_from_db()
    assert reader.paused_until == until
    assert "Send email again" in client.get("/account/alerts/").content.decode()

    client.post("/account/alerts/", {"resume": "1"})
    reader.refresh_from_db()
    assert reader.paused_until is None


@pytest.mark.parametrize("year", ["2020", "2990", "x", "", "9" * 40])
def test_bad_pause_is_explained_and_kept(client, reader, year):
    data = {"pause": "1", "until-day": "7", "until-month": "apr", "until-year": year}

    answer = client.post("/account/alerts/", data)

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert 'value="apr"' in answer.content.decode()
    reader.refresh_from_db()
    assert reader.paused_until is None


def test_page_makes_the_same_queries_for_one_place_and_for_three(
    client, reader, kazakhstan, uzbekistan, almaty, query_count
):
    make_subscription(reader, kazakhstan)
    client.get("/account/alerts/")
    one = query_count(lambda: client.get("/account/alerts/"))
    make_subscription(reader, uzbekistan)
    make_subscription(reader, almaty)

    assert query_count(lambda: client.get("/account/alerts/")) == one


def test_p9_half_done_save_leaves_nothing(reader, kazakhstan):
    first, second = make_subscription(reader, kazakhstan), make_subscription(reader)
    trip = make_stop(reader, kazakhstan).trip
    places = [(first, {"lowest_grade": Grade.EMERGENCY}), (second, {"remove": True})]

    def deed():
        change_choices(reader, places=places, sources=[(trip, "none")])

    def state():
        rows = Subscription.objects.order_by("pk").values_list("lowest_grade", "ended_at")
        return list(rows), Mute.objects.count()

    assert fail_at_every_write(deed, state) >= 3
