"""Where everything is, for programs that begin here."""

import json
from functools import cache
from pathlib import Path

from django.http import HttpResponse

from advisories.api.shapes import address
from web.api import api_page
from web.open_data import open_page

DESCRIPTION = Path(__file__).parent / "openapi.json"
LISTS = [
    "countries",
    "levels",
    "level_history",
    "posts",
    "reports",
    "editions",
    "sections",
    "alerts",
]


@api_page()
def index(query):
    return {"description": address("openapi"), **{name: address(name) for name in LISTS}}


@open_page
def openapi(request):
    """The description as it stands in the repository."""
    return HttpResponse(description(), content_type="application/json")


@cache
def description():
    text = DESCRIPTION.read_text(encoding="utf-8")
    return json.dumps(json.loads(text), ensure_ascii=False)
