"""What the pages for people name is there: files, commands, modules."""

import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import get_commands

pytestmark = pytest.mark.once
ROOT = Path(__file__).parents[1]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
APPS = ("portal", "alerts", "travelers", "council", "advisories", "accounts", "web")
ROOMS = (*APPS, "tests", "docs", "templates", "static", "bench", "deploy", "scripts")
# Short ways to say it: inside an app, a page of docs/, a module of the app spoken of.
WITHIN = (".", "docs", *APPS)


@pytest.fixture(scope="module", params=PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def page(request):
    return request.param


def test_links_lead_to_files(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


def test_commands_are_there(page):
    named = set(re.findall(r"manage\.py ([a-z_]+)", page.read_text()))

    assert named - set(get_commands()) == set()


def test_files_and_folders_are_there(page):
    pattern = rf"`((?:{'|'.join(ROOMS)})/[\w./-]*|[\w-]+/[\w/-]+\.(?:py|md|json|txt))`"
    named = set(re.findall(pattern, page.read_text()))

    assert [
        name for name in named if not any((ROOT / room / name).exists() for room in WITHIN)
    ] == []


def test_modules_and_what_is_in_them_are_there(page):
    named = set(re.findall(rf"`((?:{'|'.join(APPS)})\.[a-z_.]+)(?:\([^`]*\))?`", page.read_text()))

    assert [name for name in named if not is_there(name)] == []


def is_there(name):
    """A module, or a name of one: its last word stands in the file or folder before it."""
    module, _dot, last = name.rpartition(".")
    spec = find_spec(module) if find_spec(module.partition(".")[0]) else None
    if spec is None or not spec.origin:
        return False
    words = Path(spec.origin).read_text()
    return bool(re.search(rf"\b{last}\b", words) or beside(Path(spec.origin), last))


def beside(origin, name):
    return (origin.parent / f"{name}.py").exists() or (origin.parent / name).is_dir()
