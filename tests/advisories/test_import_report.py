"""Reading a report in makes one draft, and touches nothing that readers see."""

import pytest

from advisories.actions import confirm_contact, import_report, publish_edition
from advisories.cleaning import clean_html
from advisories.models import Contact, Country, Edition, Post, Report, Role
from advisories.readiness import obstacles
from tests.advisories.importing import SAMPLE, SEED_REPORT, read_path
from tests.factories import make_assignment, make_country, make_post, make_report, make_user
from web.errors import RefusedError

TEXT = (SAMPLE / "almaty-2017.txt").read_text(encoding="utf-8")

pytestmark = pytest.mark.django_db


@pytest.fixture
def kazakhstan():
    return make_country("Kazakhstan", alpha2="KZ", alpha3="KAZ")


@pytest.fixture
def editor():
    person = make_user("editor")
    make_assignment(person, Role.EDITOR)
    return person


def test_a_report_becomes_one_draft_with_its_sections(kazakhstan, editor):
    draft = import_report(TEXT, by=editor)

    sections = list(draft.sections.all())
    assert (draft.year, draft.revision, draft.published_at) == (2017, 1, None)
    assert (draft.report.country, draft.report.post.name) == (kazakhstan, "Almaty")
    assert draft.title == "Almaty crime and safety report"
    assert len(sections) == 28
    assert [section.position for section in sections] == list(range(1, 29))
    assert draft.problems == []
    assert draft.unplaced == ""


def test_importing_twice_makes_one_draft(kazakhstan, editor):
    first = import_report(TEXT, by=editor)
    second = import_report(TEXT.replace("\n", "\r\n"), by=editor)

    assert first == second
    assert Edition.objects.count() == Report.objects.count() == Post.objects.count() == 1
    assert Contact.objects.count() == len(set(Contact.objects.values_list("number", "role")))


def test_importing_a_published_text_again_starts_no_draft(kazakhstan, editor):
    draft = import_report(TEXT, by=editor)
    draft.change_note = "New edition."
    draft.save()
    publish_edition(draft, by=editor, kind="major")

    assert import_report(TEXT, by=editor) == draft


def test_other_text_does_not_overwrite_an_open_draft(kazakhstan, editor):
    draft = import_report(TEXT, by=editor)

    with pytest.raises(RefusedError, match="2017, with other text is open"):
        import_report(TEXT.replace("Almaty sits", "The city sits").replace("the", "The"), by=editor)

    assert Edition.objects.get() == draft


def test_ratings_stand_in_their_sections(kazakhstan, editor):
    draft = import_report(TEXT, by=editor)

    rated = dict(draft.sections.exclude(rating="").values_list("key", "rating"))
    assert rated == {"overall": "low", "terrorism": "medium", "political_violence": "low"}


def test_ratings_that_differ_or_are_unknown_stay_in_words(kazakhstan, editor):
    rating = "Crime Rating: Low"
    assert rating in TEXT
    two = "Crime Rating Aktobe: High\n\nCrime Rating Atyrau: Severe"

    draft = import_report(TEXT.replace(rating, two, 1), by=editor)

    overall = draft.sections.get(key="overall")
    assert (overall.rating, overall.rating_words) == ("", "Aktobe: High; Atyrau: Severe")
    assert any("Severe" in problem for problem in draft.problems)


def test_a_new_post_is_unlisted_until_somebody_confirms_it(kazakhstan, editor):
    post = import_report(TEXT, by=editor).report.post

    assert post.listed_at is None
    assert (post.kind, post.time_zone) == ("consulate_general", "Asia/Almaty")
    assert "97 Zholdasbekova Street" in post.address


def test_a_post_and_a_report_that_exist_are_used_as_they_are(kazakhstan, editor):
    post = make_post(kazakhstan, "ALMATY", address="As staff wrote it")
    report = make_report(post, title="ALMATY crime and safety report")
    make_report(post, title="Another report")

    draft = import_report(TEXT, by=editor)

    assert draft.report == report
    post.refresh_from_db()
    assert post.address == "As staff wrote it"


