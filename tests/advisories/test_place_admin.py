import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from advisories.models import Area, Country, Post, Role
from tests.advisories.desk import address
from tests.factories import make_area, make_assignment, make_staff, make_superuser

pytestmark = pytest.mark.django_db


@pytest.fixture
def country_editor(kazakhstan):
    person = make_staff("Country editor")
    make_assignment(person, Role.EDITOR, country=kazakhstan)
    return person


def post_values(post, **changes):
    return {
        "country": post.country_id,
        "kind": post.kind,
        "name": post.name,
        "slug": post.slug,
        "time_zone": post.time_zone,
        "address": post.address,
        "hours": post.hours,
        "latitude": "",
        "longitude": "",
        "listed_at": "2026-01-01T00:00",
    } | changes


def test_main_risks_are_cleaned_and_the_name_stays_the_list_s(client, kazakhstan, country_editor):
    client.force_login(country_editor)

    client.post(
        address("change", kazakhstan),
        {
            "name": "Elsewhere",
            "time_zone": "Asia/Almaty",
            "main_risks": "<ul><li><b>Roads</b> are icy.</li></ul><script>x()</script>",
        },
    )

    country = Country.objects.get(pk=kazakhstan.pk)
    assert country.name == "Kazakhstan"
    assert country.main_risks == "<ul><li><strong>Roads</strong> are icy.</li></ul>"
    assert AuditEvent.objects.filter(deed="change_country", object_id=country.pk).count() == 1


RULES = {
    "time_zone": "Asia/Almaty",
    "entry_rules": "<p>Bring a passport.</p><script>x()</script>",
    "entry_as_of": "2026-05-01",
    "entry_source": "Migration Police",
}


def test_entry_rules_are_kept_with_their_day_and_source(client, kazakhstan, country_editor):
    client.force_login(country_editor)

    client.post(address("change", kazakhstan), RULES)

    country = Country.objects.get(pk=kazakhstan.pk)
    assert country.entry_rules == "<p>Bring a passport.</p>"
    assert (str(country.entry_as_of), country.entry_source) == ("2026-05-01", "Migration Police")


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ({"entry_as_of": ""}, "Enter the day as of which these rules hold."),
        ({"entry_as_of": "2199-01-01"}, "Enter a day that is not to come."),
        ({"entry_source": ""}, "Enter whose rules these are."),
    ],
)
def test_entry_rules_without_day_or_source_are_refused(
    client, kazakhstan, country_editor, missing, words
):
    client.force_login(country_editor)

    page = client.post(address("change", kazakhstan), RULES | missing).content.decode()

    assert words in page
    assert "Bring a passport." in page
    assert Country.objects.get(pk=kazakhstan.pk).entry_rules == ""


def test_second_person_is_asked_for_by_the_superuser(client, kazakhstan):
    client.force_login(make_superuser())
    values = {"name": "Kazakhstan", "region": kazakhstan.region_id, "time_zone": "Asia/Almaty"}

    client.post(address("change", kazakhstan), values | {"second_person": "on"})

    assert Country.objects.get(pk=kazakhstan.pk).second_person


def test_countries_are_neither_added_nor_deleted_here(client, kazakhstan):
    client.force_login(make_superuser())

    assert client.get(reverse("admin:advisories_country_add")).status_code == 403
    assert client.post(address("delete", kazakhstan), {"post": "yes"}).status_code == 403


def test_desk_of_a_post_changes_its_hours_and_not_where_it_belongs(client, editor, almaty):
    client.force_login(editor)

    client.post(
        address("change", almaty), post_values(almaty, hours="9 to 5", name="Other", slug="other")
    )

    post = Post.objects.get(pk=almaty.pk)
    assert (post.hours, post.name, post.slug) == ("9 to 5", "Almaty", "almaty")


def test_post_that_an_import_made_is_listed_by_a_date(client, kazakhstan, country_editor, almaty):
    Post.objects.update(listed_at=None)
    area = make_area(kazakhstan, "Almaty Region")
    client.force_login(country_editor)

    client.post(address("change", almaty), post_values(almaty, areas=[area.pk]))

    post = Post.objects.get(pk=almaty.pk)
    assert f"{post.listed_at:%Y-%m-%d %H:%M}" == "2026-01-01 00:00"
    assert list(post.areas.all()) == [area]


def test_area_is_added_by_the_desk_of_its_country(client, kazakhstan, country_editor):
    client.force_login(country_editor)
    values = {"country": kazakhstan.pk, "name": "Aktobe Region", "slug": "aktobe-region"}

    client.post(reverse("admin:advisories_area_add"), values)

    assert Area.objects.get().name == "Aktobe Region"


def test_same_area_twice_is_refused_in_words(client, kazakhstan, country_editor):
    make_area(kazakhstan, "Aktobe Region")
    client.force_login(country_editor)
    values = {"country": kazakhstan.pk, "name": "AKTOBE region", "slug": "aktobe-2"}

    response = client.post(reverse("admin:advisories_area_add"), values)

    assert response.status_code == 200
    assert Area.objects.count() == 1
