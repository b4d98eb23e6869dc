"""A council of another nation and language: its words are settings and data, and no code.

Everything in second_council/ is what such a council would bring: the words its reports are
read by, its countries and indicators, and a report. The rest it types into the site settings.
"""

import re
import struct
from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.utils import timezone, translation
from django.utils.html import strip_tags

from advisories.actions import confirm_contact, publish_edition, set_level
from advisories.models import Contact, Country, Edition, Indicator, Post
from portal.search import Question, search
from tests.alerts.told import hand_over
from tests.factories import make_council, make_subscription, make_superuser, make_user
from web.environment import languages
from web.models import SiteSettings

THEIRS = Path(__file__).parent / "second_council"
# What the first council calls itself and its own; nothing of it stands on the second one's pages.
FOREIGN = re.compile(
    r"OSAC|\bU\.S\.|\bAmerican|\bembass(?:y|ies)\b|\bconsulates?\b|\bcouncils?\b|\bposts?\b"
    r"|Normal precautions|Increased caution|Reconsider travel|Do not travel"
    r"|\bmedium\b|Advisory Council|Security advice for|Kazakh|Almaty",
    re.IGNORECASE,
)
TRANSLATED = {"Reports": "Berichte", "Level %(number)s: %(name)s": "Stufe %(number)s: %(name)s"}
SETTINGS = {
    "name": "Wirtschaftsrat Zentralasien",
    "tagline": "Rat für Betriebe im Ausland",
    "introduction": "Stufen, Lageberichte und Warnungen.",
    "publisher": "Herausgegeben vom Wirtschaftsrat.",
    "emergency_line": "+996 312 905 000, Bereitschaft",
    "level_names": ["Übliche Vorsicht", "Erhöhte Vorsicht", "Reise überdenken", "Nicht reisen"],
    "rating_names": ["Gering", "Mittel", "Erhöht", "Sehr hoch"],
    "council_word": "Wirtschaftsrat",
    "councils_word": "Wirtschaftsräte",
    "post_word": "Vertretung",
    "posts_word": "Vertretungen",
}


def write_catalog(path, words):
    """A compiled catalog of gettext, as any tool for translators makes it."""
    words = {"": "Content-Type: text/plain; charset=UTF-8\n", **words}
    pairs = sorted((key.encode(), text.encode()) for key, text in words.items())
    table, texts = 28, b""
    start = table + 16 * len(pairs)
    places = [[], []]
    for which in (0, 1):
        for pair in pairs:
            places[which] += [len(pair[which]), start + len(texts)]
            texts += pair[which] + b"\0"
    numbers = [0x950412DE, 0, len(pairs), table, table + 8 * len(pairs), 0, start]
    path.parent.mkdir(parents=True)
    head = struct.pack(f"<{7 + 4 * len(pairs)}I", *numbers, *places[0], *places[1])
    path.write_bytes(head + texts)


class Sink:
    """Where a command says what it did."""

    def write(self, text, **_options):
        pass

    flush = isatty = lambda self: False


@pytest.fixture
def theirs(db, settings, tmp_path):
    """Their settings and data, and their first report as a draft."""
    write_catalog(tmp_path / "de/LC_MESSAGES/django.mo", TRANSLATED)
    settings.LANGUAGE_CODE, settings.LANGUAGES = "de", [("de", "Deutsch")]
    settings.LOCALE_PATHS = [tmp_path]
    settings.ADVISORY_VOCABULARY = THEIRS / "words.json"
    SiteSettings(**SETTINGS).save()
    with translation.override("de"):
        call_command("load_countries", file=THEIRS / "world.json", verbosity=0)
        report = str(THEIRS / "bischkek-2025.txt")
        call_command("import_report", report, stdout=Sink(), stderr=Sink())
        yield Edition.objects.get()


@pytest.fixture
def published(theirs):
    """The draft looked at, mended and published by a person, with a level and a council."""
    operator = make_superuser("operator")
    post = Post.objects.get()
    Post.objects.update(listed_at=timezone.now())
    for contact in Contact.objects.all():
        confirm_contact(contact, by=operator)
    set_level(
        post.country,
        2,
        reason="Diebe auf den Basaren.",
        by=operator,
        announce=False,
        indicators=Indicator.objects.filter(code="D"),
    )
    council = {"name": "Wirtschaftsrat Bischkek", "meets": "vierteljährlich"}
    make_council(**council, country=post.country, post=post)
    theirs.change_note, theirs.problems = "Neu geschrieben.", []
    theirs.save()
    make_subscription(make_user("follower"), post.country, new_reports=True)
    return publish_edition(theirs, by=operator, kind="major")


