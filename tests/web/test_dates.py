import datetime

import pytest
from django.core.exceptions import ValidationError

from web.dates import DayField


@pytest.mark.parametrize("month", ["4", "04", "apr", "Apr.", "April", "APRIL"])
def test_a_month_is_read_as_number_or_name(month):
    assert DayField().clean(("3", month, "2027")) == datetime.date(2027, 4, 3)


@pytest.mark.parametrize(
    "typed",
    [
        ("31", "2", "2027"), ("", "4", "2027"), ("3", "xyz", "2027"), ("3", "13", "2027"),
        ("0", "1", "1"), ("3", "4", "99999"), ("٣", "4", "2027"), ("-1", "4", "2027"),
        ("1" * 20, "4", "2027"), ("3", "a", "2027"), ("3", "4", "0000"),
    ],
)  # fmt: skip
def test_what_is_no_date_is_refused(typed):
    with pytest.raises(ValidationError):
        DayField().clean(typed)


def test_an_optional_date_may_stay_empty():
    assert DayField(required=False).clean(None) is None
