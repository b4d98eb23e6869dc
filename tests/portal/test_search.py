"""J2: what is found, what is marked, where it leads, and who finds it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from advisories.actions import withdraw_edition
from advisories.models import Edition
from alerts.models import Alert
from portal.search import Question, search
from portal.search.query import Term, terms_of
from portal.search.snippets import snippet
from tests.factories import (
    make_alert,
    make_area,
    make_council,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_staff,
    make_user,
)

SECRET = "hornbeam"
ANYBODY = AnonymousUser()


def section(body, **fields):
    return {"body": f"<p>{body}</p>", **fields}


def found(typed, user=ANYBODY, **asked):
    """The titles of what is found, in order."""
    return [hit.title for hit in search(user, Question(typed, **asked)).page.object_list]


def count(typed, user=ANYBODY, **asked):
    return search(user, Question(typed, **asked)).page.paginator.count


@pytest.fixture
def report(db):
    """Almaty's report of 2016, and the current one with two sections."""
    report = make_report(make_post(make_country()), slug="almaty")
    make_edition(
        report, year=2016, sections=[section("Bicycles were stolen.", heading="Crime in 2016")]
    )
    sections = [
        section("A guest was robbed near the café.", rating="high", heading="Crime"),
        section("Winter roads.", key="road", anchor="road", heading="Roads"),
    ]
    make_edition(report, year=2017, sections=sections)
    return report


# Words ------------------------------------------------------------------------------------


@pytest.mark.behavior("J2")
@pytest.mark.parametrize(
    "typed",
    [
        "robbed",
        "robbing",
        "ROBS",
        "cafe",
        "CAFÉ",
        "cafés",
        "robbed cafe",
        '"robbed near"',
        "“robbed near the cafe”",
        "almaty robbed",  # the place is part of what is searched
        'robbed "',
    ],
)
def test_section_is_found(report, typed):
    assert found(typed) == ["Crime"]


@pytest.mark.parametrize("typed", ["robbed bicycles", '"near robbed"', "rob*", "NOT robbed"])
def test_section_without_all_of_it_is_not_found(report, typed):
    expected = ["Crime"] if typed == "rob*" else []

    assert found(typed) == expected


@pytest.mark.behavior("J2")
@pytest.mark.parametrize("typed", ["ограбление", "Ограбления", "ограблении", "ОГРАБЛЕНИЕМ"])
def test_russian_word_is_found_in_any_case_and_with_other_endings(db, typed):
    make_edition(sections=[section("Было ограбление у рынка.", heading="Преступность")])

    assert found(typed) == ["Преступность"]


def test_what_the_heading_says_comes_first(db):
    sections = [
        section("Kidnapping happens. " * 5, heading="Crime"),
        section("None known.", key="kidnapping", anchor="k", heading="Kidnapping"),
    ]
    make_edition(sections=sections)

    assert found("kidnapping") == ["Kidnapping", "Crime"]


def test_countries_posts_and_alerts_are_found(db):
    kazakhstan = make_country(main_risks="* **Earthquakes**: Almaty lies on a fault.")
    make_level(kazakhstan, 3, reason="Avalanches in spring.")
    make_post(kazakhstan, address="Samal-2")
    make_alert(make_area(kazakhstan, "Charyn"), title="Flooded canyon")

    assert found("earthquake") == found("avalanche") == ["Kazakhstan"]
    assert found("samal") == ["Consulate General Almaty"]
    assert found("charyn flood") == ["Charyn: Flooded canyon"]


# Snippets ---------------------------------------------------------------------------------


@pytest.mark.behavior("J2")
def test_snippet_marks_the_word_as_it_stands(report):
    (hit,) = search(ANYBODY, Question("robbing cafe")).page.object_list

    assert hit.snippet == "A guest was <mark>robbed</mark> near the <mark>café</mark>."


def test_snippet_of_a_long_text_shows_the_match():
    text = "word " * 500 + "here it is " + "word " * 500
    shown = snippet(text, {"here"})

    assert "<mark>here</mark>" in shown
    assert len(shown) < 400
    assert shown.startswith("… ")


@given(st.text(max_size=400), st.sets(st.text(min_size=1, max_size=5)))
def test_snippet_never_lets_markup_through(text, words):
    shown = snippet(text + " <b>rest</b> & more", words | {"rest"})

    bare = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare


