"""J4: what the API answers is what its OpenAPI file says, whatever is asked."""

import json
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import get_resolver
from hypothesis import HealthCheck, Phase, given, settings

from portal import api

FILE = Path(api.__file__).parent / "openapi.json"
DESCRIPTION = json.loads(FILE.read_text())
EXAMPLES = 10  # of each kind for each address


@pytest.fixture
def connection_kept(db):
    """The real WSGI application stays within the transaction of a test."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.behavior("J4")
@pytest.mark.once  # what an answer looks like is the same on both
def test_answers_are_as_described(sample, connection_kept):
    """Whatever fits the description is answered by it, and whatever does not is refused by it."""
    import schemathesis  # slow to load, so only where this test runs
    from schemathesis.generation import GenerationMode

    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
    operations = [result.ok() for result in schema.get_all_operations()]

    assert len(operations) == len(DESCRIPTION["paths"])
    for operation in operations:
        answer_all(operation, GenerationMode.POSITIVE)
        if any(operation.iter_parameters()):
            answer_all(operation, GenerationMode.NEGATIVE)


def answer_all(operation, mode):
    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def answered(case):
        case.call_and_validate(headers={"Accept-Encoding": "identity"})

    answered()


def test_every_address_is_described_and_every_description_has_one():
    routes = {
        str(entry.pattern)
        for include in get_resolver().url_patterns
        if getattr(include, "app_name", None) == "api"
        for entry in include.url_patterns
    }
    plain = {
        route.replace("<slug:", "{").replace("<int:", "{").replace("<str:", "{").replace(">", "}")
        for route in routes - {"openapi.json"}
    }

    assert {f"/{route}" for route in plain} == set(DESCRIPTION["paths"])


def test_the_file_is_served_as_it_is_kept(client, db):
    response = client.get("/api/v1/openapi.json")

    assert response.json() == DESCRIPTION
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["ETag"]
