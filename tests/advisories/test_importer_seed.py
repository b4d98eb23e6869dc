"""The real report as people have it: every trap in it, one test each."""

import pytest

from advisories.importer import read_source
from tests.advisories.importing import SEED_REPORT, notes, read, read_path, signs, signs_of

pytestmark = [pytest.mark.seed, pytest.mark.once]

OUTLINE = """
overall crime
transport road public_transport aviation
terrorism terrorism_threats
political_violence unrest religious_ethnic
post_specific environment infrastructure
police detention victim
medical clinics insurance vaccination
council
post_contact address numbers nearby guidance resources
"""


@pytest.fixture(scope="module")
def seed():
    return read_path(SEED_REPORT)


def test_country_post_and_year_come_from_the_title(seed):
    assert (seed.country_name, seed.post_name, seed.year) == ("Kazakhstan", "Almaty", 2017)
    assert seed.title == "Kazakhstan 2017 Crime & Safety Report: Almaty"
    assert (seed.kind, seed.post_kind) == ("crime_safety", "consulate_general")


def test_all_28_headings_are_placed_in_order(seed):
    assert [section.key for section in seed.sections] == OUTLINE.split()
    assert len(seed.sections) == 28


def test_nine_main_headings_hold_nineteen_others(seed):
    firsts = [line.split()[0] for line in OUTLINE.strip().splitlines()]
    assert [section.key for section in seed.sections if section.depth == 1] == firsts
    assert sum(section.depth == 2 for section in seed.sections) == 19


def test_no_character_is_lost_or_unplaced(seed):
    assert seed.lost_characters == 0
    assert seed.unplaced == []
    assert signs_of(seed) == signs(read_source(SEED_REPORT))


def test_the_line_of_the_page_is_set_aside(seed):
    assert [line.text for line in seed.chrome] == ["Report DETAILS"]


def test_the_path_line_holds_two_paths(seed):
    assert seed.header.paths == (
        ("South Central Asia", "Kazakhstan"),
        ("South Central Asia", "Kazakhstan", "Almaty"),
    )


def test_three_lost_ratings_are_named_where_they_stood(seed):
    assert seed.ratings == []
    assert [(m.category, m.anchor, m.line) for m in seed.missing_ratings] == [
        ("crime", "overall", 10),
        ("terrorism", "terrorism", 49),
        ("political_violence", "political_violence", 62),
    ]


def test_eight_numbers_serve_nine_roles(seed):
    found = [(c.role, c.number, c.e164, c.post_name) for c in seed.contacts]
    assert found == [
        ("police", "102", None, ""),
        ("citizen_services", "8-717-270-2100", "+77172702100", "Astana"),
        ("citizen_services", "8-727-250-4900", "+77272504900", "Almaty"),
        ("duty_officer", "8-717-270-2200", "+77172702200", "Astana"),
        ("duty_officer", "8-727-250-4892", "+77272504892", "Almaty"),
        ("clinic", "8-727-258-1911", "+77272581911", "Almaty"),
        ("clinic", "8-701-744-1111", "+77017441111", "Almaty"),
        ("security_officer", "8-727-250-4892", "+77272504892", "Almaty"),
        ("after_hours", "8-777-007-2359", "+77770072359", "Almaty"),
    ]
    assert len({number for _, number, _, _ in found}) == 8


def test_the_clinic_has_its_name_address_and_hours(seed):
    clinic = next(contact for contact in seed.contacts if contact.role == "clinic")
    assert clinic.name == "SOS International Clinic"
    assert clinic.address == "11 Luganskogo Street, corner of Satpayev Street, Almaty"
    assert clinic.hours == "24 hrs"
    assert clinic.source_line == "8-727-258-1911 (24 hrs)"


def test_the_clinic_stays_whole_with_the_paragraph_below_it(seed):
    body = next(section.body for section in seed.sections if section.key == "clinics")
    assert body.count("<p>") == 1
    assert body.count("<br>") == 4
    assert "(24 hrs)<br>The SOS clinic is" in body


def test_bullets_without_blank_lines_are_one_list(seed):
    body = next(section.body for section in seed.sections if section.key == "terrorism_threats")
    assert (body.count("<ul>"), body.count("<li>")) == (1, 3)
    assert "•" not in body


def test_five_parents_have_no_text_of_their_own(seed):
    empty = [section.key for section in seed.sections if not section.body]
    assert empty == [
        "transport", "terrorism", "political_violence", "post_specific", "post_contact",
    ]  # fmt: skip


def test_quoted_titles_are_references_and_other_quotes_are_not(seed):
    assert [(reference.title, reference.anchor) for reference in seed.references] == [
        ("Shaken: The Don’ts of Alcohol Abroad", "crime"),
        ("Driving Overseas: Best Practices", "road"),
    ]


def test_a_label_without_a_value_is_pointed_out(seed):
    assert notes(seed, "label_empty") == ["Embassy Astana:"]


def test_the_address_of_the_post_is_found(seed):
    assert seed.address.splitlines() == [
        "U.S. Consulate General Almaty",
        "Samal -2",
        "97 Zholdasbekova Street",
        "Almaty, Kazakhstan 050059",
        "A-2 entrance",
    ]


def test_line_endings_and_marks_of_a_file_change_nothing(seed):
    text = read_source(SEED_REPORT)
    for data in (
        text.replace("\n", "\r\n").encode(),
        text.encode("utf-8-sig"),
        text.encode("utf-16"),
    ):
        assert read(read_source(data)).digest == seed.digest
