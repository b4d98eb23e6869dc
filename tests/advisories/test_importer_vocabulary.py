"""The words are data: a council of another nation brings its own file and changes no code."""

import json

import pytest

from advisories.importer import Vocabulary, current_vocabulary, load_vocabulary, parse_report
from advisories.importer.vocabulary import VocabularyError
from advisories.models import ContactRole, PostKind, Rating
from tests.advisories.importing import VOCABULARY

pytestmark = pytest.mark.once

FRENCH = {
    "name": "Rapports de sécurité",
    "and": "et",
    "post_words": ["Ambassade", "Consulat"],
    "sections": [
        {"key": "crime", "name": "Délinquance", "rating": "crime"},
        {"key": "theft", "parent": "crime", "name": "Vols & escroqueries"},
        {"key": "numbers", "name": "Numéros de l’{post}", "contact_role": "switchboard"},
    ],
    "small_words": ["de", "et", "la", "les"],
    "report_kinds": [
        {"kind": "security", "title": "Sécurité : {place}", "names": ["Rapport de sécurité"]}
    ],
    "titles": ["{kind} {year} – {country}"],
    "ratings": {
        "levels": {"LOW": ["faible"], "MEDIUM": ["moyen"], "HIGH": ["élevé"]},
        "categories": [{"category": "crime", "name": "Délinquance", "words": ["délinquance"]}],
        "phrases": ["Risque de {category} : {word}"],
    },
    "contacts": {
        "roles": [{"role": "police", "words": ["police"], "national": True}],
        "short_number_cues": ["composez le"],
        "short_number_links": ["au"],
        "post_kinds": [{"kind": "embassy", "words": ["Ambassade"]}],
    },
    "reference_cues": ["rapport"],
}  # fmt: skip
REPORT = """Rapport de sécurité 2024 – Sénégal

DÉLINQUANCE

Risque de délinquance : élevé

En cas d’agression, composez le 17. La police parle français.

1.1 Vols et escroqueries

Lisez le rapport “Voyager seul.”

Numéros de l’Ambassade

Ambassade : 33 879 21 00
"""


def test_a_report_of_another_nation_is_read_by_its_own_words():
    parsed = parse_report(REPORT, Vocabulary(FRENCH), {"sénégal": "SN"})

    assert (parsed.country_name, parsed.year, parsed.kind) == ("Sénégal", 2024, "security")
    assert [section.key for section in parsed.sections] == ["crime", "theft", "numbers"]
    assert [(row.category, row.level) for row in parsed.ratings] == [("crime", "HIGH")]
    assert [(row.number, row.e164) for row in parsed.contacts] == [
        ("17", None),
        ("33 879 21 00", "+221338792100"),
    ]
    assert [row.title for row in parsed.references] == ["Voyager seul"]
    assert parsed.lost_characters == 0


def test_a_vocabulary_may_be_as_short_as_its_sections():
    parsed = parse_report(REPORT, Vocabulary({"sections": FRENCH["sections"]}))

    assert [section.key for section in parsed.sections] == ["crime"]
    assert (parsed.ratings, parsed.references) == ([], [])
    assert [contact.role for contact in parsed.contacts] == ["other"]
    assert parsed.lost_characters == 0


def test_the_setting_names_the_file(settings, tmp_path):
    path = tmp_path / "words.json"
    path.write_text(json.dumps(FRENCH), encoding="utf-8")
    settings.ADVISORY_VOCABULARY = path

    assert current_vocabulary().kind("theft").name == "Vols & escroqueries"
    assert current_vocabulary() is load_vocabulary(path)


@pytest.mark.parametrize(
    "sections",
    [
        [{"key": "crime", "name": "Crime"}, {"key": "crime", "name": "Crimes"}],
        [{"key": "crime", "name": "Crime"}, {"key": "theft", "name": "CRIME:"}],
        [{"key": "theft", "name": "Theft", "parent": "crime"}],
        [{"key": "other", "name": "Anything"}],
        [{"key": "Crime & co", "name": "Crime"}],
    ],
)
def test_a_vocabulary_that_contradicts_itself_is_refused(sections):
    with pytest.raises(VocabularyError):
        Vocabulary({"sections": sections})


def test_keys_parents_and_children_are_known():
    assert VOCABULARY.kind("terrorism_threats").parent == "terrorism"
    assert VOCABULARY.children("terrorism") == ["terrorism", "terrorism_threats", "anti_american"]
    assert VOCABULARY.kind("address").name == "Embassy Address and Hours of Operation"
    assert VOCABULARY.kind("nothing") is None


def test_words_of_the_file_fit_the_columns_of_the_database():
    contacts = VOCABULARY.data["contacts"]
    roles = {row["role"] for row in contacts["roles"]}
    roles |= {kind.contact_role for kind in VOCABULARY.kinds.values() if kind.contact_role}
    assert roles <= set(ContactRole.values)
    assert {row["kind"] for row in contacts["post_kinds"]} <= set(PostKind.values)
    assert {level.lower() for level in VOCABULARY.data["ratings"]["levels"]} == set(Rating.values)
    categories = {row["category"] for row in VOCABULARY.data["ratings"]["categories"]}
    assert {kind.rating for kind in VOCABULARY.kinds.values()} <= categories | {""}
