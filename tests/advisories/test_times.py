from datetime import UTC, date, datetime

import pytest

from advisories.models import Area, Country
from advisories.times import day_at, moment_in_words

MOMENT = datetime(2017, 3, 10, 12, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Almaty", "10 March 2017, 18:30 in There (UTC+6)"),
        ("Asia/Kathmandu", "10 March 2017, 18:15 in There (UTC+5:45)"),
        ("America/St_Johns", "10 March 2017, 09:00 in There (UTC-3:30)"),
        ("Pacific/Kiritimati", "11 March 2017, 02:30 in There (UTC+14)"),
        ("UTC", "10 March 2017, 12:30 in There (UTC)"),
    ],
)
def test_moment_is_told_in_the_zone_of_its_place(zone, words):
    assert moment_in_words(MOMENT, Country(name="There", time_zone=zone)) == words


def test_area_keeps_the_time_of_its_country():
    area = Area(name="North", country=Country(time_zone="Asia/Almaty"))

    assert moment_in_words(MOMENT, area) == "10 March 2017, 18:30 in North (UTC+6)"


def test_moment_without_a_place_is_told_in_utc():
    assert moment_in_words(MOMENT) == "10 March 2017, 12:30 UTC"


def test_day_is_that_of_the_place():
    samoa = Country(time_zone="Pacific/Kiritimati")

    assert day_at(MOMENT, samoa) == date(2017, 3, 11)
    assert day_at(date(2017, 3, 10), samoa) == date(2017, 3, 10)
