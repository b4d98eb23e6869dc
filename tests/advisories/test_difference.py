import time

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
