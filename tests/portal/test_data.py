"""The public history as files: all of it, nothing else, described, summed, safe to open."""

import csv
import hashlib
import io
import json
import shutil
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from lxml import etree

from portal import snapshot
from tests.factories import (
    make_alert,
    make_country,
    make_edition,
    make_level,
    make_member,
    make_post,
    make_report,
)

SECRET = "Hornbeam"
FILES = [f"{name}.{kind}" for name in ("levels", "alerts", "editions", "sections")
         for kind in ("csv", "jsonl")]  # fmt: skip


@pytest.fixture
def almaty(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    post = make_post(make_country())
    report = make_report(post, slug="almaty")
    section = {"key": "crime", "heading": "Crime"}
    make_edition(report, year=2016, sections=[section | {"body": "<p>Bags are cut.</p>"}])
    make_edition(report, year=2017, sections=[section | {"body": "<p>=1+1 in bars.</p>"}])
    make_level(post.country, 2)
    make_alert(post, year=2026, slug="robbery")
    hidden = {"title": SECRET, "sections": [section | {"body": SECRET}]}
    make_edition(report, year=2018, tlp="green", **hidden)
    make_edition(report, year=2019, published=False, **hidden)
    soon = timezone.now() + timedelta(days=1)
    make_edition(report, year=2020, published_at=soon, **hidden)
    make_level(post.country, 4, reason=SECRET, in_force_from=soon)
    make_alert(post, title=SECRET, tlp="green")
    make_alert(post, title=SECRET, exercise=True)
    make_alert(post, title=SECRET, sent=False)
    return post


def read(client, name):
    response = client.get(f"/data/{name}")
    assert response.status_code == 200
    return response.getvalue()


def rows(client, name):
    text = read(client, name).decode()
    if name.endswith("jsonl"):
        return [json.loads(line) for line in text.splitlines()]
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("name", [*FILES, "datapackage.json", "SHA256SUMS"])
def test_file_holds_nothing_restricted_and_is_open(client, almaty, name):
    client.force_login(make_member().user)

    response = client.get(f"/data/{name}")
    body = response.getvalue()
    again = client.get(f"/data/{name}", headers={"If-None-Match": response["ETag"]})

    assert body
    assert SECRET.lower() not in body.decode().lower()
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, no-cache"
    assert not response.cookies
    assert again.status_code == 304


def test_files_hold_the_whole_history(client, almaty):
    assert [row["level"] for row in rows(client, "levels.csv")] == ["2"]
    assert [row["slug"] for row in rows(client, "alerts.jsonl")] == ["robbery"]
    assert [row["year"] for row in rows(client, "editions.csv")] == ["2016", "2017"]
    [first, _second] = rows(client, "editions.jsonl")
    assert [section["text"] for section in first["sections"]] == ["Bags are cut."]
    assert len(rows(client, "sections.jsonl")) == 2


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(client, almaty, sign):
    make_level(almaty.country, 3, reason=f"{sign}cmd|x")

    reasons = [row["reason"] for row in rows(client, "levels.csv")]
    plain = [row["reason"] for row in rows(client, "levels.jsonl")]

    assert f"'{sign}cmd|x" in reasons
    assert f"{sign}cmd|x" in plain


ODD = 'He said "go", then\n\\.\n\\N\r\n;\tleft, \U0001f4a9 "" \'\'\nNULL'


@pytest.mark.parametrize("name", [name for name in FILES if name.endswith("csv")])
def test_table_reads_the_same_in_other_peoples_programs(client, almaty, name):
    report = make_report(make_country("Peru"), slug="peru", title=f"Peru {ODD}")
    make_edition(report, year=2016, change_note=ODD, sections=[{"key": "crime", "heading": ODD}])
    make_level(almaty.country, 3, reason=ODD)
    make_alert(almaty, year=2026, slug="odd", title="Odd", what_happened=ODD, what_to_do=ODD)

    body = read(client, name)
    head, *told = csv.reader(io.StringIO(body.decode(), newline=""), strict=True)

    assert {len(row) for row in told} == {len(head)}
    assert any(ODD in cell for row in told for cell in row)
    if connection.vendor == "postgresql":
        assert copied(head, body) == told


def copied(head, body):
    """The rows as PostgreSQL takes them in; an empty cell is NULL to it."""
    columns = ", ".join(f'"{name}" text' for name in head)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMPORARY TABLE taken_in ({columns}) ON COMMIT DROP")
        command = "COPY taken_in FROM STDIN WITH (FORMAT csv, HEADER match, ENCODING 'UTF8')"
        with cursor.copy(command) as stream:
            stream.write(body)
        cursor.execute("SELECT * FROM taken_in")
        return [[cell or "" for cell in row] for row in cursor.fetchall()]


def test_dictionary_names_every_column_and_sum(client, almaty):
    package = json.loads(read(client, "datapackage.json"))
    lines = read(client, "SHA256SUMS").decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}

    assert sorted(resource["path"] for resource in package["resources"]) == sorted(FILES)
    for resource in package["resources"]:
        body = read(client, resource["path"])
        digest = hashlib.sha256(body).hexdigest()
        assert (len(body), f"sha256:{digest}") == (resource["bytes"], resource["hash"])
        assert sums[resource["path"]] == digest
        columns = {field["name"] for field in resource["schema"]["fields"]}
        assert all(field["description"] for field in resource["schema"]["fields"])
        assert set(rows(client, resource["path"])[0]) - {"sections"} == columns


