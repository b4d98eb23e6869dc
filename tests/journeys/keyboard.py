"""A person with a keyboard and no mouse: Tab, Shift+Tab, Enter, Space, arrows, and letters."""

MOST_STOPS = 200  # Tab presses; a page that takes more has lost the focus
FOCUSED = """() => {
    const el = document.activeElement;
    if (!el || el === document.body) return null;
    const labels = el.labels ? [...el.labels].map(label => label.innerText) : [];
    const named = (el.getAttribute('aria-labelledby') || '').split(' ').map(
        id => document.getElementById(id)?.innerText || '');
    const text = [el.getAttribute('aria-label'), ...named, ...labels, el.innerText, el.title];
    const box = el.getBoundingClientRect(), style = getComputedStyle(el);
    const ring = each => {
        const look = each && getComputedStyle(each);
        return look && (look.boxShadow !== 'none'
            || (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) > 0));
    };
    // The button in a field of a date is the browser's own, and so is its ring.
    const own = (el.type || '').startsWith('date');
    const shown = own || [el, el.closest('label'), el.parentElement].some(ring);
    const down = box.bottom > 0 && box.top < innerHeight;
    const across = box.right > 0 && box.left < innerWidth;
    return {
        tag: el.tagName.toLowerCase(), name: el.name || '', value: el.value || '',
        words: text.filter(Boolean).join(' ').trim(), html: el.outerHTML.slice(0, 160),
        visible: down && across && box.width * box.height > 0
            && style.visibility !== 'hidden' && shown,
    };
}"""


class Keyboard:
    """`press("Send reply")`, `type("Where", "City hall")`: only by keys, with focus in sight."""

    def __init__(self, page):
        self.page, self.keys = page, page.keyboard

    def open(self, path):
        """Load a page; the first stop leads past the menu."""
        self.page.goto(path)
        self.keys.press("Tab")
        first = self.page.evaluate(FOCUSED)
        assert "Skip to" in (first or {"words": ""})["words"], first

    def reach(self, words="", *, name="", tag="", back=False):
        """Tab on until the focus is on what is called so; every stop on the way can be seen."""
        met = []
        for _stop in range(MOST_STOPS):
            self.keys.press("Shift+Tab" if back else "Tab")
            focus = self.page.evaluate(FOCUSED)
            if focus is None:  # past the last stop, or in the browser's own bars
                continue
            assert focus["visible"], f"the focus cannot be seen on {focus['html']}"
            met.append(focus["words"][:40] or focus["name"])
            if words in focus["words"] and name in focus["name"] and tag in focus["tag"]:
                return focus
        raise AssertionError(f"{words or name!r} cannot be reached; the stops: {met[:60]}")

    def press(self, words, key="Enter", **which):
        """Reach a link or a button and press it; wait for the page it leads to."""
        self.reach(words, **which)
        with self.page.expect_navigation():
            self.keys.press(key)

    def type(self, text, words="", **which):
        """Reach a field and replace what is in it."""
        self.reach(words, **which)
        self.keys.press("Control+A")
        self.keys.type(text)

    def choose(self, value, name):
        """Reach a group of radio buttons and move to the one of that value by the arrows."""
        focus = self.reach(name=name)
        self.keys.press("Space")
        for _button in range(10):
            if focus["value"] == value:
                return
            self.keys.press("ArrowDown")
            focus = self.page.evaluate(FOCUSED)
        raise AssertionError(f"{value!r} is not among the choices of {name!r}")

    def select(self, label, name):
        """Reach a list and go down to the option with that label."""
        self.reach(name=name, tag="select")
        for _option in range(60):
            chosen = self.page.evaluate("document.activeElement.selectedOptions[0].label")
            if chosen == label:
                return
            self.keys.press("ArrowDown")
        raise AssertionError(f"{label!r} is not on the list")
