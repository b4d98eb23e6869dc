import pytest
from django.http import HttpResponse
from django.template import Context, Template
from django.test import override_settings
from django.urls import NoReverseMatch, path, reverse, set_script_prefix

from web.links import kept_link, link_to

pytestmark = pytest.mark.once
urlpatterns = [path("elsewhere/<str:slug>/", HttpResponse, name="country_detail")]


def drawn(template, **facts):
    return Template(template).render(Context(facts))


def test_link_is_what_reverse_gives():
    for _time in range(2):
        assert link_to("country_detail", "kazakhstan") == "/countries/kazakhstan/"
        assert link_to("home") == reverse("home")


def test_link_is_put_together_once():
    kept_link.cache_clear()
    for _time in range(3):
        link_to("country_detail", "kazakhstan")
    assert kept_link.cache_info().misses == 1


def test_link_follows_the_prefix_and_the_addresses_of_the_site():
    usual = link_to("country_detail", "peru")
    set_script_prefix("/portal/")
    try:
        assert link_to("country_detail", "peru") == "/portal/countries/peru/"
    finally:
        set_script_prefix("/")
    with override_settings(ROOT_URLCONF=__name__):
        assert link_to("country_detail", "peru") == "/elsewhere/peru/"
    assert link_to("country_detail", "peru") == usual


def test_link_of_a_row_is_not_kept():
    """A row keeps its key while its words change."""

    class Row:
        slug = "before"

        def __str__(self):
            return self.slug

    row = Row()
    assert link_to("country_detail", row) == "/countries/before/"
    row.slug = "after"
    assert link_to("country_detail", row) == "/countries/after/"


def test_unknown_link_is_an_error_each_time():
    for _time in range(2):
        with pytest.raises(NoReverseMatch):
            link_to("no-such-page")


def test_tag_draws_the_same_link():
    assert drawn('{% url "country_detail" slug %}', slug="peru") == "/countries/peru/"
    assert drawn('{% url "no-such-page" as place %}[{{ place }}]') == "[]"
    with pytest.raises(NoReverseMatch):
        drawn('{% url "country_detail" %}')


@override_settings(ROOT_URLCONF=__name__)
def test_tag_escapes_the_link_where_text_is_escaped():
    template = '{% url "country_detail" slug %}'
    assert drawn(template, slug="o'n") == "/elsewhere/o&#x27;n/"
    plain = "{% autoescape off %}" + template + "{% endautoescape %}"
    assert drawn(plain, slug="o'n") == "/elsewhere/o'n/"
