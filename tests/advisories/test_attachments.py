"""Files of an edition: told by their bytes, bounded, and read by its readers alone."""

import io
import os
import time
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEvent
from advisories import files
from advisories.actions import (
    approve_edition,
    attach_files,
    detach_file,
    forget_orphans,
    publish_edition,
    start_edition,
    submit_edition,
)
from advisories.models import Attachment, Edition, Tlp
from tests.advisories.desk import address
from tests.factories import make_edition, make_report
from tests.support.faults import fail_at_every_write
from web.errors import FrozenError, RefusedError, StaleError

pytestmark = pytest.mark.django_db

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"
SECTIONS = [{"key": "crime", "body": "<p>Thieves.</p>"}]


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def draft(report):
    return make_edition(report, published=False, change_note="New.", sections=SECTIONS)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def picture(form="JPEG", **options):
    file = io.BytesIO()
    Image.new("RGB", (20, 10), "red").save(file, form, **options)
    return file.getvalue()


def word(*more, kind=files.WORD_TYPE):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("[Content_Types].xml", b'<Override ContentType="' + kind + b'"/>')
        package.writestr("word/document.xml", "<w:document/>")
        for name in more:
            package.writestr(name, b"x")
    return file.getvalue()


def upload(client, edition, *contents):
    posted = {
        f"file_{number}": SimpleUploadedFile(name, data)
        for number, (name, data) in enumerate(contents, start=1)
    }
    return client.post(address("files", edition), posted)


def attach(edition, by, name="Map.pdf", data=PDF):
    attach_files(edition, [files.checked(SimpleUploadedFile(name, data))], by=by)
    return edition.attachments.last()


def test_files_are_kept_under_random_names_outside_every_served_folder(desk, draft, store):
    response = upload(desk, draft, ("Map.pdf", PDF), ("a.docx", word()), ("b.png", picture("PNG")))

    assert response.status_code == 302
    rows = draft.attachments.all()
    assert [row.name for row in rows] == ["Map.pdf", "a.docx", "b.png"]
    for row in rows:
        assert (store / row.file.name).is_file()
        assert "Map" not in row.file.name
        assert len(row.file.name.rpartition("/")[2]) == 32
    assert AuditEvent.objects.filter(deed="attach_files", object_id=draft.pk).count() == 1


@pytest.mark.behavior("I11")
def test_kind_is_told_by_the_bytes(desk, draft):
    upload(desk, draft, ("../../etc/evil.exe", PDF), ("photo.pdf", picture()))

    assert [row.name for row in draft.attachments.all()] == ["evil.pdf", "photo.jpg"]


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<html><script>x</script></html>",
        b"MZ\x90\x00",
        b"%PDF-1.7 cut",
        b"PK\x03\x04 cut",
        b"\x89PNG\r\n\x1a\n cut",
        b"\xff\xd8\xff cut",
        word("word/vbaProject.bin"),
        word(kind=b"application/vnd.ms-word.document.macroEnabled.main+xml"),
        b"",
    ],
)
def test_whatever_else_is_refused_and_nothing_kept(desk, draft, store, data):
    response = upload(desk, draft, ("map.pdf", PDF), ("other.docx", data))

    assert response.status_code == 200
    assert "Nothing was kept" in response.content.decode()
    assert not Attachment.objects.exists()
    assert list(store.rglob("*.*")) == []


@pytest.mark.behavior("I11")
def test_file_of_more_than_ten_megabytes_is_refused(desk, draft):
    big = PDF[:9] + b"x" * files.LARGEST + PDF[9:]

    assert "at most 10 MB" in upload(desk, draft, ("big.pdf", big)).content.decode()


def test_word_file_that_unpacks_without_end_is_refused(desk, draft, monkeypatch):
    monkeypatch.setattr(files, "LARGEST_UNPACKED", 10)

    assert "others are not kept" in upload(desk, draft, ("a.docx", word())).content.decode()


def test_fourth_file_of_a_form_is_not_looked_at(desk, draft):
    upload(desk, draft, *[(f"{number}.pdf", PDF) for number in range(4)])

    assert draft.attachments.count() == 3


def test_picture_loses_the_place_it_was_taken_at(desk, draft):
    details = Image.Exif()
    details[0x010E] = "Steppewatch"
    upload(desk, draft, ("photo.jpg", picture(exif=details)))

    with draft.attachments.get().file.open("rb") as file:
        assert b"Steppewatch" not in file.read()


def test_file_of_a_public_edition_comes_as_a_download_that_runs_nothing(client, draft, publisher):
    row = attach(draft, publisher)
    publish_edition(Edition.objects.get(pk=draft.pk), by=publisher, kind="major")

    response = client.get(row.get_absolute_url())

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Map.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert response["Cache-Control"] == "private, no-store"
    assert client.post(row.get_absolute_url()).status_code == 405
    page = client.get(f"/reports/{draft.report.slug}/").content.decode()
    assert row.get_absolute_url() in page


