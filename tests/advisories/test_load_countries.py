"""The world as shipped is complete and consistent, and loading it keeps what staff changed."""

import json
import re
import zoneinfo
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils.text import slugify

from advisories.countries import DATA, load_countries
from advisories.models import Country, Indicator, Region
from advisories.worldmap import DATA as MAP

WORLD = json.loads(DATA.read_text(encoding="utf-8"))
COUNTRIES = WORLD["countries"]


def names_of(country):
    return {name.casefold() for name in [country["name"], *country["aliases"]]}


def test_every_iso_country_and_kosovo_are_listed():
    assert len(COUNTRIES) == 249 + 1
    assert [c["alpha2"] for c in COUNTRIES if c["numeric"] is None] == ["XK"]
    for code in ("alpha2", "alpha3", "slug", "name"):
        assert len({country[code] for country in COUNTRIES}) == 250


def test_codes_have_the_shape_of_the_standard():
    for country in COUNTRIES:
        assert re.fullmatch(r"[A-Z]{2}", country["alpha2"])
        assert re.fullmatch(r"[A-Z]{3}", country["alpha3"])
        assert re.fullmatch(r"\d{3}", country["numeric"] or "000")
        assert country["slug"] == slugify(country["slug"])


def test_no_two_countries_share_a_name():
    counts = Counter(name for country in COUNTRIES for name in names_of(country))

    assert [name for name, times in counts.items() if times > 1] == []


def test_every_country_has_a_known_region_and_time_zone():
    regions = {region["slug"] for region in WORLD["regions"]}
    zones = zoneinfo.available_timezones()

    assert len(regions) == 6
    assert {country["region"] for country in COUNTRIES} == regions
    assert [c["name"] for c in COUNTRIES if c["time_zone"] not in zones] == []


def test_every_area_of_the_map_is_a_country():
    shapes = json.loads(MAP.read_text(encoding="utf-8"))
    codes = {country["numeric"] or country["alpha2"] for country in COUNTRIES}

    drawn = {shape["n3"] or shape["a2"] for shape in shapes["areas"] + shapes["dots"]}

    assert drawn - codes == set()


@pytest.mark.parametrize(
    ("name", "alpha2"),
    [
        ("Korea, Republic of", "KR"),
        ("Côte d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("Burma", "MM"),
        ("Czech Republic", "CZ"),
        ("Swaziland", "SZ"),
        ("Democratic Republic of the Congo", "CD"),
        ("Congo", "CG"),
        ("Kazakhstan", "KZ"),
    ],
)
def test_old_and_formal_names_find_the_country(name, alpha2):
    assert [c["alpha2"] for c in COUNTRIES if name.casefold() in names_of(c)] == [alpha2]


def test_territories_are_told_from_states():
    territories = {country["alpha2"] for country in COUNTRIES if country["territory"]}

    assert {"PR", "HK", "GL", "BM"} <= territories
    assert not {"KZ", "XK", "US", "VA", "TW"} & territories


@pytest.mark.django_db
def test_loading_fills_an_empty_database(capsys):
    call_command("load_countries")

    assert Region.objects.count() == 6
    assert Country.objects.count() == 250
    assert "".join(Indicator.objects.values_list("code", flat=True)) == "CDEHKNOTU"
    assert Country.objects.get(alpha2="KZ").region.slug == "south-and-central-asia"
    assert Country.objects.get(alpha2="XK").numeric == ""
    assert "country: 250 added, 0 updated" in capsys.readouterr().out


@pytest.mark.django_db
def test_loading_again_changes_nothing(capsys):
    load_countries()
    before = list(Country.objects.order_by("pk").values())

    call_command("load_countries")
    assert load_countries(update=True).total() == 0

    assert list(Country.objects.order_by("pk").values()) == before
    assert "country: 0 added, 0 updated" in capsys.readouterr().out


@pytest.mark.django_db
def test_what_staff_wrote_stays():
    load_countries()
    Country.objects.filter(alpha2="CI").update(name="Côte d’Ivoire", time_zone="UTC")

    load_countries()

    assert Country.objects.get(alpha2="CI").name == "Côte d’Ivoire"
    assert Country.objects.get(alpha2="CI").time_zone == "UTC"


@pytest.mark.django_db
def test_update_brings_a_country_up_to_the_file_and_keeps_its_address_and_names():
    load_countries()
    Country.objects.filter(alpha2="CI").update(
        name="Coast of Ivory", slug="cote", aliases=["RCI"], territory=True
    )

    counts = load_countries(update=True)

    country = Country.objects.get(alpha2="CI")
    assert counts["country updated"] == 1
    assert (country.name, country.slug, country.territory) == ("Ivory Coast", "cote", False)
    assert {"RCI", "Coast of Ivory", "Côte d'Ivoire"} <= set(country.aliases)


@pytest.mark.django_db
def test_a_country_that_was_deleted_comes_back():
    load_countries()
    Country.objects.get(alpha2="TV").delete()

    assert load_countries()["country added"] == 1
    assert Country.objects.filter(alpha2="TV").exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "No such file"),
        ("{", "no JSON"),
        ("[]", "shape"),
        ('{"regions": [], "indicators": [], "countries": [{"alpha2": "KZ"}]}', "shape"),
        ('{"regions": [], "indicators": [{"code": "X", "nonsense": 1}], "countries": []}', "shape"),
    ],
)
def test_file_that_cannot_be_loaded_is_refused_in_words_and_changes_nothing(tmp_path, text, said):
    file = tmp_path / "world.json"
    if text is not None:
        file.write_text(text)

    with pytest.raises(CommandError, match=said) as refused:
        call_command("load_countries", file=str(file))

    assert str(file) in str(refused.value)
    assert not Indicator.objects.filter(code="X").exists()