def test_snippet_is_escaped_before_it_is_marked(client, db):
    make_edition(sections=[section("Mind &lt;script&gt;alert(1)&lt;/script&gt; now.")])

    page = client.get("/search/?q=alert").content.decode()

    assert "&lt;script&gt;<mark>alert</mark>(1)&lt;/script&gt;" in page
    assert "<script" not in page


# Addresses --------------------------------------------------------------------------------


@pytest.mark.behavior("J2")
def test_result_leads_to_its_section(client, report):
    page = client.get("/search/?q=robbed").content.decode()

    assert 'href="/reports/almaty/#crime"' in page
    assert 'id="crime"' in client.get("/reports/almaty/").content.decode()


def test_older_editions_are_found_in_the_archive_only(client, report):
    page = client.get("/search/?q=bicycles&archive=1").content.decode()

    assert found("bicycles") == []
    assert 'href="/reports/almaty/2016/v1/#crime"' in page
    assert found("robbed", archive=True) == []


# When -------------------------------------------------------------------------------------


def test_edition_is_found_at_once_and_gone_at_once(report):
    assert count("hailstorm") == 0
    newer = make_edition(report, year=2018, sections=[section("A hailstorm.", heading="Weather")])

    assert found("hailstorm") == ["Weather"]
    assert found("robbed") == []
    assert found("robbed", archive=True) == ["Crime"]

    withdraw_edition(newer, by=make_staff("publisher"))

    assert found("hailstorm") == found("hailstorm", archive=True) == []
    assert found("robbed") == ["Crime"]


def test_scheduled_edition_is_found_when_its_time_has_come(report, time_machine):
    at = timezone.now() + timedelta(hours=2)
    make_edition(report, year=2018, published_at=at, sections=[section("A hailstorm.")])

    assert count("hailstorm") == count("hailstorm", archive=True) == 0
    time_machine.move_to(at - timedelta(seconds=1))
    assert count("hailstorm") == 0
    assert count("robbed") == 1

    time_machine.move_to(at + timedelta(seconds=1))
    assert count("hailstorm") == 1
    assert count("robbed") == 0


def test_alert_is_found_until_it_ends(db):
    alert = make_alert(title="Flooded canyon")
    assert count("flooded") == 1

    Alert.objects.filter(pk=alert.pk).update(ended_at=timezone.now())

    assert count("flooded") == 0
    assert count("flooded", archive=True) == 1


def test_alert_is_gone_when_its_last_day_is_over(db, time_machine):
    make_alert(title="Flooded canyon", ends_on=timezone.localdate() + timedelta(days=1))
    assert count("flooded") == 1

    time_machine.move_to(timezone.now() + timedelta(days=4))

    assert count("flooded") == 0
    assert count("flooded", archive=True) == 1


def test_renamed_country_is_found_by_its_new_name(report):
    country = make_country()
    assert found("robbed kazakhstan") == ["Crime"]
    country.name = "Qazaqstan"
    country.save()

    assert found("robbed qazaqstan") == ["Crime"]
    assert found("robbed kazakhstan") == []


def test_drafts_exercises_and_unlisted_posts_are_not_found(db):
    make_edition(published=False, title=SECRET, sections=[section(SECRET, heading=SECRET)])
    make_alert(title=SECRET, sent=False)
    make_alert(title=SECRET, exercise=True)
    make_post(name=SECRET.capitalize(), listed_at=None)

    assert count(SECRET) == count(SECRET, archive=True) == 0


# Who --------------------------------------------------------------------------------------


@pytest.fixture
def restricted(report):
    """The marker in an AMBER edition that is newer than the public one, and in a GREEN report."""
    almaty = make_council()
    amber = [section(f"{SECRET} stands here, robbed.", heading=f"{SECRET} heading")]
    make_edition(
        report, year=2018, tlp="amber", council=almaty, title=f"{SECRET} title", sections=amber
    )
    green = make_report(make_country(), f"{SECRET} report", slug="green")
    make_edition(green, tlp="green", sections=[section(f"{SECRET} in green.", heading="Green")])
    make_alert(title=SECRET, what_happened="A tree fell.", tlp="amber", council=almaty)
    return {
        "member": make_member(almaty).user,
        "other": make_member(
            make_council("Astana country council"), make_user("other"), organization="Other"
        ).user,
        "stranger": make_user("stranger"),
        "superuser": make_staff("superuser", is_superuser=True),
    }


