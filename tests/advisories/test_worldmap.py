"""The world map is drawn from the levels, safe to inline, and drawn once per set of levels."""

from html.parser import HTMLParser

from django.utils import translation

from advisories import worldmap
from advisories.worldmap import world_map

KAZAKHSTAN = {"398": (2, "/countries/kazakhstan/", "Kazakhstan")}


class Elements(HTMLParser):
    def __init__(self, markup):
        super().__init__()
        self.found, self.open = [], []
        self.feed(str(markup))

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def named(self, name):
        return [attrs for tag, attrs in self.found if tag == name]


def test_every_area_and_dot_is_drawn():
    drawn = Elements(world_map({}))

    assert len(drawn.named("path")) == 174 + 2  # and the lines of the two hatch patterns
    assert len(drawn.named("circle")) == 28
    assert drawn.open == []


def test_a_country_with_a_level_is_a_titled_link_outside_the_tab_order():
    markup = str(world_map(KAZAKHSTAN))

    assert '<a href="/countries/kazakhstan/" tabindex="-1">' in markup
    assert '<title>Kazakhstan: level 2</title><path class="f2" d="M' in markup
    assert len(Elements(markup).named("a")) == 1


def test_a_country_without_a_level_says_so():
    markup = str(world_map({"732": (None, "/w/", "Western Sahara")}))

    assert '<title>Western Sahara: no advice</title><path class="f0"' in markup


def test_a_country_without_number_is_found_by_its_letters():
    assert "<title>Kosovo: level 1</title>" in str(world_map({"XK": (1, "/k/", "Kosovo")}))


def test_levels_three_and_four_are_hatched_and_lower_ones_are_not():
    levels = {"004": (4, "/a/", "Afghanistan"), "702": (3, "/s/", "Singapore"), **KAZAKHSTAN}

    hatches = [a for _, a in Elements(world_map(levels)).found if a.get("class") == "hatch"]

    assert [a["fill"] for a in hatches] == ["url(#map-h4)", "url(#map-h3)"]


def test_the_map_is_hidden_from_screen_readers_and_holds_no_inline_style():
    markup = str(world_map({"004": (4, "/a/", "Afghanistan")}))

    assert markup.startswith('<svg viewBox="0 0 1200 570" aria-hidden="true" focusable="false">')
    assert "style=" not in markup


def test_names_and_addresses_are_escaped():
    markup = str(world_map({"398": (2, '/"><script>', "<b>K & Q</b>")}))

    assert "<script>" not in markup
    assert "&lt;b&gt;K &amp; Q&lt;/b&gt;: level 2" in markup


def test_a_hidden_area_is_not_drawn():
    markup = str(world_map(KAZAKHSTAN, hidden=["398"]))

    assert "Kazakhstan" not in markup
    assert len(Elements(markup).named("path")) == 173 + 2


def test_the_same_levels_are_drawn_once_in_each_language():
    worldmap._drawn.cache_clear()

    world_map(KAZAKHSTAN)
    world_map(dict(KAZAKHSTAN))
    with translation.override("de"):
        world_map(KAZAKHSTAN)

    assert worldmap._drawn.cache_info().misses == 2
    assert worldmap._drawn.cache_info().hits == 1
