"""Which report it is: country, post and year."""

import pytest

from tests.advisories.importing import notes, read

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Kazakhstan 2017 Crime & Safety Report: Almaty", ("Kazakhstan", "Almaty", 2017)),
        ("Kazakhstan 2017 Crime and Safety Report", ("Kazakhstan", "", 2017)),
        ("2016 Kazakhstan Crime & Safety Report", ("Kazakhstan", "", 2016)),
        ("Kazakhstan Country Security Report", ("Kazakhstan", "", None)),
        ("China 2015 Crime and Safety Report: Hong Kong", ("China", "Hong Kong", 2015)),
        ("Congo, Dem. Rep. 2017 Crime & Safety Report", ("Congo, Dem. Rep.", "", 2017)),
        ("KAZAKHSTAN 2017 CRIME & SAFETY REPORT: ALMATY", ("KAZAKHSTAN", "ALMATY", 2017)),
        ("A report on crime", ("", "", None)),
    ],
)
def test_titles_name_country_post_and_year(title, found):
    parsed = read(f"{title}\n\nCrime Threats\n\nText.")
    assert (parsed.country_name, parsed.post_name, parsed.year) == found


def test_the_path_line_names_what_the_title_does_not():
    parsed = read(
        "Asia > Kazakhstan; Asia > Kazakhstan > Almaty\n\nLast Updated: March 3, 2021\n\nLandmines"
    )
    assert (parsed.country_name, parsed.post_name, parsed.year) == ("Kazakhstan", "Almaty", 2021)
    assert parsed.unplaced == []


def test_the_country_page_names_the_country_when_nothing_else_does():
    parsed = read("Crime Threats\n\nPlease review OSAC’s Kazakhstan-specific webpage for more.")
    assert parsed.country_name == "Kazakhstan"


def test_unresolved_country_and_year_are_said():
    codes = [note.code for note in read("Crime Threats\n\nText.").notes]
    assert {"country_missing", "year_missing"} <= set(codes)


def test_a_path_that_contradicts_the_title_is_pointed_out():
    parsed = read(
        "Kazakhstan 2017 Crime & Safety Report: Almaty\n\nAfrica > Kenya > Nairobi\n\nCrime Threats"
    )
    assert (parsed.country_name, parsed.post_name) == ("Kazakhstan", "Almaty")
    assert notes(parsed, "path_differs") == ["Kazakhstan", "Almaty"]


def test_a_repeated_title_is_no_text():
    parsed = read(
        "Kenya 2016 Crime & Safety Report\n\nKenya 2016 Crime & Safety Report\n\nLandmines"
    )
    assert parsed.unplaced == []
    assert parsed.lost_characters == 0
