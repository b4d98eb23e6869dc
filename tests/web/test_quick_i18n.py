import pytest
from django.template import Context, Template
from django.utils import translation
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
        ("{% blocktranslate trimmed %}\n Yes\n{% endblocktranslate %}", "Yes", "Ja"),
        (
            "{% blocktranslate with x=word %}{{ x }} & 5%{% endblocktranslate %}",
            "No & 5%",
            "No & 5%",
        ),
        ("{% blocktranslate %}[{{ nothing }}]{% endblocktranslate %}", "[]", "[]"),
        ("{% blocktranslate with x='<b>' %}{{ x }}{% endblocktranslate %}", "<b>", "<b>"),
        ("{% blocktranslate with x=tag %}{{ x }}{% endblocktranslate %}", "&lt;b&gt;", "&lt;b&gt;"),
        ("{% blocktranslate asvar x %}Yes{% endblocktranslate %}[{{ x }}]", "[Yes]", "[Ja]"),
        (
            "{% blocktrans count n=1 %}{{ n }} day{% plural %}{{ n }} days{% endblocktrans %}",
            "1 day",
            "1 day",
        ),
    ],
)
def test_text_of_a_template_speaks_the_language_of_its_reader(words, english, german):
    drawn = template(words)
    for _time in range(2):
        with override("en"):
            assert drawn.render(Context({"word": "No", "tag": "<b>"})) == english
        with override("de"):
            assert drawn.render(Context({"word": "No", "tag": "<b>"})) == german


def test_what_a_sentence_fills_in_is_forgotten_after_it():
    drawn = template("{% blocktranslate with x=word %}{{ x }}{% endblocktranslate %}[{{ x }}]")
    assert drawn.render(Context({"word": "No"})) == "No[]"


def test_translation_with_other_gaps_gives_way_to_the_original(monkeypatch):
    drawn = template("{% blocktranslate %}It is {{ word }}.{% endblocktranslate %}")
    with override("de"):
        wrong = "Es ist %(wort)s."
        monkeypatch.setattr(
            translation, "gettext", lambda text: wrong if translation.get_language() else text
        )
        assert drawn.render(Context({"word": "so"})) == "It is so."


def test_text_is_looked_up_once_a_language(monkeypatch):
    drawn = template('{% translate "Yes" %}')
    with override("de"):
        drawn.render(Context())
        monkeypatch.setattr(trans_real, "gettext", None)
        assert drawn.render(Context()) == "Ja"
