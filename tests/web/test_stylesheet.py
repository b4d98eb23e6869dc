import re

from django.conf import settings

from web.stylesheet import stylesheet


def test_stylesheet_stays_within_its_budget():
    assert len(stylesheet().encode()) <= 18_000


def test_stylesheet_asks_nobody_for_anything():
    assert "@import" not in stylesheet()
    assert "url(" not in stylesheet()
    assert "@font-face" not in stylesheet()


def test_only_logical_sides_are_named():
    """Right-to-left pages use the same rules."""
    names = re.findall(r"(?<![\w-])(?:margin|padding|border)-(?:left|right)", stylesheet())

    assert names == []


def test_no_page_holds_a_style_attribute():
    """The content security policy would ignore it; mail is written with classes too."""
    pages = (settings.BASE_DIR / "templates").rglob("*.html")

    assert [page.name for page in pages if re.search(r"<[^>]*\sstyle=", page.read_text())] == []
