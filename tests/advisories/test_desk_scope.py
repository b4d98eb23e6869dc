"""What lies on somebody else's desk does not exist: 404, and no word of it anywhere."""

import pytest
from django.contrib import admin
from django.urls import reverse

from advisories.actions import publish_edition
from advisories.models import Assignment, Comment, Contact, Edition, Role, Tlp
from tests.advisories.desk import address, typed
from tests.factories import (
    make_area,
    make_assignment,
    make_contact,
    make_country,
    make_edition,
    make_level,
    make_post,
    make_report,
    make_staff,
    make_superuser,
    make_user,
)

pytestmark = pytest.mark.django_db

HUGE = "9" * 30
OWN = ["advisories.report", "advisories.edition", "advisories.contact", "advisories.post"]


@pytest.fixture
def foreign(astana, kazakhstan):
    """One row of everything that Astana has, each with a word that nobody else uses."""
    report = make_report(astana, "Steppewatch report")
    georgia = make_country("Georgia")
    return {
        "report": report,
        "edition": make_edition(
            report, title="Steppewatch draft", published=False, sections=[{"key": "crime"}]
        ),
        "contact": make_contact(kazakhstan, post=astana, name="Steppewatch desk", confirmed=False),
        "post": make_post(georgia, "Steppewatch"),
        "area": make_area(georgia, "Steppewatch Region"),
        "level": make_level(georgia, reason="Steppewatch raised it."),
    }


@pytest.fixture
def desk(client, editor, report):
    make_edition(report, published=False, sections=[{"key": "crime"}])
    client.force_login(editor)
    return client


@pytest.mark.behavior("I10")
@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("kind", ["report", "edition", "contact", "post", "area", "level"])
def test_foreign_row_is_not_found(desk, foreign, kind, page):
    row = foreign[kind]

    response = desk.get(address(page, row))

    missing = desk.get(address(page, row).replace(f"/{row.pk}/", "/987654/"))
    # Where an editor of a post has no business at all, the door is closed, the same for all.
    closed = kind in ("area", "level") or (kind, page) == ("post", "delete")
    assert response.status_code == missing.status_code == (403 if closed else 404)
    assert "Steppewatch" not in response.content.decode()


BESIDE = [
    "preview", "ask", "publish", "withdraw", "unschedule", "keep", "comment", "resolve", "compare",
]  # fmt: skip


@pytest.mark.behavior("I10")
@pytest.mark.parametrize("page", BESIDE)
def test_pages_beside_a_foreign_edition_are_not_found(desk, foreign, page):
    assert desk.get(address(page, foreign["edition"])).status_code == 404
    assert desk.post(address(page, foreign["edition"])).status_code == 404
    assert not Edition.objects.get(pk=foreign["edition"].pk).published_at


def test_section_of_a_foreign_edition_is_not_found(desk, foreign, report):
    section = foreign["edition"].sections.get()
    own = report.editions.get()

    for edition in (foreign["edition"], own):
        page = reverse("admin:advisories_edition_section", args=[edition.pk, section.pk])
        assert desk.get(page).status_code == 404
        assert desk.post(page, {"heading": "Mine", "read_version": 1}).status_code != 200
    section.refresh_from_db()
    assert section.heading == "Crime"


def test_foreign_comment_and_section_are_not_named_in_a_form(desk, foreign, report):
    own, theirs = report.editions.get(), foreign["edition"]
    comment = Comment.objects.create(edition=theirs, body="Steppewatch remark")

    settled = desk.post(address("resolve", own), {"comment": comment.pk})
    remark = {"body": "Here", "section": theirs.sections.get().pk}
    written = desk.post(address("comment", own), remark)

    assert settled.status_code == 404
    assert written.status_code == 200  # asked again
    assert list(Comment.objects.unresolved()) == [comment]


def test_foreign_report_starts_no_edition(desk, foreign):
    start = reverse("admin:advisories_report_start", args=[foreign["report"].pk])

    assert desk.get(start).status_code == 404
    assert desk.post(start, {"year": 2018}).status_code == 404
    assert foreign["report"].editions.count() == 1


def test_foreign_edition_is_no_text_to_begin_with(desk, foreign, report):
    start = reverse("admin:advisories_report_start", args=[report.pk])

    response = desk.post(start, {"year": 2018, "from_edition": foreign["edition"].pk})

    assert "Steppewatch" not in response.content.decode()
    assert report.editions.count() == 1


@pytest.mark.parametrize("kind", ["report", "edition", "contact", "post"])
def test_lists_and_searches_hold_no_word_of_it(desk, foreign, kind):
    url = reverse(f"admin:advisories_{kind}_changelist")

    for query in ("", "?q=steppewatch", "?all=1", "?o=1", "?e=1"):
        page = desk.get(url + query, follow=True).content.decode()
        assert "Steppewatch" not in page


def test_filters_name_no_foreign_place(desk, foreign):
    page = desk.get(reverse("admin:advisories_contact_changelist")).content.decode()

    assert "Astana" not in page


def test_forms_offer_and_take_no_foreign_place(desk, foreign, kazakhstan, astana):
    url = reverse("admin:advisories_contact_add")
    values = {"country": kazakhstan.pk, "post": astana.pk, "role": "police", "number": "103"}

    page = desk.get(url).content.decode()
    response = desk.post(url, values)

    assert "Astana" not in page
    assert "Select a valid choice" in response.content.decode()
    assert not Contact.objects.filter(number="103").exists()


def test_desk_of_a_post_writes_no_number_for_the_whole_country(desk, kazakhstan):
    url = reverse("admin:advisories_contact_add")

    desk.post(url, {"country": kazakhstan.pk, "post": "", "role": "police", "number": "103"})

    assert not Contact.objects.filter(number="103").exists()


