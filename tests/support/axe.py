"""axe-core on a page that is open: as it stands, or in every window and color scheme.

What a mode repeats is left out, never what it alone can show. All rules run wide and narrow;
of the other two modes only colors can be new, and only where an element has a look that
neither of the first two had (looks.js).
"""

from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

LOOKS_SCRIPT = Path(__file__).with_name("looks.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALL = {"type": "tag", "values": TAGS}
COLORS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
MODES = [(1280, "light", ALL), (390, "dark", ALL), (390, "light", COLORS), (1280, "dark", COLORS)]
# For the many pages of the desk, which are made of the same parts: what those look like in
# the other two modes is seen on the forms that are checked in all of them.
FARTHEST = MODES[:2]
SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"


def check_accessibility(page, rules=ALL):
    """axe-core has nothing to report by WCAG 2.2 A and AA and its best practices, or by `rules`."""
    # Preloading is axe's own fetching of stylesheets, which our policy rightly refuses.
    options = {"preload": False, "resultTypes": ["violations"], "runOnly": rules}
    if not page.evaluate("'complaintsOfAxe' in window"):
        page.evaluate(AXE_SCRIPT + LOOKS_SCRIPT)
    call = "([options, onlyNew]) => complaintsOfAxe(options, onlyNew)"
    found = AxeResults({"violations": page.evaluate(call, [options, rules is COLORS])})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def check_modes(page, modes=MODES):
    """Nothing to report in any mode, and nothing scrolls sideways."""
    complaints = list(complaints_of(page, modes))
    assert not complaints, "\n".join(complaints)


def complaints_of(page, modes=MODES):
    """What is wrong with the open page in each mode; it is left in the last of them."""
    for width, scheme, rules in modes:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        try:
            check_accessibility(page, rules)
        except AssertionError as complaint:
            yield f"{width}, {scheme}: {complaint}"
        sideways = page.evaluate(SIDEWAYS)
        if sideways > 0:
            yield f"{width}: {page.url} scrolls sideways by {sideways} px"
