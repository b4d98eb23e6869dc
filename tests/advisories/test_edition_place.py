"""A draft without country or year cannot be published until somebody says them."""

import pytest
from django.urls import reverse

from advisories.actions import import_report
from advisories.actions.placing import place_draft
from advisories.models import Edition, Report, Role
from advisories.readiness import obstacles
from tests.advisories.desk import address
from tests.advisories.importing import SAMPLE
from tests.factories import make_assignment, make_country, make_edition, make_report, make_staff
from web.errors import RefusedError

TEXT = (SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8")

pytestmark = [pytest.mark.django_db, pytest.mark.page]


@pytest.fixture
def everywhere():
    person = make_staff("Editor of everything")
    make_assignment(person, Role.EDITOR)
    return person


def why_not(draft, person):
    draft.problems = []
    return " ".join(map(str, obstacles(draft, "major", person)))


def test_an_unknown_country_stands_against_publishing(everywhere):
    draft = import_report(TEXT)
    assert "no country" in why_not(draft, everywhere)


def test_a_report_on_a_topic_needs_no_country(everywhere):
    report = Report.objects.create(title="Scams", slug="scams")
    draft = make_edition(report, published=False)
    assert "no country" not in why_not(draft, everywhere)
    with pytest.raises(RefusedError):
        place_draft(draft, by=everywhere, country=make_country(), year=2026)


def test_the_editor_says_country_and_post(client, everywhere):
    draft = import_report(TEXT)
    kazakhstan = make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")
    client.force_login(everywhere)
    assert address("place", draft) in client.get(address("change", draft)).content.decode()

    response = client.post(
        address("place", draft), {"place": f"country-{kazakhstan.pk}", "year": "2017"}
    )

    draft = Edition.objects.get()
    assert response["Location"] == address("change", draft)
    assert (draft.report.country, draft.year, draft.title) == (
        kazakhstan, 2017, "Kazakhstan crime and safety report",
    )  # fmt: skip
    assert Report.objects.count() == 1
    assert "no country" not in why_not(draft, everywhere)
    assert client.get(address("place", draft)).status_code == 404


def test_the_editor_says_the_year(client, everywhere):
    make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")
    draft = import_report(TEXT.replace("2017 Crime", "Crime"))
    client.force_login(everywhere)
    assert "year unknown" in client.get(address("change", draft)).content.decode()

    page = client.post(address("place", draft), {"year": "1066"})
    assert "Error:" in page.content.decode()
    client.post(address("place", draft), {"year": "2017"})

    draft = Edition.objects.get()
    assert (draft.year, draft.report.post.name) == (2017, "Almaty")
    assert "no year" not in why_not(draft, everywhere)


def test_a_year_with_an_open_draft_is_refused(everywhere):
    make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")
    import_report(TEXT)
    draft = import_report(TEXT.replace("2017 Crime", "Crime"))
    with pytest.raises(RefusedError, match="open already"):
        place_draft(draft, by=everywhere, country=draft.report.country, year=2017)


def test_others_meet_404(client, editor, report, astana):
    draft = make_edition(report, published=False)
    client.force_login(editor)
    assert client.get(address("place", draft)).status_code == 404
    other = make_edition(make_report(astana, title="Astana"), published=False)
    Edition.objects.filter(pk=other.pk).update(year=0)
    assert client.get(address("place", other)).status_code == 404


def test_imported_report_on_a_topic_is_said_to_be_one(client, everywhere, kazakhstan):
    draft = import_report("Scams Overseas\n\nCrime Threats\n\nSwindlers write letters.\n")
    client.force_login(everywhere)
    assert "no country" in why_not(draft, everywhere)

    client.post(address("place", draft), {"place": "topic-0", "year": "2017"})

    draft = Edition.objects.get()
    assert (draft.report.home, draft.report.on_topic, draft.year) == (None, True, 2017)
    assert "no country" not in why_not(draft, everywhere)
    assert client.get(address("place", draft)).status_code == 404


def test_topic_is_chosen_while_reading_in_by_those_who_write_for_everywhere(
    client, everywhere, kazakhstan
):
    page = reverse("admin:advisories_report_import")
    text = "Scams Overseas\n\nCrime Threats\n\nSwindlers write letters.\n"
    client.force_login(everywhere)

    client.post(page, {"text": text, "place": "topic-0", "year": "2017", "make": "1"})

    draft = Edition.objects.get()
    assert draft.report.on_topic
    assert "No country found" not in " ".join(draft.problems)
    local = make_staff("Country editor")
    make_assignment(local, Role.EDITOR, country=kazakhstan)
    client.force_login(local)
    assert "topic-0" not in client.post(page, {"text": text}).content.decode()