@pytest.mark.behavior("I10")
def test_bulk_confirmation_of_a_foreign_number_is_not_found(desk, foreign, kazakhstan, almaty):
    own = make_contact(kazakhstan, post=almaty, number="8-727-250-4892", confirmed=False)
    url = reverse("admin:advisories_contact_changelist")

    both = {"action": "confirm", "_selected_action": [own.pk, foreign["contact"].pk]}
    assert desk.post(url, both).status_code == 404
    assert not Contact.objects.confirmed().exists()

    desk.post(url, {"action": "confirm", "_selected_action": [own.pk]})
    assert list(Contact.objects.confirmed()) == [own]


@pytest.mark.behavior("I10")
def test_bulk_deletion_shows_and_deletes_no_foreign_row(desk, foreign):
    url = reverse("admin:advisories_contact_changelist")
    action = {"action": "delete_selected", "_selected_action": [foreign["contact"].pk]}

    response = desk.post(url, action | {"post": "yes"})

    assert response.status_code == 404
    assert Contact.objects.filter(pk=foreign["contact"].pk).exists()


@pytest.mark.behavior("I10")
@pytest.mark.parametrize("kind", ["report", "edition", "contact", "post"])
def test_popup_of_a_foreign_row_is_not_found(desk, foreign, kind):
    url = address("change", foreign[kind]) + "?_popup=1&_to_field=id"

    assert desk.get(url).status_code == 404


@pytest.mark.behavior("I10")
@pytest.mark.parametrize("field", ["report", "post", "country"])
def test_autocomplete_finds_no_foreign_row(desk, foreign, field):
    model = {"report": "edition", "post": "report", "country": "contact"}[field]
    query = {"app_label": "advisories", "model_name": model, "field_name": field, "term": "e"}

    response = desk.get(reverse("admin:autocomplete"), query)

    assert "Steppewatch" not in response.content.decode()
    assert "Astana" not in response.content.decode()


@pytest.mark.parametrize("key", ["0", HUGE, "-1", "x", "1 OR 1=1", "%00"])
@pytest.mark.parametrize("page", ["change", "history", "delete", "publish", "preview"])
def test_impossible_key_is_not_found(desk, key, page):
    response = desk.get(f"/admin/advisories/edition/{key}/{page}/")

    assert response.status_code in {400, 404}


@pytest.mark.parametrize("key", ["9" * 5000, "٢", HUGE, "-1", ""], ids=range(5))
def test_impossible_key_in_a_form_changes_nothing(desk, report, key):
    draft = make_edition(report, year=2011, published=False, sections=[{"key": "crime"}])
    change = reverse("admin:advisories_edition_change", args=[draft.pk])
    form = typed(desk.get(change))

    assert desk.post(change, form | {"_move": f"up-{key}"}).status_code == 302
    resolve = reverse("admin:advisories_edition_resolve", args=[draft.pk])
    assert desk.post(resolve, {"comment": key}).status_code == 404


def test_amber_draft_is_hidden_from_a_superuser_without_the_council(client, report, council):
    draft = make_edition(
        report, title="Steppewatch", published=False, tlp=Tlp.AMBER, council=council
    )
    operator = make_superuser()
    client.force_login(operator)

    assert client.get(address("change", draft)).status_code == 404
    assert "Steppewatch" not in client.get("/admin/").content.decode()

    make_assignment(operator, Role.EDITOR, council=council)
    assert client.get(address("change", draft)).status_code == 200


def test_start_page_holds_no_word_of_it(desk, foreign):
    page = desk.get("/admin/").content.decode()

    assert "Almaty crime and safety report" in page
    assert "Steppewatch" not in page
    assert "1 draft" in page


def test_editor_sets_no_level_and_gives_no_role(desk, kazakhstan):
    for url in ("levelchange", "assignment", "indicator", "region"):
        assert desk.get(f"/admin/advisories/{url}/").status_code == 403
        assert desk.get(f"/admin/advisories/{url}/add/").status_code == 403
    assert "Assignments" not in desk.get("/admin/").content.decode()


def test_person_without_a_role_finds_an_empty_desk(client, almaty, report):
    client.force_login(make_staff("New staff"))

    assert "No role is assigned to you" in client.get("/admin/").content.decode()
    assert client.get("/admin/advisories/report/").status_code == 403


def test_who_is_no_staff_is_sent_away(client):
    client.force_login(make_user("reader"))
    assert client.get("/admin/", follow=True).status_code == 403

    client.logout()
    assert client.get("/admin/").url.startswith(reverse("admin:login"))
    assert client.get(reverse("admin:login")).url.startswith(reverse("account_login"))


def test_ended_role_closes_the_desk_at_the_next_request(desk, editor):
    draft = Edition.objects.get()
    assert desk.get(address("change", draft)).status_code == 200

    Assignment.objects.filter(user=editor).update(ended_at=draft.started_at)

    assert desk.get(address("change", draft)).status_code in {403, 404}


def test_libraries_bring_no_pages_of_their_own():
    ours = {"portal", "alerts", "travelers", "council", "advisories", "accounts", "web"}

    assert {model._meta.app_label for model in admin.site._registry} <= ours


def test_published_report_of_another_desk_stays_hidden_here(desk, foreign, astana):
    publisher = make_staff("Astana publisher")
    make_assignment(publisher, Role.PUBLISHER, post=astana)
    Edition.objects.filter(pk=foreign["edition"].pk).update(change_note="First.")
    publish_edition(foreign["edition"], by=publisher, kind="major")

    assert desk.get(address("change", foreign["edition"])).status_code == 404
