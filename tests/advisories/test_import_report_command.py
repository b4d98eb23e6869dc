"""`manage.py import_report`: many files, one table, clear errors, exit code."""

import io

import pytest
from django.core.management import CommandError, call_command

from advisories.models import Contact, Edition, Post, Report
from tests.advisories.importing import SAMPLE, SEED_REPORT
from tests.factories import make_country
from web.models import ContentVersion

ALMATY = str(SAMPLE / "almaty-2017.txt")
ASTANA = str(SAMPLE / "astana-2017.txt")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kazakhstan():
    return make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")


def run(*files, **options):
    """What the command prints, its progress, and what it failed with."""
    out, err, failure = io.StringIO(), io.StringIO(), None
    try:
        call_command("import_report", *files, stdout=out, stderr=err, **options)
    except CommandError as error:
        failure = error
    return out.getvalue(), err.getvalue(), failure


def stored():
    return [model.objects.count() for model in (Report, Edition, Post, Contact)]


def test_many_files_make_many_drafts_and_one_table():
    out, err, failure = run(ALMATY, ASTANA)

    head, first, second, *_ = out.splitlines()
    assert failure is None
    assert head.split() == [
        "file", "country", "post", "year", "sections", "ratings", "unplaced", "lost", "draft",
    ]  # fmt: skip
    assert first.split()[1:8] == ["Kazakhstan", "Almaty", "2017", "28", "3", "0", "0"]
    assert second.split()[1:8] == ["Kazakhstan", "Astana", "2017", "16", "3", "0", "0"]
    assert err.splitlines() == [f"1/2 {ALMATY}", f"2/2 {ASTANA}"]
    assert Edition.objects.count() == 2


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_terminal_shows_a_bar_that_fills():
    err = Terminal()
    call_command("import_report", ALMATY, ASTANA, check=True, stdout=io.StringIO(), stderr=err)

    half, full = err.getvalue().split("\r")[1:]
    assert half.startswith(f"[{'#' * 15}{'.' * 15}] 1/2 ")
    assert full.startswith(f"[{'#' * 30}] 2/2 ")
    assert full.endswith("\n")


def test_check_writes_nothing():
    version = ContentVersion.current()

    out, _, failure = run(ALMATY, check=True)

    assert failure is None
    assert "not stored" in out
    assert stored() == [0, 0, 0, 0]
    assert ContentVersion.current() == version


def test_importing_twice_makes_one_draft():
    run(ALMATY)
    before = stored()

    _, _, failure = run(ALMATY, ALMATY)

    assert failure is None
    assert stored() == before
    assert before[1] == 1


def test_proposed_contacts_are_named():
    out, _, _ = run(ALMATY, check=True)

    assert "proposed contact: 102 police" in out
    assert "proposed contact: 8-727-250-4892 (+77272504892) duty_officer, Almaty" in out


def test_missing_ratings_are_named(tmp_path):
    path = tmp_path / "report.txt"
    path.write_text("Kazakhstan 2017 Crime & Safety Report\n\nTerrorism Threat\n\n\nText.\n")

    out, _, failure = run(str(path))

    assert failure is None
    assert "0, 1 missing" in out
    assert "! Rating missing: Terrorism (line 4)." in out


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (bytes(range(256)), "it is a binary file, neither plain text nor Word"),
        (b"\x81\x8d\x8f" * 100, "it is not text in UTF-8, UTF-16 or Windows-1252"),
        (b"a" * 5_000_001, "it is larger than 5 MB"),
    ],
    ids=["empty", "binary", "encoding", "large"],
)
def test_bad_files_are_refused_in_words_and_store_nothing(tmp_path, content, why):
    path = tmp_path / "bad.txt"
    path.write_bytes(content)

    out, _, failure = run(str(path))

    assert failure.returncode == 1
    assert f"failed: {why}" in out
    assert "Traceback" not in out
    assert stored() == [0, 0, 0, 0]


def test_a_bad_file_among_good_ones_fails_alone(tmp_path):
    out, _, failure = run(str(tmp_path / "none.txt"), ALMATY)

    assert str(failure) == "1 of 2 files failed."
    assert "failed: there is no such file" in out
    assert Edition.objects.count() == 1


def test_a_second_text_for_an_open_draft_is_refused(tmp_path):
    path = tmp_path / "other.txt"
    path.write_text(SAMPLE.joinpath("almaty-2017.txt").read_text() + "\nOne line more.\n")

    out, _, failure = run(ALMATY, str(path))

    assert str(failure) == "1 of 2 files failed."
    assert "with other text is open already" in out
    assert Edition.objects.count() == 1


@pytest.mark.seed
def test_the_seed_report_comes_in_whole():
    out, _, failure = run(str(SEED_REPORT))

    assert failure is None
    cells = out.splitlines()[1].split()
    assert cells[1:9] == ["Kazakhstan", "Almaty", "2017", "28", "0,", "3", "missing", "0"]
    assert cells[9] == "0"
    assert out.count("Rating missing") == 3
    assert Contact.objects.values("number").distinct().count() == 8