def test_numbers_are_proposed_and_no_reader_sees_them(kazakhstan, editor):
    import_report(TEXT, by=editor)

    assert Contact.objects.confirmed().count() == 0
    duty = Contact.objects.get(number="8-727-250-4892", role="duty_officer")
    assert (duty.e164, duty.post.name) == ("+77272504892", "Almaty")
    assert "Duty Officer" in duty.source_line
    embassy = Contact.objects.get(number="8-717-270-2200")
    assert (embassy.post, embassy.label) == (None, "Embassy Astana")


def test_a_confirmed_number_is_never_changed(kazakhstan, editor):
    mine = Contact.objects.create(
        country=kazakhstan, role="duty_officer", number="+7 727 250 4892", e164="+77272504892",
        name="As confirmed",
    )  # fmt: skip
    confirm_contact(mine, by=editor)

    import_report(TEXT, by=editor)

    assert Contact.objects.get(e164="+77272504892", role="duty_officer") == mine
    mine.refresh_from_db()
    assert (mine.name, mine.post, mine.number) == ("As confirmed", None, "+7 727 250 4892")


def test_quoted_titles_are_kept_as_references(kazakhstan, editor):
    draft = import_report(TEXT, by=editor)

    assert {"title": "Driving Overseas: Best Practices", "anchor": "road"} in draft.references


def test_a_country_nobody_knows_makes_a_draft_that_cannot_be_published(editor):
    draft = import_report(TEXT, by=editor)

    assert (draft.report.country, draft.report.post) == (None, None)
    assert "There is no country called “Kazakhstan” here." in draft.problems
    assert not Contact.objects.exists()
    assert "8-727-250-4892" in " ".join(draft.problems)
    with pytest.raises(RefusedError):
        publish_edition(draft, by=editor, kind="major")


def test_a_report_without_a_year_makes_a_draft_that_cannot_be_published(kazakhstan, editor):
    draft = import_report(TEXT.replace("2017 Crime &", "Crime &"), by=editor)
    draft.problems = []  # even when somebody ticked them off

    assert draft.report.country == kazakhstan
    assert any("no year" in str(reason) for reason in obstacles(draft, "major", editor))


def test_text_above_the_headings_is_kept_beside_the_draft(kazakhstan, editor):
    draft = import_report("A lead paragraph.\n\n" + TEXT, by=editor)

    assert draft.unplaced == "A lead paragraph."
    assert draft.problems == [
        "15 characters stand under no heading; they are kept beside the draft."
    ]


def test_a_failure_on_the_way_stores_nothing(kazakhstan, editor, monkeypatch):
    def fail(*args, **options):
        raise RuntimeError("the last statement fails")

    monkeypatch.setattr("accounts.audit.record", fail)
    with pytest.raises(RuntimeError):
        import_report(TEXT, by=editor)

    assert [model.objects.count() for model in (Report, Edition, Post, Contact)] == [0, 0, 0, 0]


def test_bodies_are_stored_as_they_were_counted():
    """The cleaner takes nothing from what the importer wrote."""
    for name in ("almaty-2016.txt", "almaty-2017.txt", "astana-2017.txt"):
        for section in read_path(SAMPLE / name).sections:
            assert clean_html(section.body) == section.body


@pytest.mark.seed
def test_the_seed_report_becomes_one_draft(kazakhstan, editor):
    text = SEED_REPORT.read_text(encoding="utf-8")

    draft = import_report(text, by=editor)

    assert import_report(text, by=editor) == draft
    assert Country.objects.get() == draft.report.country
    assert draft.sections.count() == 28
    assert sum("Rating missing" in problem for problem in draft.problems) == 3
    assert Contact.objects.proposed().values("number").distinct().count() == 8
