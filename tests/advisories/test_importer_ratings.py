"""Ratings as reports of several years word them."""

import pytest

from tests.advisories.importing import notes, read, report

pytestmark = pytest.mark.once


def ratings(parsed):
    return [(rating.category, rating.place, rating.word, rating.level) for rating in parsed.ratings]


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("Crime Rating: High", [("crime", "Almaty", "High", "HIGH")]),
        ("Post Crime Rating: Critical", [("crime", "Almaty", "Critical", "CRITICAL")]),
        ("Crime Rating Astana: Low", [("crime", "Astana", "Low", "LOW")]),
        ("Terrorism Rating: Medium", [("terrorism", "Almaty", "Medium", "MEDIUM")]),
        ("Political Violence Rating: Low", [("political_violence", "Almaty", "Low", "LOW")]),
        ("Crime Rating: “Low-Medium”", [("crime", "Almaty", "Low-Medium", None)]),
        ("Crime Rating: Elevated", [("crime", "Almaty", "Elevated", None)]),
        (
            "IT HAS ASSESSED ALMATY AS BEING A MEDIUM-THREAT LOCATION FOR CRIME DIRECTED AT",
            [("crime", "ALMATY", "MEDIUM", "MEDIUM")],
        ),
        (
            "It assessed Lagos, Abuja and Kano as being HIGH-threat locations for terrorism.",
            [("terrorism", place, "HIGH", "HIGH") for place in ("Lagos", "Abuja", "Kano")],
        ),
        (
            "It assessed Lagos as being a CRITICAL-threat location; Abuja as a HIGH threat.",
            [("crime", "Lagos", "CRITICAL", "CRITICAL"), ("crime", "Abuja", "HIGH", "HIGH")],
        ),
        ("There is minimal risk from crime in Astana.", [("crime", "Astana", "minimal", "LOW")]),
        (
            "There is considerable risk from political violence in Almaty.",
            [("political_violence", "Almaty", "considerable", "HIGH")],
        ),
        (
            "ASSESSED LAGOS, ABUJA, AND KANO AS BEING CRITICAL-THREAT LOCATIONS FOR CRIME.",
            [("crime", place, "CRITICAL", "CRITICAL") for place in ("LAGOS", "ABUJA", "KANO")],
        ),
        (
            "It has assessed St. Petersburg as being a “Medium-High” threat location for crime.",
            [("crime", "St. Petersburg", "Medium-High", None)],
        ),
        ("Crime Rating: “Low” to “Medium”", [("crime", "Almaty", "Low to Medium", None)]),
        (
            "Crime Rating Aktobe: Low, Crime Rating (Atyrau): High",
            [("crime", "Aktobe", "Low", "LOW"), ("crime", "Atyrau", "High", "HIGH")],
        ),
        (
            "It assesses Astana as a HIGH-threat location for crime; and Aktau and Atyrau as LOW "
            "threat for terrorism.",
            [
                ("crime", "Astana", "HIGH", "HIGH"),
                ("terrorism", "Aktau", "LOW", "LOW"),
                ("terrorism", "Atyrau", "LOW", "LOW"),
            ],
        ),
        (
            "There is moderate risk from crime in Aktobe, Aktau and Atyrau.",
            [("crime", place, "moderate", "MEDIUM") for place in ("Aktobe", "Aktau", "Atyrau")],
        ),
        ("There is serious risk from terrorism.", [("terrorism", "Almaty", "serious", "CRITICAL")]),
        ("There is a risk of theft, and crime is rated by the police.", []),
    ],
)
def test_ratings_are_read_as_worded(sentence, found):
    parsed = report("Overall Crime and Safety Situation", sentence)
    assert ratings(parsed) == found


def test_words_not_mapped_are_kept_and_pointed_out():
    parsed = report("Crime Threats", "Crime Rating: Elevated")
    assert notes(parsed, "rating_unmapped") == ["Elevated"]
    assert notes(parsed, "rating_missing") == []


def test_a_missing_rating_is_named_at_the_heading_without_other_trace():
    parsed = report("Terrorism Threat", "Text.")
    assert [(m.category, m.anchor, m.line) for m in parsed.missing_ratings] == [
        ("terrorism", "terrorism", 3)
    ]


def test_reports_older_than_ratings_miss_none():
    parsed = read("Kenya 2008 Crime & Safety Report\n\nTerrorism Threat\n\n\nText.")
    assert parsed.missing_ratings == []