@pytest.mark.parametrize(
    ("who", "number"), [("member", 5), ("other", 2), ("superuser", 2), ("stranger", 0)]
)
def test_restricted_text_is_found_by_those_who_may_read_it(client, restricted, who, number):
    client.force_login(restricted[who])
    page = client.get("/members/search/", {"q": SECRET}).content.decode()

    assert count(SECRET, restricted[who]) == number
    assert page.count("<h3><a") == number
    assert (f"Nothing found for “{SECRET}”." in page) == (number == 0)


def test_restricted_text_changes_nothing_for_others(client, restricted):
    assert count(SECRET) == count(SECRET, archive=True) == 0
    assert count("robbed") == count("robbed", restricted["other"]) == 1
    client.force_login(restricted["member"])
    page = client.get(f"/search/?q={SECRET}").content.decode()

    assert f"Nothing found for “{SECRET}”." in page
    assert "<h3>" not in page


def test_member_reads_the_newer_restricted_edition_as_current(restricted):
    member = restricted["member"]

    assert found("robbed", member) == [f"{SECRET} heading"]
    assert found("robbed", member, archive=True) == ["Crime"]
    assert found("robbed", archive=True) == []


def test_restricted_result_leads_to_the_members_pages(client, restricted):
    client.force_login(restricted["member"])
    page = client.get("/members/search/?q=robbed").content.decode()

    assert 'href="/members/reports/almaty/#crime"' in page
    assert "TLP:AMBER" in page
    assert client.get("/members/reports/almaty/").status_code == 200


def test_suspended_member_finds_no_more(restricted):
    membership = restricted["member"].memberships.get().membership
    membership.suspended_at = timezone.now()
    membership.save()

    assert count(SECRET, restricted["member"]) == 0


def test_members_search_asks_to_sign_in(client, db):
    response = client.get("/members/search/?q=x")

    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_public_search_is_the_same_for_all_and_the_members_private(client, restricted):
    first = client.get("/search/?q=robbed")
    client.force_login(restricted["member"])
    second = client.get("/search/?q=robbed")
    third = client.get("/members/search/?q=robbed")

    assert first.content == second.content
    assert not second.cookies
    assert third["Cache-Control"] == "private, no-store"


# Filters ----------------------------------------------------------------------------------


@pytest.fixture
def two_countries(report):
    """The same word in Kazakhstan, level 3, and in Georgia, level 2."""
    make_level(make_country(), 3)
    georgia = make_country("Georgia")
    make_level(georgia, 2)
    terrorism = section(
        "Nobody was robbed.", key="terrorism", anchor="t", heading="Threats", rating="low"
    )
    make_edition(make_report(georgia, "Georgia report"), year=2015, sections=[terrorism])
    make_alert(georgia, title="Robbed hikers")
    return georgia


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ("", {"Crime", "Threats", "Georgia: Robbed hikers"}),
        ("country=georgia", {"Threats", "Georgia: Robbed hikers"}),
        ("kind=alert", {"Georgia: Robbed hikers"}),
        ("kind=report&country=georgia", {"Threats"}),
        ("section=terrorism", {"Threats"}),
        ("section=overall", {"Crime"}),  # with the sections under it
        ("rating=high", {"Crime"}),
        ("level=2", {"Threats", "Georgia: Robbed hikers"}),
        ("level=4", set()),
        ("year=2015", {"Threats"}),
        ("kind=nonsense&year=x&level=%C2%B2&country=nowhere", {"Crime", "Threats"}),
    ],
)
def test_filters_narrow_the_search(client, two_countries, filters, titles):
    page = client.get(f"/search/?q=robbed&{filters}").content.decode()

    assert {title for title in ("Crime", "Threats") if f">{title}</a></h3>" in page} == {
        title for title in titles if ":" not in title
    }
    assert ("Georgia: Robbed hikers</a>" in page) or "Georgia: Robbed hikers" not in titles


def test_alert_for_everywhere_concerns_each_country(two_countries):
    make_alert(everywhere=True, title="Robbed worldwide")

    assert "All countries: Robbed worldwide" in found("robbed", country=two_countries.pk)


# Pages ------------------------------------------------------------------------------------


