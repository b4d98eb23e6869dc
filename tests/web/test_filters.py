"""Sidebar filters of the staff pages ask the questions that the rows can answer."""

import pytest
from django.contrib import admin
from django.urls import reverse

from advisories.models import Contact, Edition
from alerts.models import Alert
from tests.factories import make_alert, make_contact, make_edition, make_superuser
from web.admin_base import QuestionFilter

pytestmark = pytest.mark.django_db
FILTERS = [
    (model, entry, name, method)
    for model in (Alert, Contact, Edition)
    for entry in admin.site._registry[model].list_filter
    if isinstance(entry, type) and issubclass(entry, QuestionFilter)
    for name, _words, method in entry.questions
]


@pytest.fixture
def rows():
    make_alert(sent=False)
    make_alert()
    make_contact(confirmed=False)
    make_contact(number="103")
    earlier = make_edition(year=2016)
    make_edition(earlier.report, year=2017, published=False)


@pytest.mark.parametrize(("model", "entry", "name", "method"), FILTERS)
def test_filter_shows_the_rows_of_its_question(client, rows, model, entry, name, method):
    client.force_login(make_superuser())
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")

    shown = client.get(address, {entry.parameter_name: name}).context["cl"]

    assert set(shown.queryset) == set(getattr(model.objects.all(), method)())
    assert f"{entry.parameter_name}={name}" in str(shown.get_query_string())


@pytest.mark.parametrize("name", ["", "nothing", "delete"])
def test_other_questions_are_not_asked(client, rows, name):
    client.force_login(make_superuser())
    shown = client.get(reverse("admin:alerts_alert_changelist"), {"state": name}).context["cl"]
    assert shown.queryset.count() == Alert.objects.count() == 2
