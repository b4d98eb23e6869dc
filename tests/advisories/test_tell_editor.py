"""A reader tells the editors what is wrong: no account, not too often, seen by the right desk."""

import uuid

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from advisories.models import EditorTask, Tlp
from tests.advisories.desk import address
from tests.factories import make_edition, make_report

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def edition(report):
    return make_edition(report, sections=[{"key": "crime"}])


def page_of(report):
    return reverse("advisories:tell_editor", args=[report.slug])


def tell(client, report, message="The police number is 103 now.", form_id=None):
    values = {"message": message, "form_id": form_id or uuid.uuid4()}
    return client.post(page_of(report), values)


def test_report_page_leads_to_a_form_of_its_own(client, report, edition):
    assert page_of(report) in client.get(f"/reports/{report.slug}/").content.decode()

    response = client.get(page_of(report))

    assert response["Cache-Control"] == "private, no-store"
    assert "Tell the editor" in response.content.decode()


def test_words_of_a_reader_turn_no_row_around_in_lists(client, report, edition, editor):
    tell(client, report, message="\u202eThe number\nis\u200b 103 now." + " Truly." * 20)
    client.force_login(editor)

    for page in ("/admin/", reverse("admin:advisories_editortask_changelist")):
        text = client.get(page).content.decode()
        assert "The number is 103 now. Truly." in text
        assert "\u202e" not in text
    assert len(EditorTask.objects.get().start) == 80


def test_words_of_a_reader_come_to_the_desk_once(client, report, edition, editor):
    form_id = uuid.uuid4()
    for _click in range(2):
        response = tell(client, report, form_id=form_id)

    task = EditorTask.objects.get()
    assert (task.edition, task.message) == (edition, "The police number is 103 now.")
    assert "Thank you" in client.get(response.url).content.decode()
    assert AuditEvent.objects.filter(deed="tell_editor").count() == 1
    client.force_login(editor)
    assert "The police number is 103 now." in client.get("/admin/").content.decode()


def test_who_writes_too_often_waits(client, report, edition):
    answers = [tell(client, report).status_code for _time in range(6)]

    assert answers == [302] * 5 + [429]
    assert EditorTask.objects.count() == 5


@pytest.mark.parametrize("message", ["", " \n", "x" * 2001, "a\x00b", "9" * 100_000])
def test_what_cannot_be_taken_is_answered_in_words(client, report, edition, message):
    response = tell(client, report, message)

    assert response.status_code in {200, 400}
    assert not EditorTask.objects.exists()


def test_form_without_its_number_is_asked_for_again(client, report, edition):
    response = client.post(page_of(report), {"message": "Kept words", "form_id": "x"})

    assert response.status_code == 200
    assert "Kept words" in response.content.decode()


def test_restricted_report_is_not_there_for_a_stranger(client, report):
    make_edition(report, tlp=Tlp.GREEN)

    missing = client.get("/reports/no-such-report/tell-the-editor/")
    response = client.get(page_of(report))

    assert response.status_code == missing.status_code == 404
    assert tell(client, report).status_code == 404
    assert not EditorTask.objects.exists()


def test_words_about_another_desk_do_not_exist_here(client, editor, astana):
    elsewhere = make_report(astana, "Astana report")
    make_edition(elsewhere)
    tell(client, elsewhere, "Steppewatch")
    task = EditorTask.objects.get()
    client.force_login(editor)

    assert client.get(address("change", task)).status_code == 404
    assert "Steppewatch" not in client.get("/admin/").content.decode()
    several = {"action": "settle", "_selected_action": [task.pk]}
    changelist = reverse("admin:advisories_editortask_changelist")
    assert client.post(changelist, several).status_code == 404
    assert EditorTask.objects.open().count() == 1


def test_task_is_ticked_off_from_its_page_and_from_the_list(client, report, edition, editor):
    for _number in range(2):
        tell(client, report)
    first, second = EditorTask.objects.all()
    client.force_login(editor)

    client.post(address("change", first), {"_save": "1"})
    changelist = reverse("admin:advisories_editortask_changelist")
    client.post(changelist, {"action": "settle", "_selected_action": [second.pk]})

    assert not EditorTask.objects.open().exists()
    assert set(EditorTask.objects.values_list("done_by", flat=True)) == {editor.pk}


def test_markup_of_a_reader_is_only_text(client, report, edition, editor):
    tell(client, report, "<script>alert(1)</script>")
    client.force_login(editor)

    for page in ("/admin/", "/admin/advisories/editortask/"):
        assert "<script>alert(1)" not in client.get(page).content.decode()
