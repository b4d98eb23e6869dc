import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from advisories.models import Indicator, LevelChange, Role
from tests.advisories.desk import address
from tests.factories import make_area, make_assignment, make_country, make_level, make_staff

pytestmark = pytest.mark.django_db

ADD = reverse("admin:advisories_levelchange_add")


@pytest.fixture
def publisher(kazakhstan):
    person = make_staff("Publisher of the country")
    make_assignment(person, Role.PUBLISHER, country=kazakhstan)
    return person


@pytest.fixture
def desk(client, publisher):
    client.force_login(publisher)
    return client


def values_for(country, **changes):
    return {
        "country": country.pk,
        "area": "",
        "level": "3",
        "reason": "Two attacks this month.",
        "in_force_from": "2026-11-20T10:00",
        "next_review_on": "2027-05-01",
        "announce": "1",
    } | changes


def test_level_is_set_announced_and_on_record(desk, kazakhstan, publisher):
    crime = Indicator.objects.create(code="C", name="Crime")

    desk.post(ADD, values_for(kazakhstan, indicators=[crime.pk]))

    change = LevelChange.objects.get()
    assert (change.level, change.made_by) == (3, publisher)
    assert change.announced_at == change.in_force_from
    assert list(change.indicators.all()) == [crime]
    assert AuditEvent.objects.filter(deed="set_level", object_id=change.pk).count() == 1


def test_quiet_change_announces_nothing(desk, kazakhstan):
    desk.post(ADD, values_for(kazakhstan, announce="0"))

    assert LevelChange.objects.get().announced_at is None


def test_announcing_has_to_be_chosen(desk, kazakhstan):
    response = desk.post(ADD, values_for(kazakhstan, announce=""))

    assert response.status_code == 200
    assert not LevelChange.objects.exists()


@pytest.mark.parametrize("level", ["0", "5", "x", "9" * 30, ""])
def test_level_is_1_to_4(desk, kazakhstan, level):
    response = desk.post(ADD, values_for(kazakhstan, level=level))

    assert response.status_code == 200
    assert "Two attacks this month." in response.content.decode()
    assert not LevelChange.objects.exists()


def test_area_belongs_to_the_country(desk, kazakhstan, publisher):
    georgia = make_country("Georgia")
    make_assignment(publisher, Role.PUBLISHER, country=georgia)
    area = make_area(georgia, "Kakheti")

    response = desk.post(ADD, values_for(kazakhstan, area=area.pk))

    assert "in another country" in response.content.decode()
    assert not LevelChange.objects.exists()


def test_another_country_is_no_choice(desk, kazakhstan):
    georgia = make_country("Georgia")

    response = desk.post(ADD, values_for(georgia))

    assert "Select a valid choice" in response.content.decode()
    assert not LevelChange.objects.exists()


def test_history_is_not_overwritten(desk, kazakhstan):
    change = make_level(kazakhstan, level=2)

    assert desk.get(address("change", change)).status_code == 200
    assert desk.post(address("change", change), values_for(kazakhstan)).status_code == 403
    assert desk.post(address("delete", change), {"post": "yes"}).status_code == 403
    assert LevelChange.objects.get().level == 2
