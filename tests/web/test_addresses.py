"""Addresses that no mail can be sent to are refused wherever one is typed."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from accounts.models import User
from tests.accounts.conftest import PASSWORD
from tests.factories import make_council, make_country, make_user
from web.addresses import check_address

pytestmark = pytest.mark.once
# The long s and the dotted I are letters to Django; the relay would be asked to mail a machine.
UNMAILABLE = ["\u017f@example.org", "\u0130@example.org", "x@[192.0.2.1]"]


@pytest.mark.parametrize("address", ["Reader+Trips@Example.ORG", "o'neil@bücher.example"])
def test_usual_addresses_and_domains_of_any_script_pass(address):
    check_address(address)


@pytest.mark.django_db
@pytest.mark.parametrize("address", UNMAILABLE)
def test_what_cannot_be_mailed_is_refused_at_every_door(client, address):
    with pytest.raises(ValidationError):
        check_address(address)
    make_country()
    council = make_council()
    signed_up = {"email": address, "password1": PASSWORD, "name": "New"}
    follow = {"place": "country:kazakhstan", "lowest_grade": "2", "email": address}

    pages = [
        client.post(reverse("account_signup"), signed_up),
        client.post("/subscribe/", follow),
    ]
    applicant = make_user("applicant")
    client.force_login(applicant)
    vouched = {"first_voucher": address, "colleagues": address, "reason": "An office."}
    pages.append(client.post(f"/councils/{council.slug}/apply/", vouched))

    for page in pages:
        assert page.status_code == 200
        assert {"email", "first_voucher"} & page.context["form"].errors.keys()
    assert list(User.objects.all()) == [applicant]
