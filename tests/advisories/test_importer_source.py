"""What can be read as text, and what is refused with a sentence that says why."""

import os

import pytest

from advisories.importer import UnreadableReport, read_source
from advisories.importer.source import LIMIT
from tests.advisories.importing import read

pytestmark = pytest.mark.once

WORDS = "Don’t café – “quoted”"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_people_have(tmp_path, encoding):
    path = tmp_path / "report.txt"
    path.write_bytes(WORDS.encode(encoding))
    assert read_source(path) == WORDS


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"abc\x00def", "binary"),
        (b"%PDF-1.7 and so on", "binary"),
        (b"PK\x03\x04 and so on", "binary"),
        (b"{\\rtf1 and so on", "binary"),
        (bytes(range(1, 256)) * 20, "not text"),
        (("Привет, мир. " * 40).encode("cp1251"), "not text"),
        (("Отчёт о безопасности " * 40).encode("utf-16-le"), "binary"),
        (b"\xff\xfea", "not text"),
    ],
)
def test_what_is_no_text_is_refused(data, why):
    with pytest.raises(UnreadableReport, match=why):
        read_source(data)


def test_a_huge_file_is_refused_without_being_read(tmp_path, monkeypatch):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        os.truncate(file.fileno(), 50_000_000)
    read = []
    monkeypatch.setattr("advisories.importer.source.decoded", read.append)

    with pytest.raises(UnreadableReport, match="larger than 5 MB"):
        read_source(path)

    assert read == []


def test_a_file_at_the_limit_is_read(tmp_path):
    path = tmp_path / "long.txt"
    path.write_bytes(b"a" * LIMIT)
    assert len(read_source(path)) == LIMIT


@pytest.mark.parametrize("path", ["no/such/report.txt", "with\0nul.txt", "."])
def test_a_path_that_cannot_be_opened_is_refused(path):
    with pytest.raises(UnreadableReport, match=r"no such file|cannot be opened"):
        read_source(path)


def test_characters_that_cannot_be_stored_are_shown_as_replaced():
    parsed = read("Crime Threats\n\nOne\x00two\ud800three\x07.")
    assert parsed.sections[0].body == "<p>One\ufffdtwo\ufffdthree\ufffd.</p>"
    assert [note.words for note in parsed.notes if note.code == "characters_replaced"] == ["3"]
    assert parsed.lost_characters == 0
