"""Reading a report in on the staff pages: look first, then make the draft; within one's reach."""

from html.parser import HTMLParser

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from advisories.models import Contact, Edition, Post, Report, Role
from tests.advisories.importing import SAMPLE
from tests.advisories.test_importer_word import as_word
from tests.factories import make_assignment, make_country, make_staff

TEXT = (SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8")
URL = "/admin/advisories/report/import/"

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def kazakhstan():
    return make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")


@pytest.fixture
def country_editor(kazakhstan):
    person = make_staff("Country editor")
    make_assignment(person, Role.EDITOR, country=kazakhstan)
    return person


@pytest.fixture
def desk(client, country_editor):
    client.force_login(country_editor)
    return client


class Controls(HTMLParser):
    """What the form on a page would post, its buttons left out."""

    def __init__(self, response):
        super().__init__()
        self.values, self.select = {}, None
        self.feed(response.content.decode())

    def handle_starttag(self, tag, pairs):
        attributes = dict(pairs)
        if tag == "input" and attributes.get("name"):
            self.values[attributes["name"]] = attributes.get("value", "")
        elif tag == "select":
            self.select = attributes["name"]
        elif tag == "option" and "selected" in attributes:
            self.values[self.select] = attributes["value"]


def looked_at(client, **posted):
    response = client.post(URL, posted)
    assert response.status_code == 200
    return response, Controls(response).values


def stored():
    return [model.objects.count() for model in (Report, Edition, Post, Contact)]


def test_the_address_is_the_one_the_list_of_reports_links_to(desk):
    assert reverse("admin:advisories_report_import") == URL
    assert URL in desk.get("/admin/advisories/report/").content.decode()


def test_looking_stores_nothing_and_shows_what_was_found(desk, kazakhstan):
    before = stored()
    response, values = looked_at(desk, text=TEXT)

    page = response.content.decode()
    assert stored() == before
    assert "Kazakhstan 2017 Crime &amp; Safety Report: Almaty" in page
    assert page.count("<b>8-727-250-4892</b>") == 2
    assert "Shaken: The Don’ts of Alcohol Abroad" in page
    assert "0 characters lost" in page
    assert "Petty theft is uncommon" in page
    assert "Duty officer, Almaty" in page
    assert (values["year"], values["place"]) == ("2017", f"new-{kazakhstan.pk}")


def test_the_draft_is_made_of_what_was_looked_at(desk, kazakhstan):
    _, values = looked_at(desk, text=TEXT)
    response = desk.post(URL, {**values, "make": "1"})

    draft = Edition.objects.get()
    assert response["Location"] == reverse("admin:advisories_edition_change", args=[draft.pk])
    assert (draft.report.country, draft.report.post.name, draft.year) == (
        kazakhstan, "Almaty", 2017,
    )  # fmt: skip
    assert draft.sections.count() == 28
    assert draft.unplaced == ""


def test_the_same_text_again_leads_to_the_same_draft(desk):
    for _ in range(2):
        _, values = looked_at(desk, text=TEXT)
        desk.post(URL, {**values, "make": "1"})
    assert Edition.objects.count() == 1


def test_a_word_file_is_carried_to_the_draft(desk):
    file = SimpleUploadedFile("report.docx", as_word(TEXT))
    _, values = looked_at(desk, file=file)
    desk.post(URL, {**values, "make": "1"})
    assert Edition.objects.get().sections.count() == 28


def test_place_and_year_may_be_said_by_hand(desk, kazakhstan):
    text = TEXT.replace("Kazakhstan 2017 Crime", "Crime").replace("Kazakhstan", "Nowhere")
    _, values = looked_at(desk, text=text)
    assert (values["year"], values["place"]) == ("", "")
    refused = desk.post(URL, {**values, "make": "1"})
    assert "Error:" in refused.content.decode()

    desk.post(URL, {**values, "make": "1", "place": f"country-{kazakhstan.pk}", "year": "2016"})

    draft = Edition.objects.get()
    assert (draft.report.country, draft.report.post, draft.year) == (kazakhstan, None, 2016)
    assert Contact.objects.filter(e164="+77272504892").exists()


def test_going_back_keeps_the_text(desk):
    _, values = looked_at(desk, text="A text of mine.")
    response = desk.post(URL, {**values, "change": "1"})
    assert "A text of mine." in response.content.decode()


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({}, "Paste the text"),
        ({"text": "  "}, "Paste the text"),
        ({"text": "x" * 1_000_001}, "at most 1000000"),
        ({"word": "%%%"}, "Choose the file again"),
        ({"word": "٢"}, "Choose the file again"),
        ({"word": "UEsDBHdvcmQvAA=="}, "damaged"),
        ({"word": "AAAA"}, "binary file"),
        ({"file": b"PK\x03\x04word/ and no more"}, "damaged"),
        ({"file": bytes(range(256))}, "binary file"),
        ({"file": b""}, "empty"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(desk, posted, words):
    if "file" in posted:
        posted = {"file": SimpleUploadedFile("report.docx", posted["file"])}
    response = desk.post(URL, posted)
    assert response.status_code == 200
    assert words in response.content.decode()
    assert stored() == [0, 0, 0, 0]


@pytest.mark.parametrize("place", ["", "country-x", "post-", "new-99999999999999999999", "x"])
def test_a_forged_place_is_refused(desk, place):
    _, values = looked_at(desk, text=TEXT)
    response = desk.post(URL, {**values, "make": "1", "place": place})
    assert response.status_code == 200
    assert stored() == [0, 0, 0, 0]


def test_an_open_draft_with_other_text_is_not_overwritten(desk):
    for text in (TEXT, TEXT.replace("the", "The")):
        _, values = looked_at(desk, text=text)
        response = desk.post(URL, {**values, "make": "1"})
    assert "with other text is open already" in response.content.decode()
    assert Edition.objects.count() == 1


def test_an_editor_of_one_post_imports_only_there(client, editor, almaty, astana, kazakhstan):
    client.force_login(editor)
    kazakhstan.alpha2 = "KZ"
    kazakhstan.save()
    response, values = looked_at(client, text=TEXT.replace("Report: Almaty", "Report: Astana"))
    page = response.content.decode()
    assert values["place"] == ""
    assert f'value="post-{almaty.pk}"' in page
    assert f'value="post-{astana.pk}"' not in page
    assert f'value="country-{kazakhstan.pk}"' not in page

    for place in (f"post-{astana.pk}", f"country-{kazakhstan.pk}", f"new-{kazakhstan.pk}"):
        client.post(URL, {**values, "make": "1", "place": place})
    assert Edition.objects.count() == 0

    client.post(URL, {**values, "make": "1", "place": f"post-{almaty.pk}"})

    draft = Edition.objects.get()
    assert draft.report.post == almaty
    assert set(Contact.objects.values_list("post", flat=True)) == {almaty.pk}
    assert any("8-717-270-2100" in problem for problem in draft.problems)


def test_whoever_has_no_place_meets_404(client, kazakhstan):
    auditor, sender = make_staff("Auditor"), make_staff("Sender")
    make_assignment(auditor, Role.AUDITOR, country=kazakhstan)
    make_assignment(sender, Role.SENDER, country=kazakhstan)
    for person in (auditor, sender, make_staff("Nobody")):
        client.force_login(person)
        assert client.get(URL).status_code in (403, 404)
        assert client.post(URL, {"text": TEXT}).status_code in (403, 404)
    assert stored() == [0, 0, 0, 0]
