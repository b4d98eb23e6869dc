"""Names that show what they are: nothing invisible in them turns or hides what stands around."""

import uuid

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from accounts.models import User
from council.admin.memberships import AdmissionForm
from council.forms import ReplyForm
from council.forms.agenda import AgendaField
from council.models import ActionItem, Application, Meeting, Organization
from tests.council.test_convening import typed as typed_meeting
from tests.council.test_council_apply import typed as typed_application
from tests.factories import make_council, make_country, make_member, make_user
from tests.travelers.test_trip_enroll import ENROLL, hidden, soon, walk
from travelers.models import Companion, Stop, Trip
from web.lines import LineField, LineFormField, plain_line

BIDI = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
WIDTHLESS = "\u200b\u2060\ufeff\u00ad\u180e\u3164\U000e0041"
SPOOF = f"Al{BIDI}ma{WIDTHLESS}ty"


@pytest.mark.parametrize(
    "name",
    [
        "Almaty",
        "İstanbul, Þórshöfn, Алматы, Αθήνα, 北京, 서울, กรุงเทพ",
        "سفارت آمریکا",
        "می\u200cخواهم",  # Persian, a non-joiner in the word
        "क्\u200dष, ක්\u200dෂ",  # Hindi and Sinhala, joiners in the word
        "תל אביב־יפו",
        "الرياض (1445\u0601)",
        "+7 (727) 250-49-00",
        "O’Neill & <b>",
        "👍🏽 ❤️",
    ],
)
def test_names_of_every_script_stay_as_they_are(name):
    assert plain_line(name) == name


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (SPOOF, "Almaty"),
        ("\u202eytamlA", "ytamlA"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("pay\u200cpal \u200dA\u200d", "paypal A"),
        ("\u200cسلام\u200d", "سلام"),
        ("two\r\nlines\u2028and\x85more\x07", "two  lines and more "),
    ],
)
def test_what_nobody_sees_is_taken_out(text, shown):
    assert plain_line(text) == shown


def test_only_invisible_is_nothing():
    with pytest.raises(Exception, match="required"):
        LineFormField().clean(BIDI + WIDTHLESS + " ")
    assert LineFormField(required=False).clean(f"  {SPOOF}\u200b ") == "Almaty"
    with pytest.raises(Exception, match="Null"):
        LineFormField().clean("a\x00b")


OTHERS = {"reference", "language", "time_zone", "deed", "object_type", "key", "kind", "password"}


@pytest.mark.parametrize("app", ["accounts", "council", "travelers"])
def test_every_line_that_people_type_is_such_a_field(app):
    columns = [field for model in apps.get_app_config(app).get_models() for field in lines(model)]

    assert len(columns) >= 1
    assert [str(field) for field in columns if not isinstance(field, LineField)] == []


def lines(model):
    for field in model._meta.local_fields:
        plain = type(field) in (models.CharField, LineField) and not field.choices
        if plain and field.name not in OTHERS:
            yield field


@pytest.mark.django_db
class TestTyped:
    def test_trip(self, client):
        make_country()
        client.force_login(make_user("traveler"))
        check = walk(client, [("country:kazakhstan", soon(3), soon(7))], name=SPOOF)
        form = hidden(check) | {"companions": f"{SPOOF}\n{SPOOF}", "lodging": SPOOF}
        form["stop"] = [stop + SPOOF for stop in form["stop"]]  # hidden fields are typed too

        client.post(ENROLL, form | {"go": "enroll"})

        trip = Trip.objects.get()
        assert (trip.traveler_name, trip.lodging) == ("Almaty", "Almaty")
        assert Stop.objects.get().place == "Almaty"
        assert {row.name for row in Companion.objects.all()} == {"Almaty"}

    def test_application(self, client):
        council = make_council()
        client.force_login(make_user("applicant"))
        form = typed_application(organization_name=SPOOF, sector=SPOOF)

        client.post(reverse("council:council_apply", args=[council.slug]), form)

        row = Application.objects.get()
        assert (row.organization_name, row.sector) == ("Almaty", "Almaty")

    def test_meeting_and_its_agenda(self, client):
        council = make_council()
        client.force_login(make_member(council, role="chair").user)
        form = typed_meeting(title=SPOOF, agenda=f"{SPOOF}; {SPOOF}; 20", form_id=uuid.uuid4())

        client.post(reverse("council:meeting_create", args=[council.slug]), form)

        meeting = Meeting.objects.get()
        assert meeting.title == "Almaty"
        assert [(item.title, item.leader) for item in meeting.agenda.all()] == [
            ("Almaty", "Almaty")
        ]

    def test_name_at_sign_up(self, client):
        form = {"email": "new@example.org", "password1": "several plain words", "name": SPOOF}
        client.post("/account/signup/", form)
        assert User.objects.get().name == "Almaty"

    def test_same_name_cannot_be_had_twice_with_something_invisible(self):
        Organization.objects.create(name="Steppe Energy")
        assert Organization.objects.named("Steppe\u200b Energy").exists()
        form = AdmissionForm({"name": "Steppe\u202e Energy"})
        assert not form.is_valid()
        assert form.cleaned_data["name"] == "Steppe Energy"

    def test_rows_written_past_every_form(self):
        user = make_user(name=SPOOF)
        User.objects.filter(pk=user.pk).update(name=SPOOF)
        assert user.name == "Almaty"
        assert User.objects.get(name=SPOOF).name == "Almaty"


def test_guests_and_agenda_are_lines():
    reply = ReplyForm({"answer": "in_person", "guests": f"{SPOOF}\n\u200b\n{SPOOF}"})
    assert reply.is_valid()
    assert reply.cleaned_data["guests"] == ["Almaty", "Almaty"]
    assert AgendaField().clean(f"{SPOOF}; ; 15") == [("Almaty", "", 15)]
    assert isinstance(ActionItem._meta.get_field("title").formfield(), LineFormField)