def test_results_are_shown_ten_a_page_and_the_filters_kept(client, db):
    sections = [section("Storms.", anchor=f"a{n}", heading=f"Part {n}") for n in range(23)]
    make_edition(sections=sections)

    page = client.get("/search/?q=storms&kind=report&page=2").content.decode()

    assert "23 results" in page
    assert page.count("<h3>") == 10
    assert "?q=storms&amp;kind=report&amp;page=3" in page
    assert client.get("/search/?q=storms&page=99").content.decode().count("<h3>") == 3


def test_number_of_queries_does_not_grow_with_the_results(client, db, query_count):
    report = make_report(make_post(make_country()))
    make_edition(report, sections=[section("Storms.", anchor="a")])
    client.get("/search/?q=storms")
    one = query_count(lambda: client.get("/search/?q=storms"))
    more = [section("Storms.", anchor=f"a{n}") for n in range(9)]
    make_edition(report, year=2018, sections=more)
    client.get("/search/?q=storms")

    assert query_count(lambda: client.get("/search/?q=storms")) == one <= 12


@pytest.mark.behavior("J8")
def test_nothing_found_suggests_near_names(client, report):
    page = client.get("/search/?q=kasachstan+zzz").content.decode()

    assert "Nothing found for “kasachstan zzz”." in page
    assert 'href="/countries/kazakhstan/"' in page


@pytest.mark.parametrize("address", ["/search/", "/members/search/"])
@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        '"',
        '""" AND OR NOT NEAR( *',
        "' OR 1=1; --",
        "names : x",
        "a:* & !b <-> (c | d",
        "{names} ^ + - x",
        "%s %(x)s {shelf} {visible} {ids}",
        "\\' \\",
        "💩 \u202e \ufeff",
        "x" * 10_000,
        "w " * 5_000,
        "1e5 0x10 3.14 -5 10km ½ ²",
        "ограбление " * 30,
        "\ud800",
    ],
)
def test_any_text_is_answered_with_a_page(client, restricted, address, typed):
    client.force_login(restricted["member"])
    typed = typed.encode("utf-8", "surrogatepass")

    for archive in ("", "1"):
        response = client.get(address, {"q": typed, "archive": archive})
        assert response.status_code == 200
        assert b"<script" not in response.content


def test_nul_is_refused_plainly(client, db):
    assert client.get("/search/?q=%00").status_code == 400


@pytest.mark.parametrize("name", ["country", "section", "rating", "level", "year", "kind", "page"])
@pytest.mark.parametrize("value", ["9" * 30, "-1", "'", "x" * 5000, "\u0661"])
def test_hostile_filter_is_answered_with_a_page(client, report, name, value):
    assert client.get("/search/", {"q": "robbed", name: value}).status_code == 200


@given(st.text(max_size=300))
def test_terms_hold_folded_words_only(typed):
    for term in terms_of(typed):
        assert all(word.isalnum() for word in term.words)
        assert len(term.words) > 0


def test_words_in_quotes_are_one_term():
    assert terms_of('car "police station"') == [Term(("car",)), Term(("police", "station"))]


# The finder of places ---------------------------------------------------------------------


def test_finder_falls_through_to_reports(client, report):
    page = client.get("/find/?q=robbed").content.decode()

    assert "No place matches “robbed”." in page
    assert 'href="/reports/almaty/#crime"' in page
    assert "/search/?q=robbed" in page


# The index --------------------------------------------------------------------------------


def test_what_does_not_change_is_not_indexed_again(report, django_assert_max_num_queries):
    count("robbed")
    make_country("Georgia")

    with django_assert_max_num_queries(45) as queries:
        assert count("georgia") == 1
    added = [query for query in queries if "INSERT INTO search_current" in query["sql"]]
    assert len(added) <= 2


def test_many_editions_are_indexed_a_slice_at_a_time(db, monkeypatch):
    monkeypatch.setattr("portal.search.index.SLICE", 3)
    monkeypatch.setattr("portal.search.index.refresh.__defaults__", (3,))
    for number in range(5):
        make_edition(make_report(title=f"Report {number}"), sections=[section("Storms.")])

    first = search(ANYBODY, Question("storms"))
    search(ANYBODY, Question("storms"))
    last = search(ANYBODY, Question("storms"))

    assert not first.complete
    assert last.complete
    assert last.page.paginator.count == Edition.objects.count()
