import pytest

from web.contrast import contrast


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#134e5b", "#ffffff", 9.3),  # measured by the designer
        ("#0c1a1e", "#7fc6d0", 9.2),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_ratio_is_the_one_of_wcag(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.05)
    assert contrast(other, one) == contrast(one, other)
