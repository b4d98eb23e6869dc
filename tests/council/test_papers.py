"""Papers of a meeting: added by who convenes, read by who may, each with its TLP (H5)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import AuditEvent
from advisories.files import checked
from council import actions
from council.models import Member, Paper
from tests.factories import make_meeting
from tests.support.faults import fail_at_every_write
from web.errors import RefusedError

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file(name="Incident summary.pdf", data=PDF):
    return SimpleUploadedFile(name, data)


def add(meeting, chair, tlp="amber", name="Incident summary.pdf"):
    actions.add_papers(meeting, [checked(file(name))], tlp=tlp, by=chair)
    return meeting.papers.last()


@pytest.mark.behavior("H5")
def test_chair_adds_papers_and_members_read_them(as_, meeting, chair, member, store):
    url = meeting.get_absolute_url()
    as_(chair).post(url + "papers/", {"tlp": "green", "file_1": file()})

    paper = Paper.objects.get()
    page = as_(member).get(url).content.decode()
    response = as_(member).get(paper.get_absolute_url())

    assert "Incident summary.pdf" in page
    assert "TLP:GREEN" in page
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="Incident summary.pdf"'
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Security-Policy"].startswith("sandbox")
    assert "Incident" not in paper.file.name
    assert AuditEvent.objects.filter(deed="add_papers", object_id=meeting.pk).count() == 1


@pytest.mark.behavior("H5", "H4")
@pytest.mark.parametrize("tlp", ["amber", "green"])
def test_paper_is_not_there_for_others_nor_for_members_who_left(
    client, as_, meeting, chair, member, stranger, tlp
):
    paper = add(meeting, chair, tlp)
    address = paper.get_absolute_url()
    missing = client.get("/members/papers/nothing/")

    assert client.get(address).content == missing.content
    assert as_(stranger).get(address).status_code == 404
    assert as_(member).get(address).status_code == 200
    Member.objects.get(user=member).membership.__class__.objects.filter(
        pk=Member.objects.get(user=member).membership_id
    ).update(suspended_at=meeting.announced_at)
    assert as_(member).get(address).status_code == 404


def test_papers_of_a_draft_are_read_by_who_convenes(as_, council, chair, member):
    draft = make_meeting(council, announced=False)
    paper = add(draft, chair)

    assert as_(member).get(paper.get_absolute_url()).status_code == 404
    assert as_(chair).get(paper.get_absolute_url()).status_code == 200


def test_members_and_strangers_add_and_take_away_nothing(as_, meeting, chair, member, stranger):
    paper = add(meeting, chair)
    url = meeting.get_absolute_url() + "papers/"
    for person in (member, stranger):
        assert as_(person).get(url).status_code == 404
        assert as_(person).post(url, {"tlp": "green", "file_1": file()}).status_code == 404
        assert as_(person).post(f"{url}{paper.key}/remove/").status_code == 404
    other = make_meeting(meeting.council, days=30)
    foreign = f"{other.get_absolute_url()}papers/{paper.key}/remove/"
    assert as_(chair).post(foreign).status_code == 404
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"tlp": "green"}, "Choose a file."),
        ({"tlp": "clear", "file_1": PDF}, "not one of the available choices"),
        ({"tlp": "green", "file_1": b"<svg/>"}, "others are not kept"),
    ],
)
def test_what_is_no_paper_is_refused_in_words(as_, meeting, chair, store, posted, words):
    posted = {name: file(data=v) if name == "file_1" else v for name, v in posted.items()}

    page = as_(chair).post(meeting.get_absolute_url() + "papers/", posted).content.decode()

    assert words in page
    assert not Paper.objects.exists()
    assert not any(path.is_file() for path in store.rglob("*"))


def test_paper_taken_away_is_gone(as_, meeting, chair, store, django_capture_on_commit_callbacks):
    paper = add(meeting, chair)

    with django_capture_on_commit_callbacks(execute=True):
        as_(chair).post(f"{meeting.get_absolute_url()}papers/{paper.key}/remove/")

    assert not Paper.objects.exists()
    assert not (store / paper.file.name).exists()


def test_a_deed_that_failed_leaves_no_file(meeting, chair, store):
    paper = checked(file())

    fail_at_every_write(
        lambda: actions.add_papers(meeting, [paper], tlp="amber", by=chair),
        lambda: (Paper.objects.count(), sum(path.is_file() for path in store.rglob("*"))),
    )

    assert Paper.objects.count() == 1


def test_twenty_papers_are_enough(meeting, chair, monkeypatch):
    monkeypatch.setattr("council.actions.papers.MOST", 1)
    add(meeting, chair)

    with pytest.raises(RefusedError, match="at most 1"):
        add(meeting, chair)
