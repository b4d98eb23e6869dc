"""What holds for every public page: the same bytes for everybody, and nothing restricted."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisories.models import Country, Role
from alerts.models import Grade
from council.models import Council
from tests.factories import (
    make_alert,
    make_assignment,
    make_contact,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
    make_section,
    make_staff,
)

SECRET = "Hornbeam"  # stands in everything that only members may read
PAGES = [
    "/",
    "/countries/",
    "/countries/?level=2",
    "/countries/kazakhstan/",
    "/find/?q=kazakh",
    "/find/?q=hornbeam",
    "/search/",
    "/search/?q=almaty",
    "/search/?q=hornbeam",
    "/search/?q=hornbeam&archive=1",
    "/reports/",
    "/reports/almaty/",
    "/reports/almaty/2016/v1/",
    "/reports/almaty/editions/",
    "/alerts/",
    "/alerts/?country=kazakhstan",
    "/alerts/past/",
    "/alerts/2026/robbery/",
    "/about/",
    "/levels/",
    "/accessibility/",
    "/privacy/",
    "/contact/",
    "/data/",
]


@pytest.fixture(scope="module")
def everything(kept_rows):
    """Kazakhstan with something public and something restricted of every kind."""
    kazakhstan = make_country()
    almaty = make_post(kazakhstan)
    make_level(kazakhstan)
    make_contact(kazakhstan)
    make_contact(kazakhstan, number="999-Hornbeam", confirmed=False)
    report = make_report(almaty, slug="almaty")
    make_edition(report, year=2016)
    make_edition(report, year=2017, title="Almaty crime and safety report")
    hide(report, 2018)
    hide(make_report(almaty, f"{SECRET} report", slug="hornbeam"), 2017)
    draft = make_edition(report, year=2019, published=False, title=f"{SECRET} draft")
    make_section(draft, heading=SECRET)
    make_edition(
        report, year=2020, title=f"{SECRET} to come", published_at=timezone.now() + timedelta(1)
    )
    make_alert(almaty, year=2026, slug="robbery")
    make_alert(almaty, title=SECRET, tlp="green", grade=Grade.EMERGENCY)
    make_alert(almaty, title=SECRET, exercise=True)
    make_alert(almaty, title=SECRET, sent=False)
    make_level(kazakhstan, 4, reason=SECRET, in_force_from=timezone.now() + timedelta(days=1))


@pytest.fixture
def world(db, everything):
    return Country.objects.get(name="Kazakhstan")


def hide(report, year):
    sections = [{"heading": SECRET, "body": f"<p>{SECRET}</p>"}]
    make_edition(report, year=year, title=f"{SECRET} edition", tlp="green", sections=sections)


@pytest.fixture
def readers(world):
    """A member and an editor; both may read all of it elsewhere."""
    editor = make_staff("editor")
    make_assignment(editor, Role.EDITOR, country=world)
    member = make_member().user
    Council.objects.update(name="Almaty country council")
    return [member, editor]


@pytest.mark.page
@pytest.mark.parametrize("address", PAGES)
def test_everybody_gets_the_same_bytes(client, readers, address):
    answers = [client.get(address).content]
    for reader in readers:
        client.force_login(reader)
        answers.append(client.get(address).content)

    assert answers[0] == answers[1] == answers[2]


@pytest.mark.parametrize("address", PAGES)
def test_nothing_restricted_is_shown(client, readers, address):
    client.force_login(readers[0])

    response = client.get(address)

    assert response.status_code == 200
    text = response.content.decode()
    if "q=hornbeam" in address:
        for echo in ("q=hornbeam", 'value="hornbeam"', "“hornbeam”", "<title>hornbeam"):
            text = text.replace(echo, "")
        text = text.replace("<title>Search: hornbeam", "")
    assert SECRET.lower() not in text.lower()


@pytest.mark.parametrize(
    "address",
    [
        "/reports/hornbeam/",
        "/reports/hornbeam/editions/",
        "/reports/hornbeam/2017/v1/",
        "/reports/almaty/2018/v1/",
        "/reports/almaty/2019/v1/",
        "/reports/almaty/2020/v1/",
    ],
)
def test_hidden_and_missing_are_the_same_404(client, readers, address):
    client.force_login(readers[0])

    hidden = client.get(address)
    missing = client.get("/reports/nothing-of-the-kind/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


@pytest.mark.page
@pytest.mark.parametrize("address", PAGES)
def test_page_has_one_heading_and_its_landmarks(client, world, address):
    text = client.get(address).content.decode()

    assert text.count("<h1") == 1
    assert text.count("<main") == 1
    assert "style=" not in text.replace("</style>", "")
    assert "<script" not in text


@pytest.mark.page
@pytest.mark.parametrize("address", [page for page in PAGES if "?" not in page])
def test_page_is_cacheable_and_known_bytes_are_not_sent_again(client, world, address):
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert "public" in first["Cache-Control"]
    assert not first.cookies
    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    "address",
    [
        "/countries/nowhere/",
        "/countries/kazakhstan%27/",
        "/reports/almaty/999999999999999999999999999999/v1/",
        "/reports/almaty/2017/v999999999999999999999999999999/",
        "/alerts/999999999999999999999999999999/robbery/",
        "/alerts/2026/%F0%9F%92%A9/",
        "/alerts/?country=nowhere",
        "/alerts/past/?country=%27",
        "/members/reports/almaty/999999999999999999999999999999/v1/",
        "/members/alerts/999999999999999999999999999999/robbery/",
    ],
)
def test_hostile_address_is_a_404(client, world, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["/countries/%00/", "/reports/%00/", "/alerts/?country=%00", "/find/?q=%00"]
)
def test_address_with_nul_is_refused_plainly(client, world, address):
    assert client.get(address).status_code in {400, 404}


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999999", "x", "%C0"])
def test_hostile_page_number_shows_a_page(client, world, page):
    assert client.get(f"/reports/?page={page}").status_code == 200
    assert client.get(f"/alerts/past/?page={page}").status_code == 200


@pytest.mark.parametrize("level", ["0", "5", "%C0", "²", "1e3"])
def test_hostile_level_shows_all_countries(client, world, level):
    assert "Kazakhstan" in client.get(f"/countries/?level={level}").content.decode()
