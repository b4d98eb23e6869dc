"""A council with a chair and a member, and somebody of another council."""

import pytest

from advisories.models import Role
from tests.factories import (
    make_assignment,
    make_chair,
    make_council,
    make_meeting,
    make_member,
    make_staff,
    make_user,
)


@pytest.fixture
def council(db):
    return make_council()


@pytest.fixture
def chair(council):
    return make_chair(council).user


@pytest.fixture
def member(council):
    return make_member(council, organization="Tien Shan Logistics").user


@pytest.fixture
def stranger(db):
    """A member of another council."""
    other = make_council("Bishkek country council", time_zone="Asia/Bishkek")
    return make_member(other, make_user("stranger"), organization="Ala Mining").user


@pytest.fixture
def officer(council):
    """Membership officer of this one council."""
    staff = make_staff("officer")
    make_assignment(staff, Role.MEMBERSHIP_OFFICER, council=council)
    return staff


@pytest.fixture
def meeting(council):
    return make_meeting(council)


@pytest.fixture
def as_(client):
    """`as_(member).get(...)`: the test client, signed in as that person."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
