import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from accounts.models import AuditEvent
from tests.factories import make_staff, make_superuser
from web.models import ContentVersion, SiteSettings

pytestmark = pytest.mark.page

PAGE = reverse("admin:web_sitesettings_change", args=[1])
FIELDS = {
    "name": "Harbor Council",
    "tagline": "Advice for the road",
    "introduction": "",
    "publisher": "Published by the Harbor Council.",
    "postal_address": "",
    "emergency_line": "Duty officer +1 202 555 0100",
    "brand": "#134e5b",
    "on_brand": "#ffffff",
    "brand_dark": "#7fc6d0",
    "on_brand_dark": "#0c1a1e",
    "council_word": "council",
    "councils_word": "councils",
    "post_word": "embassy",
    "posts_word": "embassies",
    "hidden_areas": "XK, EH",
    **{f"level_{number}": f"Level name {number}" for number in range(1, 5)},
    **{f"rating_{number}": f"Rating {number}" for number in range(1, 5)},
}


@pytest.fixture
def operator(client, db):
    client.force_login(make_superuser())
    return client


def picture(kind="PNG", size=(400, 100)):
    file = io.BytesIO()
    Image.new("RGB", size, "teal").save(file, kind)
    return SimpleUploadedFile(f"logo.{kind.lower()}", file.getvalue())


def errors(response):
    assert response.status_code == 200
    return str(response.context["adminform"].form.errors)


def test_operator_names_the_site(operator):
    before = ContentVersion.current()

    assert operator.post(PAGE, FIELDS).status_code == 302

    site = SiteSettings.load()
    assert (site.name, site.post_word, site.level_name(2)) == (
        "Harbor Council",
        "embassy",
        "Level name 2",
    )
    assert site.hidden_map_areas == ["XK", "EH"]
    assert b"Harbor Council" in operator.get("/").content
    assert ContentVersion.current() > before
    assert AuditEvent.objects.filter(deed="change_settings").count() == 1


def test_page_shows_what_is_in_force_before_anything_was_saved(operator):
    page = operator.get(PAGE)

    assert b"Normal precautions" in page.content
    assert operator.get(reverse("admin:web_sitesettings_changelist"))["Location"] == PAGE


@pytest.mark.parametrize(
    ("colors", "why"),
    [
        ({"brand": "#777777"}, "With its text it has 4.47:1; it needs 4.5:1."),
        (
            {"brand": "#f5d0c5", "on_brand": "#000000"},
            "With the paper it has 1.42:1; it needs 3:1.",
        ),
        ({"brand_dark": "#22303a", "on_brand_dark": "#ffffff"}, "With the paper it has"),
        ({"brand": "red"}, "Write a color as # and six digits"),
    ],
)
def test_colors_that_cannot_be_read_are_refused_with_the_measured_ratio(operator, colors, why):
    assert why in errors(operator.post(PAGE, {**FIELDS, **colors}))
    assert not SiteSettings.objects.exists()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_logo_is_made_anew_and_shown(operator, kind):
    operator.post(PAGE, {**FIELDS, "new_logo": picture(kind)})

    site = SiteSettings.load()
    stored = Image.open(io.BytesIO(bytes(site.logo)))
    assert (stored.format, stored.size) == ("PNG", (240, 60))
    response = operator.get(reverse("web:logo", args=[site.logo_hash]))
    assert response["Content-Type"] == "image/png"
    assert "immutable" in response["Cache-Control"]


def test_logo_goes_again(operator):
    operator.post(PAGE, {**FIELDS, "new_logo": picture()})
    operator.post(PAGE, {**FIELDS, "no_logo": "on"})

    assert not SiteSettings.load().logo


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"GIF89a" + b"\0" * 100,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 50,
        b"\xff\xd8\xff" + b"x" * 50,
        b"",
    ],
)
def test_what_is_no_picture_is_refused(operator, content):
    upload = SimpleUploadedFile("logo.png", content)

    assert "new_logo" in errors(operator.post(PAGE, {**FIELDS, "new_logo": upload}))


def test_picture_with_too_many_pixels_is_refused(operator):
    response = operator.post(PAGE, {**FIELDS, "new_logo": picture(size=(30_000, 2_000))})

    assert "new_logo" in errors(response)


def test_settings_are_the_operators_alone(client, db):
    client.force_login(make_staff())

    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, FIELDS).status_code == 403
