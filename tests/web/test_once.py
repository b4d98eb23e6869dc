import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from advisories.models import Role
from advisories.models.assignments import reach_of
from advisories.models.tlp import seats_of
from council.models import Council
from tests.factories import make_assignment, make_council, make_country, make_member, make_user
from web.once import ask_once

pytestmark = pytest.mark.django_db


def visit(method, deed):
    """Answer one request by `deed`, inside of the middleware."""
    ask_once(lambda request: deed() or HttpResponse())(getattr(RequestFactory(), method)("/"))


def test_rights_are_asked_once_a_visit(django_assert_num_queries):
    member = make_member().user

    def page():
        for _ in range(3):
            assert seats_of(member)
            assert not reach_of(member, Role.SENDER)
            assert not reach_of(member)

    with django_assert_num_queries(2):
        visit("get", page)


def test_next_visit_sees_that_a_right_ended():
    member = make_member()
    visit("get", lambda: list(Council.objects.open_to(member.user)))
    member.membership.delete()

    def page():
        assert not Council.objects.open_to(member.user).exists()

    visit("get", page)
    assert not Council.objects.open_to(member.user).exists()


def test_two_people_share_nothing():
    sender, other = make_user("sender"), make_user("other")
    make_assignment(sender, Role.SENDER, country=make_country())

    def page():
        assert reach_of(sender, Role.SENDER)
        assert not reach_of(other)

    visit("get", page)


def test_what_writes_asks_each_time():
    user = make_user()

    def deed():
        assert not reach_of(user)
        make_assignment(user, Role.EDITOR, country=make_country())
        assert reach_of(user, Role.EDITOR)
        assert not reach_of(user, Role.SENDER)

    visit("post", deed)
    deed_outside = make_user("outside")
    assert not reach_of(deed_outside)
    make_assignment(deed_outside, Role.EDITOR, council=make_council())
    assert reach_of(deed_outside)
