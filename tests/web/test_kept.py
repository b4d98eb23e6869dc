import copy

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from advisories.models import Country, Edition, Report
from tests.factories import make_country, make_edition, make_user
from web import kept
from web.kept import Texts, drawn
from web.models import SiteSettings
from web.once import ask_once

pytestmark = pytest.mark.django_db
PAGE = "includes/footer.html"
TITLE = engines["django"].from_string("{% load kept %}{% kept name site=site %}")


@pytest.fixture(autouse=True)
def texts(monkeypatch):
    texts = Texts(most=100_000)
    monkeypatch.setattr(kept, "texts", texts)
    return texts


def footer(site):
    return drawn(PAGE, {"site": site})


def test_a_part_is_drawn_once_for_the_same_facts(texts):
    first = footer(SiteSettings(publisher="Published by us."))

    assert "Published by us." in first
    assert footer(SimpleLazyObject(lambda: SiteSettings(publisher="Published by us."))) is first
    assert len(texts.texts) == 1


@pytest.mark.parametrize("load", [SiteSettings.load, lambda: SimpleLazyObject(SiteSettings.load)])
def test_a_fact_that_changed_makes_another_text(load):
    before = footer(load())
    SiteSettings(publisher="Published by others.").save()

    assert "Published by others." in footer(load())
    assert "Published by others." not in before


def test_languages_share_nothing(texts, monkeypatch):
    site = SiteSettings.load()
    english = footer(site)
    with translation.override("de"):
        assert footer(site) is not english
    assert len(texts.texts) == 2


def test_what_was_loaded_with_a_row_belongs_to_its_key():
    edition = make_edition()
    one = Edition.objects.select_related("report__country").get(pk=edition.pk)
    other = copy.deepcopy(one)
    assert kept.key_of(PAGE, {"edition": one}) == kept.key_of(PAGE, {"edition": other})

    other.report.country.name = "Elsewhere"
    assert kept.key_of(PAGE, {"edition": one}) != kept.key_of(PAGE, {"edition": other})
    prefetched = [
        Report.objects.prefetch_related("editions").get(pk=edition.report_id) for _ in range(2)
    ]
    prefetched[1].editions.all()[0].title = "Another"
    first, second = (kept.key_of(PAGE, {"report": report}) for report in prefetched)
    assert first != second


def test_safe_text_and_typed_text_are_different_facts():
    typed, safe = ({"publisher": kind("<b>us</b>")} for kind in (str, SafeString))

    assert "&lt;b&gt;" in footer(typed)
    assert "<b>us</b>" in footer(safe)


def test_a_restricted_row_or_a_person_is_never_kept(texts):
    site = SiteSettings.load()
    restricted = make_edition(tlp="green")
    for fact in (restricted, [make_user()], {"unread": Country.objects.all()}, object()):
        assert "<footer" in drawn(PAGE, {"site": site, "other": fact})

    assert not texts.texts


def test_what_took_a_question_to_the_database_is_not_kept(texts):
    country = make_country()
    make_edition(title="First")
    report = Report.objects.get()
    facts = {"rows": [{"current": Edition.objects.get(), "earlier": []}], "country": country}
    assert report.slug in drawn("portal/_country_reports.html", facts)

    assert not texts.texts


def test_the_oldest_texts_make_room():
    texts = Texts(most=10)
    for key in (b"a", b"b", b"a", b"c"):
        if texts.get(key) is None:
            texts.keep(key, "12345")

    assert list(texts.texts) == [b"a", b"c"]
    texts.keep(b"large", "x" * 11)
    assert texts.size == 0
    assert not texts.texts


def test_the_tag_sees_nothing_but_what_it_is_given():
    page = TITLE.render({"name": PAGE, "site": SiteSettings(publisher="Ours"), "section": "x"})

    assert "Ours" in page
    assert "aria-current" not in page


def test_a_fact_is_read_for_its_key_once_a_visit_and_anew_at_the_next(monkeypatch):
    read, site = [], SiteSettings(publisher="Published by us.")
    contents = kept.contents
    monkeypatch.setattr(kept, "contents", lambda *of: read.append(of[0]) or contents(*of))
    visit = ask_once(lambda request: (footer(site), footer(site)))

    first, _again = visit(RequestFactory().get("/"))
    assert [fact for fact in read if fact is site] == [site]

    site.publisher = "Published by others."
    second, _again = visit(RequestFactory().get("/"))
    assert "Published by others." in second
    assert "Published by others." not in first
