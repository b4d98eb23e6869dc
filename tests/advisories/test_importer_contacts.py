"""Numbers: which are numbers at all, whose they are, and how the world dials them."""

from time import process_time

import pytest

from tests.advisories.importing import notes, read, report

pytestmark = pytest.mark.once


def contacts(parsed):
    return [(contact.role, contact.number, contact.e164) for contact in parsed.contacts]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Police: 102", [("police", "102", None)]),
        ("Ambulance: 103 or 112", [("ambulance", "103", None), ("ambulance", "112", None)]),
        ("Dial 112 for the fire service.", [("fire", "112", None)]),
        ("Call the police on 102.", [("police", "102", None)]),
        ("Duty Officer: 8-727-250-4892", [("duty_officer", "8-727-250-4892", "+77272504892")]),
        (
            "Duty Officer: +7 (727) 250-4892",
            [("duty_officer", "+7 (727) 250-4892", "+77272504892")],
        ),
        ("Switchboard (8-717-270-2100).", [("switchboard", "8-717-270-2100", "+77172702100")]),
        ("Reach us at 8-717-270-2100.", [("other", "8-717-270-2100", "+77172702100")]),
        ("The police were called 24 times; on-call 24 hours.", []),
        ("Medevac can cost more than $100,000 and 1 000 000 people live here.", []),
        ("From 2011 - 2016, on 12-05-2016 and 2016.05.12, between 08.30 - 17.30.", []),
        ("Almaty, Kazakhstan 050059", []),
    ],
)
def test_numbers_are_read_with_their_roles(line, found):
    assert contacts(report("Police Response", line)) == found


def test_a_number_that_fits_no_plan_is_kept_as_written():
    parsed = report("Consulate Contact Numbers", "Duty Officer: 55-121-23")
    assert contacts(parsed) == [("duty_officer", "55-121-23", None)]
    assert notes(parsed, "number_as_written") == ["55-121-23"]


def test_numbers_of_an_unknown_country_are_kept_as_written():
    parsed = read(
        "Ruritania 2017 Crime & Safety Report\n\nPolice Response\n\nPolice: 8-727-250-4892"
    )
    assert contacts(parsed) == [("police", "8-727-250-4892", None)]


def test_one_number_with_one_role_is_one_contact():
    parsed = report(
        "Crime Victim Assistance", "Duty Officer: 8-727-250-4892", "Duty Officer: 87272504892"
    )
    assert contacts(parsed) == [("duty_officer", "8-727-250-4892", "+77272504892")]


def test_numbers_go_to_the_post_that_is_named_with_them():
    parsed = report(
        "Crime Victim Assistance",
        "The Embassy Astana answers on 8-717-270-2100. Ask the Embassy (8-717-270-2200) for the "
        "Duty Officer. The ACS Unit of the Consulate General American Citizen Services answers "
        "on 8-727-250-4900.",
        "RSO (Astana): 8-717-270-2300",
    )
    assert [contact.post_name for contact in parsed.contacts] == [
        "Astana", "Astana", "Almaty", "Astana",
    ]  # fmt: skip


def test_a_label_nobody_knows_names_the_contact():
    parsed = report("Police Response", "Visa section: 8-727-250-4900")
    assert [(contact.role, contact.name) for contact in parsed.contacts] == [
        ("other", "Visa section")
    ]


def test_the_sentence_of_a_number_is_its_source_line():
    parsed = report(
        "Police Response", "It is safe. Call U.S. Embassy staff on 8-717-270-2100. Stay in."
    )
    assert parsed.contacts[0].source_line == "Call U.S. Embassy staff on 8-717-270-2100."


def test_hours_stand_apart_from_the_address():
    parsed = report(
        "Embassy Address and Hours of Operation",
        "1 Main Street\nMonday to Friday, 9 a.m. to 6 p.m.",
    )
    assert (parsed.address, parsed.hours) == ("1 Main Street", "Monday to Friday, 9 a.m. to 6 p.m.")


def test_quoted_titles_in_a_row_are_all_references():
    parsed = report(
        "Crime Threats", "Review the Reports “Hotels,” “Taxis;” and “Trains.” It is “safe” here."
    )
    assert [reference.title for reference in parsed.references] == ["Hotels", "Taxis", "Trains"]


def test_a_line_of_numbers_without_end_is_read_in_a_moment():
    started = process_time()
    parsed = report("Police Response", "call 12 " * 125_000)

    assert process_time() - started < 5  # seconds
    assert notes(parsed, "numbers_many") == ["1000"]
    assert parsed.lost_characters == 0
