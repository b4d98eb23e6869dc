import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisories.difference import ADDED, REMOVED, SAME, Piece, compare_html, compare_text, differ


def test_same_text_does_not_differ_whatever_its_markup():
    found = compare_html("<p>One.</p><p>Two.</p>", "<p><em>One.</em></p>\n<p>Two.</p>")

    assert not differ(found)


def test_a_changed_word_is_shown_inside_its_paragraph():
    found = compare_html(
        "<p>The risk here is low today.</p>", "<p>The risk here is high today.</p>"
    )

    assert found == [
        [
            Piece(SAME, "The risk here is "),
            Piece(REMOVED, "low"),
            Piece(ADDED, "high"),
            Piece(SAME, " today."),
        ]
    ]


def test_a_paragraph_written_anew_is_one_removal_and_one_addition():
    found = compare_html("<p>Roads are icy in winter.</p>", "<p>Call 102 first.</p>")

    assert found == [
        [Piece(REMOVED, "Roads are icy in winter.")],
        [Piece(ADDED, "Call 102 first.")],
    ]


def test_an_added_item_leaves_its_neighbors_alone():
    found = compare_html("<ul><li>a</li><li>c</li></ul>", "<ul><li>a</li><li>b</li><li>c</li></ul>")

    assert found == [[Piece(SAME, "a")], [Piece(ADDED, "b")], [Piece(SAME, "c")]]


def test_plain_text_is_compared_by_lines():
    found = compare_text("first\nsecond", "first")

    assert found == [[Piece(SAME, "first")], [Piece(REMOVED, "second")]]


def test_a_very_long_paragraph_takes_no_minutes():
    before, after = ("<p>" + " ".join(f"{word}{n}" for n in range(20_000)) for word in "ab")
    start = time.monotonic()

    assert differ(compare_html(before, after))
    assert time.monotonic() - start < 5


@pytest.mark.parametrize(
    ("unit", "other"),
    [("<p>a</p><p>b</p><p>c</p>", "<p>c</p><p>b</p><p>a</p>"), ("a b c ", "c b a ")],
    ids=["blocks", "words"],
)
def test_the_same_few_words_over_and_over_take_no_minutes(unit, other):
    start = time.monotonic()

    assert differ(compare_html(f"<p>{unit * 300}</p>", f"<p>{other * 300}</p>"))
    assert not differ(compare_html(unit * 700, unit * 700))
    assert differ(compare_html(unit * 700, other * 700))
    assert time.monotonic() - start < 5


@given(st.lists(st.sampled_from("abcd"), max_size=7), st.lists(st.sampled_from("abcd"), max_size=7))
def test_both_texts_stand_whole_in_the_difference(old, new):
    found = compare_text("\n".join(old), "\n".join(new))

    for texts, missing in ((old, ADDED), (new, REMOVED)):
        kept = ["".join(piece.text for piece in block if piece.kind != missing) for block in found]
        assert [text for text in kept if text] == texts
