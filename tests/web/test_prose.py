import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.prose import prose

pytestmark = pytest.mark.once


def test_blank_lines_part_paragraphs_and_single_ones_break_them():
    assert prose("One\ntwo\n\nThree") == "<p>One<br>two</p><p>Three</p>"


def test_bullets_become_a_list_also_right_under_a_sentence():
    assert prose("Bring:\n* a passport\n- a pen") == (
        "<p>Bring:</p><ul><li>a passport</li><li>a pen</li></ul>"
    )


def test_headings_and_strong_words():
    assert prose("# Drivers\nA **vetted** list") == (
        "<h3>Drivers</h3><p>A <strong>vetted</strong> list</p>"
    )


def test_lonely_asterisks_stay():
    assert prose("2 ** 3") == "<p>2 ** 3</p>"


def test_addresses_become_links_without_the_full_stop():
    assert prose("See https://example.org/a?b=1&c=2.") == (
        '<p>See <a href="https://example.org/a?b=1&amp;c=2">'
        "https://example.org/a?b=1&amp;c=2</a>.</p>"
    )


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "**<img src=x onerror=alert(1)>**",
        "javascript:alert(1)",
        'https://example.org/"onmouseover="alert(1)',
        "* <b>",
    ],
)
def test_no_text_becomes_markup_of_its_own(hostile):
    html = prose(hostile)
    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert 'href="javascript' not in html
    assert '"onmouseover' not in html


@given(st.text(alphabet="zé*#- \n\r\x85•"))
def test_no_letter_is_lost(text):
    letters = [letter for letter in prose(text) if letter in "zé"]
    assert letters == [letter for letter in text if letter in "zé"]
