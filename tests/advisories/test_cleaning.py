import pytest

from advisories.cleaning import clean_html, cleaned, plain_text, word_count

KEPT = [
    "<h3>Roads</h3>",
    "<ul><li>one</li><li>two<ol><li>below</li></ol></li></ul>",
    '<table><thead><tr><th scope="col" colspan="2">Post</th></tr></thead>'
    '<tbody><tr><td rowspan="2">Almaty</td><td>Astana</td></tr></tbody></table>',
    '<p><a href="https://example.org/">page</a> <a href="mailto:desk@example.org">mail</a> '
    '<a href="tel:+77272504892">call</a></p>',
    "<p><strong>Roads</strong> and <em>taxis</em><br>at night</p>",
]


@pytest.mark.behavior("I12")
@pytest.mark.parametrize("html", KEPT)
def test_what_a_report_may_hold_stays_as_it_is(html):
    assert clean_html(html) == html


@pytest.mark.behavior("I12")
@pytest.mark.parametrize(
    "html",
    [
        "<script>steal()</script>",
        "<style>p{display:none}</style>",
        '<img src="https://example.org/pixel.png">',
        '<svg><script>steal()</script></svg><math href="x"></math>',
        "<!-- hidden -->",
        "<p></p><p><br></p><p>&nbsp;</p>",
        "\x00",
    ],
)
def test_what_no_report_holds_goes(html):
    assert clean_html(html) == ""


def test_handlers_styles_and_script_links_go_and_their_text_stays():
    html = (
        '<p style="color:red" onclick="x()" class="MsoNormal"><a href="javascript:x()">Go</a></p>'
    )

    assert clean_html(html) == "<p><a>Go</a></p>"


def test_pasted_names_of_the_same_thing_become_ours():
    html = "<h1>Title</h1><p><b>bold</b> <i>italic</i></p><h6>low</h6>"

    assert clean_html(html) == (
        "<h3>Title</h3><p><strong>bold</strong> <em>italic</em></p><h4>low</h4>"
    )


def test_the_paragraph_that_an_editor_puts_into_each_item_and_cell_goes():
    html = "<ul><li><p>one</p><ul><li><p>below</p></li></ul></li></ul>"
    table = '<table><tbody><tr><td colspan="1" rowspan="1"><p>cell</p></td></tr></tbody></table>'

    assert clean_html(html) == "<ul><li>one<ul><li>below</li></ul></li></ul>"
    assert clean_html(table) == "<table><tbody><tr><td>cell</td></tr></tbody></table>"


def test_items_of_two_paragraphs_keep_both():
    html = "<ul><li><p>one</p><p>two</p></li></ul>"

    assert clean_html(html) == html


@pytest.mark.parametrize("html", [*KEPT, "<b>a<p>b", "a < b & c", "<ul><li><p>x</p></li></ul>"])
def test_cleaning_twice_changes_nothing_more(html):
    once = clean_html(html)

    assert clean_html(once) == once


def test_signs_that_a_database_refuses_go():
    assert clean_html("<p>a\x00b\ud800c</p>") == "<p>abc</p>"


def test_output_is_cleaned_whatever_is_stored():
    assert cleaned("<p>a<script>b</script></p>") == "<p>a</p>"


def test_words_are_counted_without_markup():
    html = "<p>Two&nbsp;words</p><ul><li>three<strong>four</strong></li></ul>"

    assert plain_text(html) == "Two words three four"
    assert word_count(html) == 4
