"""Rows of another desk, reached by address or by posting their number (P15).

Whoever holds every role in one country meets, for each row elsewhere, the same answer as
for a row that does not exist: on every page of every model in the staff pages, stock or
our own, in its actions and in what its fields offer and accept.
"""

from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import RequestFactory
from django.urls import reverse

from advisories.models import Country, Report, Role
from council.models import Council
from tests.factories import make_assignment, make_country, make_staff
from tests.support.urls import every_address

MISSING = 10**9
PAGES = [
    address
    for address in every_address()
    if address.route.startswith("admin/") and "<path:object_id>" in address.route
]


@pytest.fixture
def foreigner(db, sample):
    """Staff with every role there is, in a country that the sample says nothing of."""
    person = make_staff("foreigner")
    for role in Role:
        make_assignment(person, role, country=make_country("Fiji"))
    return person


def request_of(person):
    request = RequestFactory().get("/")
    request.user = person
    return request


def foreign_rows(model, person):
    """A few rows that this person's desk does not hold."""
    model_admin = admin.site._registry[model]
    own = model_admin.get_queryset(request_of(person)).order_by().values("pk")
    return list(model._default_manager.exclude(pk__in=own)[:2])


def model_of(address):
    _admin, app, name, *_rest = address.route.split("/")
    return apps.get_model(app, name)


@pytest.mark.behavior("I10", "P15")
def test_page_of_a_foreign_row_is_that_of_a_missing_one(client, foreigner):
    client.force_login(foreigner)
    walked, differences = 0, []
    pages = [(address, foreign_rows(model_of(address), foreigner)) for address in PAGES]
    for (address, rows), ask in product(pages, (client.get, client.post)):
        missing = ask(address.path(lambda kind, name: MISSING))
        for row in rows:
            here = address.path(lambda kind, name: row.pk)  # noqa: B023  called at once
            found = ask(here)
            if found.headers.get("Location", "").endswith(f"/{row.pk}/change/"):
                continue  # the address without a page name leads on, and has read nothing
            walked += 1
            same = (found.status_code, found.content) == (missing.status_code, missing.content)
            if not same or found.status_code not in (403, 404, 405):
                differences.append(f"{here}: {found.status_code}, {missing.status_code}")
    assert differences == []
    assert walked > 100


@pytest.mark.behavior("I10")
def test_action_on_a_foreign_row_is_not_found(client, foreigner):
    client.force_login(foreigner)
    request, walked = request_of(foreigner), 0
    for model, model_admin in admin.site._registry.items():
        rows = foreign_rows(model, foreigner)
        if not rows or not model_admin.has_module_permission(request):
            continue
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        for action in model_admin.get_actions(request):
            walked += 1
            data = {"action": action, "_selected_action": [rows[0].pk]}
            assert client.post(page, data).status_code == 404, (page, action)
    assert walked > 3


def test_autocomplete_names_no_foreign_row(client, foreigner):
    client.force_login(foreigner)
    walked = 0
    for model in admin.site._registry:
        for field in model._meta.fields:
            if field.related_model not in admin.site._registry:
                continue
            response = client.get(
                reverse("admin:autocomplete"),
                {
                    "app_label": model._meta.app_label,
                    "model_name": model._meta.model_name,
                    "field_name": field.name,
                    "term": "",
                },
            )
            assert response.status_code in (200, 403, 404)
            if response.status_code == 200:
                walked += 1
                offered = {int(entry["id"]) for entry in response.json()["results"]}
                rows = foreign_rows(field.related_model, foreigner)
                assert offered.isdisjoint(row.pk for row in rows)
    assert walked > 3


@pytest.mark.behavior("P15")
def test_fields_accept_no_foreign_row(client, foreigner):
    """A report for a country that is not theirs, by posting its number."""
    client.force_login(foreigner)
    kazakhstan = Country.objects.get(alpha2="KZ")

    response = client.post(
        reverse("admin:advisories_report_add"),
        {"country": kazakhstan.pk, "title": "Report from elsewhere", "slug": "from-elsewhere"},
    )

    assert response.status_code == 200
    assert not Report.objects.filter(slug="from-elsewhere").exists()


def test_filters_name_no_foreign_row(client, foreigner):
    client.force_login(foreigner)

    page = client.get(reverse("admin:council_membership_changelist")).content.decode()

    assert Council.objects.get().name not in page


def test_shortcut_from_any_number_to_an_address_is_gone(client, foreigner):
    client.force_login(foreigner)

    assert client.get("/admin/r/1/1/").status_code == 404
