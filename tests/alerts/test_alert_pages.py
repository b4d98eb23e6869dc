"""Alerts as readers see them: lists, one alert, its updates and its end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from alerts.audience.fanout import fan_out_all
from alerts.models import Alert, ExerciseParticipant
from alerts.notices import collect
from tests.factories import (
    make_alert,
    make_contact,
    make_council,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
)

pytestmark = pytest.mark.page

ADDRESS = "/alerts/2026/robbery/"
ISSUED = datetime(2026, 3, 10, 13, 30, tzinfo=UTC)


def page_of(client, address=ADDRESS, status=200):
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


def words_of(page):
    return " ".join(strip_tags(page[page.index("<main") :].replace("</dt>", " ")).split())


def make_robbery(*places, **fields):
    fields = {
        "year": 2026,
        "slug": "robbery",
        "title": "robbery in bars",
        "published_at": ISSUED,
        "starts_on": date(2026, 3, 10),
        "ends_on": timezone.localdate() + timedelta(days=3),
        **fields,
    }
    return make_alert(*places, **fields)


def end(alert, why="Over."):
    alert.ended_at, alert.ended_because = datetime(2026, 3, 12, 4, tzinfo=UTC), why
    alert.save()


def test_alert_tells_what_where_when_and_from_whom(client, almaty):
    make_robbery(almaty, council=make_council(country=almaty.country))

    page = page_of(client)
    words = words_of(page)

    assert "<h1>Almaty: robbery in bars</h1>" in page
    assert "▲ Warning: take action" in words
    assert "In force" in words
    assert "10 March 2026, 18:30 in Almaty (UTC+5)" in words
    assert '<time datetime="2026-03-10T13:30Z">' in page
    assert "From Almaty country council" in words
    assert "or earlier if withdrawn" in words


def test_places_of_all_zones_tell_their_own_time(client, kazakhstan, almaty):
    kazakhstan.time_zone = "Asia/Kathmandu"
    kazakhstan.save()
    make_robbery(kazakhstan)

    assert "19:15 in Kazakhstan (UTC+5:45)" in words_of(page_of(client))


def test_alert_of_everywhere_is_told_in_utc(client, db):
    make_robbery(everywhere=True)

    assert "10 March 2026, 13:30 UTC" in words_of(page_of(client))


def test_text_is_shown_as_lists_and_paragraphs_with_numbers_to_dial(client, almaty):
    make_contact(almaty.country, number="102")
    make_contact(almaty.country, number="999", role="fire", confirmed=False)
    make_robbery(
        almaty,
        what_to_do="* Call 102.\n* Not 999.",
        what_happened="First.\n\nSecond <script>.",
        if_affected="Go to the police.",
    )

    page = page_of(client)

    assert '<ul><li>Call <a href="tel:102">102</a>.</li><li>Not 999.</li></ul>' in page
    assert "<p>First.</p><p>Second &lt;script&gt;.</p>" in page
    assert "If it happens to you" in page
    assert "Where and when" not in page
    assert "tel:999" not in page


def test_first_number_comes_before_what_to_do(client, almaty):
    make_contact(almaty.country, number="102")
    make_robbery(almaty)

    page = page_of(client)

    assert page.index('href="tel:102"') < page.index('id="w2do"')
    assert 'id="sos"' in page


def test_ended_alert_says_first_when_and_why(client, almaty):
    end(make_robbery(almaty), "Two men were arrested.")

    page = page_of(client)
    words = words_of(page)

    assert words.startswith("This alert ended on 12 March 2026, 09:00 in Almaty (UTC+5). Two men")
    assert '<span class="tag">Ended</span>' in page
    assert "In force" not in words
    assert "note warn" not in page


def test_alert_past_its_last_day_is_over_by_itself(client, almaty):
    make_robbery(almaty, ends_on=date(2026, 3, 20))

    assert "This alert ended on 20 March 2026. It was not prolonged." in words_of(page_of(client))


@pytest.mark.behavior("J8")
@pytest.mark.parametrize(("hour", "holds"), [(18, True), (20, False)])
def test_last_day_is_over_at_midnight_there_in_every_list(
    client, almaty, time_machine, hour, holds
):
    """Almaty is five hours ahead, and New York four behind."""
    time_machine.move_to(datetime(2026, 6, 20, hour, 0, tzinfo=UTC), tick=False)
    post = make_post(make_country("USA"), "New York", time_zone="America/New_York")
    last = {"starts_on": date(2026, 6, 20), "ends_on": date(2026, 6, 20)}
    here = make_alert(almaty, title="flood", **last)
    both = make_alert(almaty, post, title="quake", **last)
    world = make_alert(everywhere=True, title="storm", **last)

    listed = set(Alert.objects.in_force())

    assert listed == {both, world} | ({here} if holds else set())
    assert {alert for alert in (here, both, world) if alert.is_in_force} == listed
    for page in ("/alerts/", "/countries/kazakhstan/"):
        assert ("flood" in page_of(client, page)) == holds


def test_updates_are_listed_newest_first_and_lead_back(client, almaty):
    alert = make_robbery(almaty)
    for hours, title in ((1, "medical evidence"), (2, "a second bar")):
        make_alert(
            almaty,
            refers_to=alert,
            title=title,
            year=2026,
            slug=title.replace(" ", "-"),
            published_at=ISSUED + timedelta(hours=hours),
        )
    make_alert(almaty, refers_to=alert, title="for members", tlp="green")

    page = page_of(client)
    update = page_of(client, "/alerts/2026/medical-evidence/")

    order = [page.index(text) for text in ("A second bar", "Medical evidence", "First issued.")]
    assert order == sorted(order)
    assert "for members" not in page.lower()
    assert 'href="/alerts/2026/robbery/"' in update


def test_public_update_of_a_restricted_alert_does_not_name_it(client, almaty):
    first = make_robbery(almaty, tlp="green", title="secret meeting place")
    make_alert(almaty, refers_to=first, year=2026, slug="update")

    assert "secret" not in page_of(client, "/alerts/2026/update/")


def test_background_names_public_reports_and_levels(client, almaty):
    make_level(almaty.country, 2)
    make_edition(make_report(almaty, slug="almaty"), title="Almaty report")
    make_edition(make_report(almaty, slug="green"), title="Restricted", tlp="green")
    make_robbery(almaty)

    page = page_of(client)

    assert "Almaty report, 2017" in page
    assert "Kazakhstan: level 2" in page
    assert "Restricted" not in page


@pytest.mark.parametrize("fields", [{"tlp": "green"}, {"exercise": True}])
def test_what_is_not_public_is_a_404(client, almaty, fields):
    make_robbery(almaty, **fields)

    page_of(client, status=404)


def test_scheduled_alert_is_a_404_until_its_time(client, almaty):
    make_robbery(almaty, published_at=timezone.now() + timedelta(hours=1))

    page_of(client, status=404)
    assert "No alerts in force." in page_of(client, "/alerts/")


def test_member_reads_restricted_alerts(client, almaty):
    make_robbery(almaty, tlp="green")
    client.force_login(make_member(make_council(country=almaty.country)).user)

    assert "TLP:GREEN" in page_of(client, "/members/alerts/2026/robbery/")


def test_exercise_is_read_by_those_whom_it_told_alone(client, almaty):
    alert = make_alert(almaty, tlp="green", exercise=True)
    council = make_council(country=almaty.country)
    member, other = make_member(council).user, make_member(council).user
    ExerciseParticipant.objects.create(user=member, council=council)
    collect()
    fan_out_all()

    client.force_login(other)
    page_of(client, alert.get_absolute_url(), status=404)
    client.force_login(member)
    assert "Exercise" in page_of(client, alert.get_absolute_url())


def test_stranger_gets_a_404_for_a_restricted_alert(client, almaty):
    make_robbery(almaty, tlp="green")

    page_of(client, "/members/alerts/2026/robbery/", status=404)


def test_lists_part_current_from_past_and_leave_out_updates(client, almaty):
    alert = make_robbery(almaty, title="current one")
    make_alert(almaty, refers_to=alert, title="update to it")
    end(make_alert(almaty, title="ended one", published_at=ISSUED))
    make_alert(almaty, title="over by itself", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 2))

    current, past = page_of(client, "/alerts/"), page_of(client, "/alerts/past/")

    assert "current one" in current
    assert "ended one" not in current
    assert "over by itself" not in current
    assert "ended one" in past
    assert "over by itself" in past
    assert "current one" not in past
    assert "update to it" not in current + past


def test_lists_keep_to_the_country_asked_for(client, almaty, uzbekistan):
    make_alert(almaty, title="in Almaty")
    make_alert(uzbekistan, title="in Tashkent")
    make_alert(everywhere=True, title="anywhere")

    page = page_of(client, "/alerts/?country=kazakhstan")

    assert "in Almaty" in page
    assert "anywhere" in page
    assert "in Tashkent" not in page


def test_empty_lists_say_so(client, kazakhstan):
    assert "No alerts in force." in page_of(client, "/alerts/")
    assert "No alerts in force for Kazakhstan." in page_of(client, "/alerts/?country=kazakhstan")
    assert "No alert has ended yet." in page_of(client, "/alerts/past/")


@pytest.mark.parametrize("address", ["/alerts/", ADDRESS])
def test_query_count_does_not_grow(client, almaty, astana, query_count, address):
    alert = make_robbery(almaty, astana)
    make_contact(almaty.country)
    make_alert(almaty, refers_to=alert)
    few = query_count(lambda: client.get(address))
    for number in range(3):
        make_alert(almaty, astana)
        make_alert(almaty, refers_to=alert)
        make_contact(almaty.country, number=str(number), post=almaty)
        make_edition(make_report(almaty, slug=f"report-{number}"))

    many = query_count(lambda: client.get(address))

    assert many == few
    assert many <= 12
