from datetime import UTC, datetime

import pytest

from advisories.levels import periods, present_levels, standing_of
from advisories.models import LevelChange
from tests.factories import make_area, make_country, make_level


def on(day):
    return datetime(2016, 1, day, tzinfo=UTC)


def changes():
    return list(LevelChange.objects.in_force().order_by("-in_force_from", "-pk"))


def test_reviews_lengthen_a_period(db):
    for day, level in ((1, 2), (2, 1), (3, 1), (4, 3)):
        make_level(level=level, in_force_from=on(day))

    found = [(period.level, period.since, period.until) for period in periods(changes())]

    assert found == [(3, on(4), None), (1, on(2), on(4)), (2, on(1), on(2))]


def test_standing_keeps_parts_apart_from_the_whole(db):
    north, south = make_area(name="North"), make_area(name="South")
    make_level(level=2, in_force_from=on(1))
    make_level(level=4, area=north, in_force_from=on(2))
    make_level(level=2, area=north, in_force_from=on(3))
    make_level(level=3, area=south, in_force_from=on(4))

    standing = standing_of(changes())

    assert standing.level == 2
    assert [(part.newest.area, part.level) for part in standing.parts] == [(south, 3)]


def test_country_without_changes_has_no_level():
    assert standing_of([]).level is None


def test_present_levels_are_the_newest_in_force_of_whole_countries(db):
    nepal = make_country("Nepal")
    make_level(level=1, in_force_from=on(1))
    make_level(level=3, in_force_from=on(2))
    make_level(level=4, in_force_from=datetime(2099, 1, 1, tzinfo=UTC))
    make_level(nepal, 4, area=make_area(nepal))

    assert present_levels() == {make_country().pk: 3}


@pytest.mark.parametrize("same_moment", [True, False])
def test_level_before_is_that_of_the_same_place(db, same_moment):
    area = make_area()
    make_level(level=1, in_force_from=on(1))
    make_level(level=4, area=area, in_force_from=on(2))
    make_level(level=2, in_force_from=on(1 if same_moment else 3))

    found = LevelChange.objects.in_force().with_level_before().order_by("pk")

    assert [change.level_before for change in found] == [None, None, 1]