@pytest.mark.behavior("I11")
def test_file_is_not_there_for_whom_its_edition_is_not(client, report, editor, publisher, astana):
    restricted = make_edition(report, tlp=Tlp.GREEN, published=False, sections=SECTIONS)
    row = attach(restricted, editor, name="Steppewatch.pdf")
    missing = client.get(reverse("advisories:attachment", args=["x" * 22]))
    assert client.get(row.get_absolute_url()).status_code == missing.status_code == 404

    restricted.published_at = restricted.started_at
    restricted.save()
    assert client.get(row.get_absolute_url()).status_code == 404

    client.force_login(editor)
    assert client.get(row.get_absolute_url()).status_code == 200
    elsewhere = make_edition(make_report(astana, "Astana"), published=False)
    foreign = attach(elsewhere, publisher)
    assert client.get(foreign.get_absolute_url()).status_code == 404
    for page in ("files", "detach"):
        for method in (client.get, client.post):
            assert method(address(page, elsewhere)).status_code == 404


def test_withdrawn_edition_takes_its_files_along(client, draft, publisher):
    row = attach(draft, publisher)
    edition = publish_edition(Edition.objects.get(pk=draft.pk), by=publisher, kind="major")
    Edition.objects.filter(pk=edition.pk).update(withdrawn_at=edition.published_at)

    assert client.get(row.get_absolute_url()).status_code == 404


def test_file_taken_away_is_gone(desk, draft, editor, store, django_capture_on_commit_callbacks):
    row = attach(draft, editor)

    with django_capture_on_commit_callbacks(execute=True):
        desk.post(address("detach", draft), {"file": row.key})

    assert not draft.attachments.exists()
    assert not (store / row.file.name).exists()
    assert desk.post(address("detach", draft), {"file": "nothing"}).status_code == 404


def test_next_edition_begins_with_the_files_and_they_are_kept_once(
    draft, publisher, store, django_capture_on_commit_callbacks
):
    row = attach(draft, publisher)
    publish_edition(Edition.objects.get(pk=draft.pk), by=publisher, kind="major")

    following = start_edition(draft.report, by=publisher, year=2018)
    copy = following.attachments.get()
    assert (copy.name, copy.file.name) == (row.name, row.file.name)
    assert copy.key != row.key
    with django_capture_on_commit_callbacks(execute=True):
        detach_file(copy, by=publisher)

    assert (store / row.file.name).exists()


def test_files_of_a_published_edition_stay_as_they_are(draft, publisher):
    row = attach(draft, publisher)
    publish_edition(Edition.objects.get(pk=draft.pk), by=publisher, kind="major")

    with pytest.raises(StaleError):
        detach_file(row, by=publisher)
    with pytest.raises(StaleError):
        attach(draft, publisher)
    rows = Attachment.objects.filter(pk=row.pk)
    for deed in (row.save, row.delete, rows.delete, lambda: rows.update(name="other.pdf")):
        with pytest.raises(FrozenError):
            deed()


def test_file_lost_from_the_disk_is_not_found(client, desk, draft, editor, store):
    row = attach(draft, editor)
    (store / row.file.name).unlink()

    assert client.get(row.get_absolute_url()).status_code == 404


def test_quoted_report_is_linked_when_it_is_public(client, report, kazakhstan):
    make_edition(report, references=[{"title": "Driving Overseas"}], sections=SECTIONS)
    page = f"/reports/{report.slug}/"
    assert "Driving Overseas" in client.get(page).content.decode()

    other = make_report(kazakhstan, "Driving Overseas")
    make_edition(other, tlp=Tlp.GREEN)
    assert other.slug not in client.get(page).content.decode()
    make_edition(other, year=2018)
    assert f'<a href="/reports/{other.slug}/">' in client.get(page).content.decode()


def test_file_of_a_deed_that_failed_is_not_left_behind(draft, editor, store):
    checked = files.checked(SimpleUploadedFile("Map.pdf", PDF))

    writes = fail_at_every_write(
        lambda: attach_files(draft, [checked], by=editor),
        lambda: (Attachment.objects.count(), sum(path.is_file() for path in store.rglob("*"))),
    )

    assert writes >= 3
    assert Attachment.objects.count() == 1


def test_cleaning_removes_what_no_row_names_and_nothing_young(draft, editor, store):
    row = attach(draft, editor)
    for name, days in (("a" * 32, 2), ("b" * 32, 0)):
        path = store / "attachments" / name
        path.write_bytes(PDF)
        moment = time.time() - days * 24 * 3600
        os.utime(path, (moment, moment))
    os.utime(store / row.file.name, (0, 0))

    forget_orphans()

    left = {f"attachments/{path.name}" for path in (store / "attachments").iterdir()}
    assert left == {row.file.name, f"attachments/{'b' * 32}"}


def test_approval_does_not_hold_for_files_that_came_after_it_was_read(draft, editor, publisher):
    submit_edition(draft, by=editor)
    read = Edition.objects.get(pk=draft.pk)
    attach(draft, editor)

    with pytest.raises(RefusedError):
        approve_edition(read, by=publisher)

    read = Edition.objects.get(pk=draft.pk)
    detach_file(draft.attachments.get(), by=editor)
    with pytest.raises(RefusedError):
        approve_edition(read, by=publisher)