def words_of(response):
    """What a person reads on the page, its title and attributes that are read out included."""
    page = re.sub(r"<(style|script).*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    spoken = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"]*)"', page)
    return " ".join([strip_tags(page), *spoken])


@pytest.mark.behavior("I1", "J1")
def test_their_report_is_read_by_their_own_words(theirs):
    sections = list(theirs.sections.values_list("key", "depth", "rating"))

    assert sections == [
        ("lage", 1, "medium"),
        ("diebstahl", 2, ""),
        ("verkehr", 1, ""),
        ("bergwetter", 2, ""),
        ("nummern", 1, ""),
    ]
    assert (theirs.title, theirs.year, theirs.language) == ("Lagebericht Bischkek", 2025, "de")
    assert theirs.unplaced == ""
    assert Post.objects.get().country == Country.objects.get(name="Kirgisistan")
    assert set(Contact.objects.values_list("number", "role")) == {
        ("102", "police"),
        ("+996 312 905 000", "duty_officer"),
    }


PAGES = [
    "/",
    "/countries/",
    "/countries/kirgisistan/",
    "/reports/",
    "/reports/{slug}/",
    "/reports/{slug}/editions/",
    "/reports/{slug}/ratings/",
    "/alerts/",
    "/councils/",
    "/councils/wirtschaftsrat/",
    "/councils/wirtschaftsrat/apply/",
    "/search/?q=basar",
    "/levels/",
    "/about/",
    "/contact/",
    "/privacy/",
    "/data/",
    "/account/login/",
    "/account/signup/",
    "/nirgends/",
]


def test_no_page_speaks_of_the_first_council(client, published):
    left = {}
    for page in PAGES:
        response = client.get(page.format(slug=published.report.slug))
        assert response.status_code == (404 if "nirgends" in page else 200), page
        assert b'<html lang="de"' in response.content
        if found := FOREIGN.findall(words_of(response)):
            left[page] = found
    assert left == {}


def test_their_words_are_on_the_pages(client, published):
    country = words_of(client.get("/countries/kirgisistan/"))
    report = words_of(client.get(f"/reports/{published.report.slug}/"))

    for word in ("Erhöhte Vorsicht", "Diebstahl", "Botschaft Bischkek", "Vertretungen", "Stufe 2"):
        assert word in country
    for word in ("Lagebericht Bischkek", "Mittel", "Straßenverkehr", "Wirtschaftsrat Zentralasien"):
        assert word in report
    assert "Berichte" in words_of(client.get("/reports/"))


def test_search_finds_their_words_under_their_subjects(published):
    found = search(AnonymousUser(), Question("Taschendiebe", section="diebstahl"))

    assert [hit.title for hit in found.page.object_list] == ["Diebstahl & Betrug"]


def test_feed_and_api_say_the_language_and_their_names(client, published):
    feed = client.get("/feeds/sections/diebstahl.atom")
    post = client.get("/api/v1/posts").json()["results"][0]
    edition = client.get(f"/api/v1/reports/{published.report.slug}").json()

    assert b'xml:lang="de"' in feed.content
    assert post["name"] == "Botschaft Bischkek"
    assert '"language": "de"' in str(edition).replace("'", '"')


def test_mail_speaks_their_words(published, mailbox):
    hand_over()

    message = mailbox.last(to="follower@example.org")
    text = f"{message.subject}\n{message.text}\n{strip_tags(message.html)}"
    assert "Lagebericht Bischkek" in text
    assert "Wirtschaftsrat Zentralasien" in text
    assert FOREIGN.findall(re.sub(r"https?://\S+", "", text)) == []


@pytest.mark.once
def test_language_comes_from_the_environment():
    assert languages("de") == [("de", "Deutsch")]
    with pytest.raises(ImproperlyConfigured, match="LANGUAGE_CODE"):
        languages("klingon")


@pytest.mark.once
def test_words_of_the_pages_have_a_folder_to_be_collected_in(settings):
    """`makemessages` stops where it is missing, and git keeps no empty one (another-council.md)."""
    home = settings.BASE_DIR / "locale"

    assert home.is_dir()
    assert home in settings.LOCALE_PATHS
