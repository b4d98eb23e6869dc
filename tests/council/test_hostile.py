"""Broken and hostile input is refused in words, on both databases."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from council.models import Application, Meeting, Rsvp
from tests.council.test_convening import typed as meeting_form
from tests.council.test_council_apply import typed as application_form
from tests.factories import make_meeting, make_user

FORM = "application/x-www-form-urlencoded"
TEXTS = ["\x00", "\ud800", "x" * 3_000_000, "<script>alert(1)</script>", "='1'+1", "\u202e\u0007"]
NAMES = ["nul", "surrogate", "long", "script", "formula", "controls"]


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_no_field_of_the_application_breaks_the_page(as_, council, text):
    client = as_(make_user("applicant"))
    url = reverse("council:council_apply", args=[council.slug])
    for name in application_form():
        answer = client.post(url, encoded(application_form(**{name: text})), content_type=FORM)
        assert answer.status_code in (200, 302, 400)
        assert b"<script>alert" not in answer.content
    for application in Application.objects.all():
        assert b"<script>alert" not in client.get(application.get_absolute_url()).content


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_no_field_of_a_meeting_breaks_the_page(as_, council, chair, text):
    client = as_(chair)
    url = reverse("council:meeting_create", args=[council.slug])
    for name in meeting_form():
        answer = client.post(url, encoded(meeting_form(**{name: text})), content_type=FORM)
        assert answer.status_code in (200, 302, 400)
    for meeting in Meeting.objects.all():
        page = client.get(meeting.get_absolute_url())
        assert page.status_code == 200
        assert b"<script>alert" not in page.content


@pytest.mark.parametrize("text", TEXTS, ids=NAMES)
def test_no_reply_breaks_the_page(as_, council, member, text):
    client, meeting = as_(member), make_meeting(council)
    for form in ({"answer": text}, {"answer": "in_person", "guests": text}):
        url = meeting.get_absolute_url() + "reply/"
        answer = client.post(url, encoded(form), content_type=FORM, follow=True)
        assert answer.status_code in (200, 400)
        assert b"<script>alert" not in answer.content
    assert all(len(rsvp.guests) <= 1000 for rsvp in Rsvp.objects.all())


def encoded(form):
    """The form as a browser without scruples would send it."""
    return urlencode(form, errors="surrogatepass")
