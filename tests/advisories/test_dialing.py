import pytest
from django.utils.safestring import SafeString

from advisories.dialing import dialable, from_abroad

CONTACTS = [
    {"number": "102", "tel": "102"},
    {"number": "8-727-250-4892", "tel": "+77272504892"},
    {"number": "8-727-250-4892-1", "tel": "+772725048921"},
]


def linked(text):
    return dialable(SafeString(text), CONTACTS)


def test_known_numbers_become_links():
    assert linked("<p>Call 102.</p>") == '<p>Call <a href="tel:102">102</a>.</p>'
    assert linked("(8-727-250-4892)") == '(<a href="tel:+77272504892">8-727-250-4892</a>)'


def test_longest_number_wins():
    assert "tel:+772725048921" in linked("8-727-250-4892-1")


@pytest.mark.parametrize(
    "text", ["1102", "1,102", "102.5", "102/3", "A102", "8-727-250-48", "+102", "102-7", "€5.102"]
)
def test_part_of_another_number_stays_text(text):
    assert linked(text) == text


def test_text_within_links_and_tags_stays():
    text = '<a href="https://example.org/102">Call 102</a> <td colspan="102">'

    assert linked(text) == text


def test_text_without_known_numbers_stays():
    assert dialable(SafeString("<p>102</p>"), []) == "<p>102</p>"


def test_number_is_told_as_from_abroad():
    assert from_abroad("+77272504892").startswith("+7 727")
    assert from_abroad("nonsense") == "nonsense"
