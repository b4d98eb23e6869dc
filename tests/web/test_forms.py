from django import forms

from web.forms import PlainForm


class ExampleForm(PlainForm, forms.Form):
    name = forms.CharField(label="Your name")
    place = forms.CharField(error_messages={"required": "Choose a place"})


def test_an_error_names_its_field():
    form = ExampleForm({})

    assert form.errors["name"] == ["Fill in: Your name"]


def test_words_of_the_forms_own_are_kept():
    assert ExampleForm({}).errors["place"] == ["Choose a place"]
