import pytest
from django.template import Context, Template
from django.utils.translation import override, trans_real

pytestmark = pytest.mark.once


def template(words):
    return Template("{% load i18n %}" + words)


@pytest.mark.parametrize(
    ("words", "english", "german"),
    [
        ('{% translate "Yes" %}', "Yes", "Ja"),
        ('{% translate "Yes" as word %}[{{ word }}]', "[Yes]", "[Ja]"),
        ('{% translate "May" context "abbrev. month" %}', "May", "Mai"),
        ('{% translate "Yes" noop %}', "Yes", "Yes"),
        ('{% translate "Yes"|upper %}', "YES", "JA"),
        ("{% translate word %}", "No", "Nein"),
        ('{% translate "100% of us" %}', "100% of us", "100% of us"),
        ("{% blocktranslate %}Yes{% endblocktranslate %}", "Yes", "Ja"),
    ],
)
def test_text_of_a_template_speaks_the_language_of_its_reader(words, english, german):
    drawn = template(words)
    for _time in range(2):
        with override("en"):
            assert drawn.render(Context({"word": "No"})) == english
        with override("de"):
            assert drawn.render(Context({"word": "No"})) == german


def test_text_is_looked_up_once_a_language(monkeypatch):
    drawn = template('{% translate "Yes" %}')
    with override("de"):
        drawn.render(Context())
        monkeypatch.setattr(trans_real, "gettext", None)
        assert drawn.render(Context()) == "Ja"
