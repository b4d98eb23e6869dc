"""A country goes from one portal to another: texts as drafts, numbers and levels as proposals."""

import json
import re

import pytest
from django.core.management import CommandError, call_command

from advisories.bundle import SECTION, export_country
from advisories.models import Contact, Country, Edition, LevelChange, Post, Report, Section
from tests.factories import (
    make_area,
    make_contact,
    make_country,
    make_edition,
    make_level,
    make_post,
    make_report,
)
from web.models import SiteSettings

SECRET = "Hornbeam"


def crime(text, **fields):
    return {"key": "crime", "heading": "Crime", "body": f"<p>{text}</p>", **fields}


@pytest.fixture
def kazakhstan(db):
    country = make_country(alpha2="KZ", alpha3="KAZ")
    post = make_post(country)
    post.areas.add(make_area(country))
    report = make_report(post)
    make_edition(report, year=2016, sections=[crime("Bags are cut.", rating="low")])
    make_edition(report, year=2017, summary="* In short", sections=[crime("Bars, too.")])
    make_edition(report, year=2018, tlp="green", title=SECRET, sections=[crime(SECRET)])
    make_edition(report, year=2019, published=False, title=SECRET)
    make_level(country, 2)
    make_contact(country)
    make_contact(country, number="999", name=SECRET, confirmed=False)
    return country


def forget_all():
    """What another portal starts with: the country, and nothing about it."""
    Section.objects.all()._raw_delete("default")
    Edition.objects.all()._raw_delete("default")
    for model in (Report, Contact, Post.areas.through, Post, LevelChange):
        model.objects.all()._raw_delete("default")
    Country.objects.get().areas.all().delete()


@pytest.fixture
def file(kazakhstan, tmp_path):
    path = tmp_path / "kz.json"
    call_command("export_country", "kaz", str(path))
    return path


def test_bundle_holds_nothing_restricted(file):
    bundle = json.loads(file.read_text())

    assert SECRET not in file.read_text()
    assert [row["year"] for row in bundle["reports"][0]["editions"]] == [2016, 2017]
    assert [row["number"] for row in bundle["contacts"]] == ["102"]


def test_round_trip_gives_the_same_texts_as_drafts(file):
    def told():
        rows = Section.objects.filter(edition__tlp="clear", edition__year__lte=2017)
        return list(rows.order_by("edition__year", "position").values(*SECTION))

    before = told()
    forget_all()
    call_command("import_country", str(file))

    assert told() == before
    assert [row.year for row in Edition.objects.drafts().order_by("year")] == [2016, 2017]
    assert not Edition.objects.live().exists()


def test_numbers_are_proposed_posts_unlisted_levels_words(file, capsys):
    forget_all()
    call_command("import_country", str(file))

    assert [row.confirmed_at for row in Contact.objects.all()] == [None]
    assert not Post.objects.listed().exists()
    assert [area.name for area in Post.objects.get().areas.all()] == ["Almaty Region"]
    assert not LevelChange.objects.exists()
    newest = Edition.objects.get(year=2017)
    assert "Level 2" in newest.problems[0]
    assert "Thieves are about." in newest.problems[0]
    assert "To decide on: 1" in capsys.readouterr().out


def test_entry_rules_go_along_and_wait_for_a_person(kazakhstan, tmp_path, capsys):
    Country.objects.update(
        entry_rules="<p>Bring a passport.</p>", entry_as_of="2026-05-01", entry_source="Police"
    )
    path = tmp_path / "kz.json"
    call_command("export_country", "KZ", str(path))
    forget_all()
    Country.objects.update(entry_rules="")

    call_command("import_country", str(path))

    assert Country.objects.get().entry_rules == ""
    problems = Edition.objects.get(year=2017).problems
    assert "Entry rules, as of 2026-05-01 (Police): Bring a passport." in problems[1]


def test_second_run_makes_nothing_more(file):
    forget_all()
    call_command("import_country", str(file))
    counts = Edition.objects.count(), Contact.objects.count(), Post.objects.count()

    call_command("import_country", str(file))

    assert (Edition.objects.count(), Contact.objects.count(), Post.objects.count()) == counts


def test_import_beside_what_is_there_changes_nothing_that_readers_see(file, kazakhstan):
    before = export_country(kazakhstan)

    call_command("import_country", str(file))

    after = export_country(kazakhstan)
    assert before | {"exported_at": ""} == after | {"exported_at": ""}
    revisions = Edition.objects.drafts().filter(year=2017).values_list("revision", flat=True)
    assert list(revisions) == [2]


def test_text_is_cleaned_on_its_way_in(file):
    dirty = "<p>So</p><script>x</script><b onclick='x'>Bars</b>"
    text = re.sub('"summary": "[^"]*"', f'"summary": "{dirty}"', file.read_text())
    file.write_text(text.replace("Bars, too.", dirty))
    forget_all()

    call_command("import_country", str(file))

    section = Section.objects.get(edition__year=2017)
    for text in (section.body, section.edition.summary):
        assert "Bars" in text
        assert "script" not in text
        assert "onclick" not in text


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-100],
        lambda text: "[]",
        lambda text: text.replace("advisory-country/1", "advisory-country/9"),
        lambda text: text.replace('"KZ"', '"ZZ"'),
        lambda text: text.replace('"rating": "low"', '"rating": "awful"'),
        lambda text: text.replace("Bars, too.", "a\\u0000b"),
        lambda text: text.replace("Bars, too.", "\\ud800"),
        lambda text: text.replace('"sections"', '"parts"'),
        lambda text: text.replace('"levels": [', '"levels": [7, '),
        lambda text: text.replace("2017", "9" * 30),
        lambda text: text.replace('"heading": "Crime"', f'"heading": "{"x" * 300}"'),
        lambda text: re.sub(r'"change_note": "[^"]*"', '"change_note": null', text),
        lambda text: re.sub(r'"rating": "[^"]*"', '"rating": null', text),
        lambda text: re.sub(r'"position": 1', '"position": 1e400', text),
        lambda text: re.sub(r'"title": "[^"]*"', '"title": true', text),
        lambda text: re.sub(r'"name": "Almaty"', f'"name": "{"x" * 60_000}"', text),
    ],
    ids=range(16),
)
def test_broken_bundle_is_refused_and_leaves_nothing(file, change):
    file.write_text(change(file.read_text()))
    forget_all()

    with pytest.raises(CommandError):
        call_command("import_country", str(file))

    assert not Edition.objects.exists()
    assert not Contact.objects.exists()


def test_missing_file_and_country_are_named(db, tmp_path):
    SiteSettings.load()
    with pytest.raises(CommandError, match=r"nowhere\.json"):
        call_command("import_country", str(tmp_path / "nowhere.json"))
    with pytest.raises(CommandError, match="QQ"):
        call_command("export_country", "QQ")
