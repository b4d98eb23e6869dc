"""J4: levels, indicators, ISO codes, reviewed and updated times as fields; public rows only."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from advisories.models import Edition, Indicator, Post
from alerts.actions import end_alert, retract_alert
from tests.factories import (
    make_alert,
    make_area,
    make_contact,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_user,
)

SECRET = "Hornbeam"
API = "/api/v1"
EVERYWHERE = [
    "/countries",
    "/countries/kz",
    "/levels",
    "/levels/history",
    "/posts",
    "/posts/almaty",
    "/reports",
    "/reports/almaty",
    "/reports/almaty/changes",
    "/reports/almaty/editions/2017/1",
    "/reports/almaty/editions/2017/1/sections/crime",
    "/editions",
    "/sections",
    "/sections?key=crime",
    "/alerts",
    "/alerts?in_force=true",
    "/alerts/2026/robbery",
]


def moment(year, month=1, day=1):
    return datetime(year, month, day, 12, tzinfo=UTC)


def crime(text, **fields):
    return {"key": "crime", "heading": "Crime", "body": f"<p>{text}</p>", **fields}


@pytest.fixture(scope="module")
def everything(kept_rows):
    post = make_post(make_country(alpha2="KZ", alpha3="KAZ", numeric="398"))
    report = make_report(post, slug="almaty")
    make_edition(
        report,
        year=2016,
        published_at=moment(2016),
        sections=[crime("Bags are cut.", rating="low")],
    )
    make_edition(
        report,
        year=2017,
        published_at=moment(2017),
        change_note="Bars added.",
        sections=[crime("Bars, too.", rating="high")],
    )
    make_level(post.country, 1, in_force_from=moment(2015), reviewed_on=date(2015, 1, 1))
    level = make_level(post.country, 2, in_force_from=moment(2017), reviewed_on=date(2026, 5, 1))
    level.indicators.add(Indicator.objects.create(code="C", name="Crime"))
    make_contact(post.country)
    make_alert(post, year=2026, slug="robbery")
    hide(post, report)


@pytest.fixture
def almaty(db, everything):
    return Post.objects.get(name="Almaty")


def hide(post, report):
    hidden = {"title": SECRET, "change_note": SECRET, "sections": [crime(SECRET)]}
    make_edition(report, year=2018, tlp="green", **hidden)
    make_edition(report, year=2019, published=False, **hidden)
    soon = timezone.now() + timedelta(days=1)
    make_edition(report, year=2020, published_at=soon, **hidden)
    withdrawn = make_edition(report, year=2014, published_at=moment(2014), **hidden)
    Edition.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    make_edition(make_report(post, SECRET, slug="hornbeam"), tlp="green", **hidden)
    make_level(post.country, 4, reason=SECRET, in_force_from=soon)
    make_contact(post.country, number="999", name=SECRET, confirmed=False)
    make_post(post.country, SECRET, listed_at=None)
    make_alert(post, title=SECRET, tlp="green", year=2026, slug="secret")
    make_alert(post, title=SECRET, exercise=True, year=2026, slug="drill")
    make_alert(post, title=SECRET, sent=False)


@pytest.mark.parametrize("path", EVERYWHERE)
def test_answer_holds_nothing_restricted_and_is_open_and_cacheable(client, almaty, path):
    client.force_login(make_member().user)

    response = client.get(API + path)
    again = client.get(API + path, headers={"If-None-Match": response["ETag"]})

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert SECRET.lower() not in response.content.decode().lower()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert not response.cookies
    assert again.status_code == 304


@pytest.mark.parametrize(
    "path",
    [
        "/countries/zz",
        "/countries/%D0%BA%D0%B7",
        "/posts/hornbeam",
        "/reports/hornbeam",
        "/reports/hornbeam/changes",
        "/reports/almaty/editions/2014/1",
        "/reports/almaty/editions/2018/1",
        "/reports/almaty/editions/2019/1",
        "/reports/almaty/editions/2020/1",
        f"/reports/almaty/editions/{'9' * 30}/1",
        "/reports/almaty/editions/2018/1/sections/crime",
        "/alerts/2026/secret",
        "/alerts/2026/drill",
        "/nothing",
    ],
)
def test_hidden_and_missing_are_the_same_404(client, almaty, path):
    client.force_login(make_member().user)

    response = client.get(API + path)

    assert response.status_code == 404
    assert response.content == client.get(f"{API}/nothing/of/the/kind").content
    assert response["Content-Type"] == "application/problem+json"
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/countries?as_of=yesterday", "as_of"),
        ("/countries?as_of=2017-02-30", "as_of"),
        ("/countries?as_of=20170201", "as_of"),
        ("/countries?as_of=", "as_of"),
        ("/countries?size=0", "size"),
        ("/countries?size=1e3", "size"),
        ("/countries?size=%C2%B2", "size"),
        ("/countries?page=-1", "page"),
        ("/countries?page=" + "9" * 30, "page"),
        ("/countries?page=1&page=2", "page"),
        ("/countries?page=%FF", "page"),
        ("/countries?nonsense=1", "nonsense"),
        ("/levels?level=5", "level"),
        ("/alerts?in_force=1", "in_force"),
        ("/reports/almaty/changes?old=2017", "old"),
    ],
)
def test_wrong_parameter_is_named(client, almaty, path, parameter):
    response = client.get(API + path)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["parameter"] == parameter
    assert response.json()["detail"]


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        ("/levels?country=zz", "country"),
        ("/levels?country=", "country"),
        ("/sections?key=nothing", "key"),
        ("/sections?post=hornbeam", "post"),
        ("/reports/almaty/changes?new=2018-v1", "new"),
        ("/countries?page=2", "page"),
    ],
)
def test_parameter_that_names_nothing_is_a_404_that_says_so(client, almaty, path, parameter):
    response = client.get(API + path)

    assert response.status_code == 404
    assert response.json()["parameter"] == parameter


def test_nul_is_refused_as_a_problem(client, almaty):
    response = client.get(f"{API}/countries?as_of=a%00b")

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"


def test_nothing_can_be_written(client, almaty):
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(f"{API}/countries").status_code == 405


@pytest.mark.behavior("J4")
def test_country_states_its_level_and_codes(client, almaty):
    country = client.get(f"{API}/countries/KAZ").json()

    codes = [country[name] for name in ("alpha2", "alpha3", "numeric")]
    assert codes == ["KZ", "KAZ", "398"]
    assert country["level"]["level"] == 2
    assert country["level"]["level_name"] == "Increased caution"
    assert country["level"]["indicators"] == [{"code": "C", "name": "Crime"}]
    assert country["level"]["reviewed_on"] == "2026-05-01"
    assert country["level"]["in_force_from"] == "2017-01-01T12:00:00+00:00"
    assert country["updated_at"] == "2017-01-01T12:00:00+00:00"
    assert [contact["number"] for contact in country["contacts"]] == ["102"]
    assert [post["slug"] for post in country["posts"]] == ["almaty"]


@pytest.mark.behavior("J4")
def test_country_tells_its_entry_rules_with_day_and_source(client, almaty):
    assert client.get(f"{API}/countries/KZ").json()["entry_rules"] is None
    country = almaty.country
    country.entry_rules = "<p>Bring a passport.</p>"
    country.entry_as_of, country.entry_source = date(2026, 5, 1), "Migration Police"
    country.save()

    assert client.get(f"{API}/countries/KZ").json()["entry_rules"] == {
        "html": "<p>Bring a passport.</p>",
        "text": "Bring a passport.",
        "as_of": "2026-05-01",
        "source": "Migration Police",
    }


def test_country_tells_the_levels_of_its_parts(client, almaty):
    make_level(almaty.country, 4, area=make_area(almaty.country, "Border strip"))

    country = client.get(f"{API}/countries/kz").json()

    assert [(part["area"]["name"], part["level"]) for part in country["parts"]] == [
        ("Border strip", 4)
    ]


def test_levels_as_they_were_on_a_day(client, almaty):
    def level(query):
        answer = client.get(f"{API}/levels{query}").json()
        return [row["level"] for row in answer["results"]], answer["as_of"]

    assert level("") == ([2], None)
    assert level("?as_of=2016-06-01") == ([1], "2016-06-01")
    assert level("?as_of=2017-01-01") == ([2], "2017-01-01")
    assert level("?as_of=2014-12-31") == ([], "2014-12-31")
    assert level("?as_of=9999-12-31") == ([2], "9999-12-31")
    assert level("?as_of=0001-01-01") == ([], "0001-01-01")


def test_level_history_is_newest_first(client, almaty):
    answer = client.get(f"{API}/levels/history?country=kz").json()

    assert [row["level"] for row in answer["results"]] == [2, 1]


def test_reports_as_they_were_on_a_day(client, almaty):
    def years(query):
        rows = client.get(f"{API}/reports{query}").json()["results"]
        return [row["edition"]["year"] for row in rows]

    assert years("") == [2017]
    assert years("?as_of=2016-06-01") == [2016]
    assert years("?as_of=2015-06-01") == []  # the one of 2014 was withdrawn since


def test_edition_holds_its_sections_with_ratings(client, almaty):
    edition = client.get(f"{API}/reports/almaty/editions/2017/1").json()

    assert edition["change_note"] == "Bars added."
    assert edition["page"] == "http://127.0.0.1:8000/reports/almaty/2017/v1/"
    [section] = edition["sections"]
    assert (section["rating"], section["rating_name"]) == ("high", "High")
    assert section["html"] == "<p>Bars, too.</p>"
    assert section["text"] == "Bars, too."


def test_sections_of_one_key_come_from_current_editions(client, almaty):
    answer = client.get(f"{API}/sections?key=crime").json()

    assert [row["text"] for row in answer["results"]] == ["Bars, too."]
    assert answer["results"][0]["edition"]["year"] == 2017


def test_changes_between_editions_are_values(client, almaty):
    default = client.get(f"{API}/reports/almaty/changes").json()
    named = client.get(f"{API}/reports/almaty/changes?old=2017-v1&new=2016-v1").json()

    assert default == named
    assert (default["old"]["year"], default["new"]["year"]) == (2016, 2017)
    [change] = default["sections"]
    assert change["before"]["rating"] == "low"
    assert change["after"]["rating"] == "high"
    assert change["rerated"] is change["rewritten"] is True
    assert {piece["kind"] for block in change["blocks"] for piece in block} >= {"added", "removed"}


def test_single_edition_has_no_changes(client, almaty):
    make_edition(make_report(almaty, slug="alone"), title="Alone")

    assert client.get(f"{API}/reports/alone/changes").status_code == 404


@pytest.mark.behavior("J4")
def test_alert_states_grade_places_and_times(client, almaty):
    make_alert(almaty, refers_to=almaty_alert(), year=2026, slug="update")
    alert = client.get(f"{API}/alerts/2026/robbery").json()
    answer = client.get(f"{API}/alerts/2026/update").json()

    assert (alert["grade"], alert["grade_number"], alert["in_force"]) == ("warning", 2, True)
    assert alert["places"] == [
        {"kind": "post", "name": "Almaty", "country": {"code": "KZ", "name": "Kazakhstan"}}
    ]
    assert answer["update_of"] == alert["url"]
    current = client.get(f"{API}/alerts?in_force=true").json()
    assert [row["slug"] for row in current["results"]] == ["robbery"]


@pytest.mark.behavior("J4")
def test_alert_says_in_one_word_what_became_of_it(client, almaty):
    yesterday = timezone.localdate() - timedelta(days=3)
    make_alert(almaty, year=2026, slug="expired", starts_on=yesterday, ends_on=yesterday)
    ended = make_alert(almaty, year=2026, slug="ended")
    end_alert(ended, by=None, because="The bars closed.")
    mistake = make_alert(almaty, year=2026, slug="mistake")
    early = make_alert(almaty, year=2026, slug="early", refers_to=mistake)
    retract_alert(mistake, by=make_user("sender"), title="no robbery", text="There was no robbery.")
    make_alert(almaty, year=2026, slug="late", refers_to=mistake)

    told = {row["slug"]: row for row in client.get(f"{API}/alerts").json()["results"]}

    assert {slug: row["state"] for slug, row in told.items()} == {
        "robbery": "in_force",
        "expired": "expired",
        "ended": "ended",
        "mistake": "retracted",
        early.slug: "retracted",
        "late": "in_force",
    }
    assert {slug for slug, row in told.items() if row["retracted_at"]} == {"mistake", "early"}
    assert told["ended"]["ended_because"] == "The bars closed."
    assert told["early"]["ended_because"] == "There was no robbery."
    assert {row["in_force"] == (row["state"] == "in_force") for row in told.values()} == {True}


def almaty_alert():
    from alerts.models import Alert

    return Alert.objects.get(slug="robbery")


def test_every_row_is_on_one_page_exactly(client, almaty):
    for number in range(5):
        make_country(f"Country {number}")
    seen, address = [], f"{API}/countries?size=2"

    while address:
        answer = client.get(address).json()
        assert answer["count"] == 6
        seen += [row["name"] for row in answer["results"]]
        address = answer["next"]

    assert seen == sorted(set(seen))
    assert len(seen) == 6
    assert client.get(f"{API}/countries?size=2&page=4").status_code == 404


@pytest.mark.parametrize(
    "path", ["/countries", "/levels", "/reports", "/editions", "/sections", "/alerts", "/posts"]
)
def test_many_rows_cost_as_many_queries_as_one(client, almaty, query_count, path):
    one = query_count(lambda: client.get(API + path))
    for name in ("Uzbekistan", "Tajikistan", "Turkmenistan"):
        post = make_post(make_country(name), f"{name} city")
        make_level(post.country)
        make_edition(make_report(post, f"{name} report"), sections=[crime("More.")])
        make_alert(post, title=name)

    assert query_count(lambda: client.get(API + path)) <= one


def test_index_names_every_list(client, almaty):
    index = client.get(f"{API}/").json()

    for address in index.values():
        assert client.get(address).status_code == 200
