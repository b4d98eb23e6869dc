"""Each mode is looked at: a fault that only one of them shows is told, and named by its mode."""

import pytest

from tests.support.axe import FARTHEST, MODES, complaints_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE, NARROW = "(min-width: 800px)", "(max-width: 800px)"
PLANT = """css => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets.push(sheet);
}"""
# A hundred rows of one look; one of them, far down, is fainter than the others.
ROWS = """() => {
    const list = document.createElement('ul');
    for (let number = 0; number < 100; number++)
        list.append(Object.assign(document.createElement('li'), {textContent: 'Row'}));
    document.querySelector('main').append(list);
}"""
FAINT = "color: #777 !important; background: #888 !important"


def planted(page, css):
    page.goto("/about/")
    page.evaluate(ROWS)
    page.evaluate(PLANT, css)
    return page


def test_faint_row_of_any_one_mode_is_told(page):
    # In a color of its own for each mode: a look that was told of once is not told of again.
    css = "".join(
        f"@media {WIDE if width > 800 else NARROW} and (prefers-color-scheme: {scheme})"
        f"{{ li:nth-child({row}) {{ {FAINT.replace('#777', f'#7777{row}')} }} }}"
        for row, (width, scheme, _rules) in enumerate(MODES, 70)
    )

    complaints = list(complaints_of(planted(page, css)))

    modes = [f"{width}, {scheme}" for width, scheme, _rules in MODES]
    assert [words.partition(":")[0] for words in complaints] == modes
    assert all("color-contrast - " in words for words in complaints)


def test_text_that_only_a_phone_shows_is_looked_at(page):
    css = f"li:nth-child(70) {{ display: none; {FAINT} }}"
    css += f"@media {NARROW} {{ li:nth-child(70) {{ display: list-item }} }}"

    complaints = list(complaints_of(planted(page, css), FARTHEST))

    assert [words.partition(":")[0] for words in complaints] == ["390, dark"]


def test_unlabeled_field_and_sideways_scrolling_are_told(page):
    planted(page, "input.wide { width: 500px }")
    page.evaluate(
        "document.querySelector('main').append("
        "Object.assign(document.createElement('input'), {className: 'wide'}))"
    )

    complaints = list(complaints_of(page, MODES))

    assert sum("\nlabel - " in words for words in complaints) == 2
    assert sum("scrolls sideways" in words for words in complaints) == 2
