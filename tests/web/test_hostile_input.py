"""Nothing anybody sends is a 500: every address, signed out, member and superuser (P13).

Each address meets three of the hostile values, the next one the next three; with
HOSTILE_INPUT=all every address meets all of them.
"""

import html
import os
import re

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import make_superuser
from tests.support.urls import every_address

HUGE = "9" * 30
PATHS = {  # what stands in an address where a number, a slug or a word belongs
    "number": HUGE,
    "other script": "%D0%90%F0%9F%92%A3",
    "lone surrogate": "%ED%A0%80",
    "no UTF-8": "%FF%FE",
    "NUL": "a%00b",
    "long": "x" * 3000,
    "markup": "%3Cscript%3E",
    "quoted": "_00_ED",  # the admin's own way to write bytes
}
QUERY_NAMES = (
    "q page id next from to year month country post place council level grade token o e p all "
    "_changelist_filters _to_field _popup app_label model_name field_name term email kind step"
)
QUERY_VALUES = [
    "a%00b",
    HUGE,
    "-1",
    "%ED%A0%80",
    "%FF",
    "[]",
    "{}",
    "%27%22%3C",
    "1.5",
    "2026-99-99",
]
POSTED = [
    HUGE,
    "-1",
    "\ufffd\u202e<b>",
    "x" * 20_000,
    "[]",
    '{"a": "\\u0000\\ud800"}',
    "2026-13-41",
]


def some(values, turn, number=3):
    """A few of the values, others at each turn, so that all of them meet each kind of page."""
    values = list(values)
    if os.environ.get("HOSTILE_INPUT") == "all":
        return values
    return [values[(turn * number + step) % len(values)] for step in range(number)]


def sign_in(who):
    client = Client(raise_request_exception=False)
    if who == "member":
        client.force_login(User.objects.get(email="member@example.org"))
    elif who == "superuser":
        client.force_login(make_superuser())
    return client


def check(response, what):
    assert response.status_code < 500, what


def path_values(kind_of_value):
    def value_of(kind, name):
        if kind == "int" and kind_of_value != "number":
            return 7
        return PATHS[kind_of_value]

    return value_of


@pytest.mark.behavior("P13")
@pytest.mark.parametrize("who", ["nobody", "member", "superuser"])
def test_hostile_paths(db, sample, who):
    client = sign_in(who)
    for turn, address in enumerate(every_address()):
        if "<" in address.route:
            for kind in some(PATHS, turn, 2):
                path = address.path(path_values(kind))
                check(client.get(path), f"GET {path}")
            check(client.post(path, {"a": "b"}), f"POST {path}")


@pytest.mark.behavior("P13")
@pytest.mark.parametrize("who", ["nobody", "member", "superuser"])
def test_hostile_queries(db, sample, who):
    client = sign_in(who)
    for turn, path in enumerate(plain_paths()):
        for value in some(QUERY_VALUES, turn, 2):
            query = "&".join(f"{name}={value}" for name in QUERY_NAMES.split())
            check(client.get(f"{path}?{query}"), f"GET {path} with {value}")


@pytest.mark.behavior("P13")
@pytest.mark.parametrize("who", ["nobody", "member", "superuser"])
def test_hostile_forms(db, sample, who):
    """Each form that a page shows is sent back with nonsense in every field."""
    client = sign_in(who)
    for turn, path in enumerate(plain_paths()):
        page = client.get(path)
        check(page, f"GET {path}")
        names = set(re.findall(r'name="([^"]+)"', page.content.decode(errors="replace")))
        names = {html.unescape(name) for name in names} - {"csrfmiddlewaretoken", "viewport"}
        check(client.post(path, {}), f"POST nothing to {path}")
        for value in some(POSTED, turn, 2):
            check(client.post(path, dict.fromkeys(names, value)), f"POST {value[:20]} to {path}")
            if who != "nobody" and "_auth_user_id" not in client.session:
                client = sign_in(who)  # this page signs out


def plain_paths():
    return ["/" + address.route for address in every_address() if "<" not in address.route]


def test_forged_count_of_rows_is_no_thousand_rows(db, sample):
    """Each row of a form costs its choices: a thousand would keep a worker busy for a minute."""
    page = sign_in("superuser").post(
        "/admin/alerts/alert/add/", {"places-TOTAL_FORMS": HUGE, "places-INITIAL_FORMS": "0"}
    )

    assert page.status_code == 200
    assert page.content.count(b'-place"') < 200