def test_publication_makes_the_files_anew(client, almaty):
    before = read(client, "levels.csv")
    assert read(client, "levels.csv") == before

    make_level(almaty.country, 3)

    assert read(client, "levels.csv") != before
    assert [path.name for path in snapshot.folder().parent.iterdir() if path.is_dir()] == [
        snapshot.folder().name
    ]


@pytest.mark.parametrize("path", ["/data/", "/data/levels.csv"])
def test_files_made_anew_while_somebody_reads_are_read_from_the_new_folder(
    client, almaty, monkeypatch, path
):
    folder, given = snapshot.folder, []

    def gone_at_once():
        place = folder()
        given.append(place)
        if len(given) < 3:  # another process put newer files in its place
            shutil.rmtree(place)
        return place

    monkeypatch.setattr(snapshot, "folder", gone_at_once)

    assert client.get(path).status_code == 200
    assert len(given) == 3


def test_what_comes_into_force_by_itself_is_in_the_files(client, almaty):
    read(client, "levels.csv")
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1)):
        assert [row["level"] for row in rows(client, "levels.csv")] == ["2", "4"]


@pytest.mark.parametrize("name", ["until", "lock", "..", "nothing.csv", "%2e%2e%2flock", "levels"])
def test_no_other_file_is_given(client, almaty, name):
    assert client.get(f"/data/{name}").status_code == 404


def test_files_are_only_read(client, almaty):
    assert client.post("/data/levels.csv").status_code == 405
    assert client.options("/data/levels.csv").status_code == 204


def test_page_links_every_file_and_feed(client, almaty):
    text = client.get("/data/").content.decode()

    for address in [*(f"/data/{name}" for name in FILES), "/feeds/all.atom",
                    "/feeds/posts/almaty.atom", "/feeds/sections/crime.atom",
                    "/alerts/cap.atom", "/api/v1/openapi.json"]:  # fmt: skip
        assert f'href="{address}"' in text
        assert client.get(address).status_code == 200
    assert 'href="/data/"' in client.get("/about/").content.decode()


def test_sitemap_names_public_pages_that_answer(client, almaty):
    root = etree.fromstring(client.get("/sitemap.xml").content)
    addresses = [node.text for node in root.iter("{*}loc")]

    assert "http://127.0.0.1:8000/reports/almaty/" in addresses
    assert "http://127.0.0.1:8000/alerts/2026/robbery/" in addresses
    assert len(addresses) == len(set(addresses))
    assert not [address for address in addresses if "hornbeam" in address]
    assert {client.get(address).status_code for address in addresses} == {200}


def test_robots_keep_out_of_what_is_for_members(client, almaty):
    text = client.get("/robots.txt").content.decode()

    assert "Disallow: /members/" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_edition_says_how_to_cite_it(client, almaty):
    text = client.get("/reports/almaty/2016/v1/").content.decode()

    assert "Cite as" in text
    assert "http://127.0.0.1:8000/reports/almaty/2016/v1/" in text
    assert 'itemtype="https://schema.org/Report"' in text
    assert 'itemprop="version" content="2016 v1"' in text
