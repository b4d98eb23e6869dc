"""Shared mailboxes of a member organization."""

import re

import pytest
from django.core.cache import cache
from django.utils import timezone

from accounts.models import AuditEvent, User
from advisories.models import Role, Tlp
from alerts.models import Letter, SharedMailbox, Subscription
from council.actions import suspend_membership
from council.models import MemberRole
from tests.factories import (
    make_alert,
    make_assignment,
    make_council,
    make_member,
    make_staff,
    make_user,
)
from tests.support.faults import fail_at_every_write

from .told import deliver_once

pytestmark = pytest.mark.django_db
DESK = "duty@example.org"


@pytest.fixture
def contact(client, kazakhstan):
    cache.clear()
    member = make_member(make_council(country=kazakhstan), role=MemberRole.CONTACT)
    client.force_login(member.user)
    return member


@pytest.fixture
def page(contact):
    return f"/account/membership/{contact.pk}/mailboxes/"


def typed(contact, *countries, **values):
    return {
        "addresses": DESK,
        "countries": [country.pk for country in countries],
        "lowest_grade": "1",
        "new_reports": "on",
        "frequency": "at_once",
        "tlp": "clear",
        "answered_by": contact.pk,
        **values,
    }


def link():
    letter = Letter.objects.get(address=DESK)
    return re.search(r"/subscribe/confirm/[\w-]+/", letter.text)[0]


def confirm(client):
    return client.post(link())


@pytest.mark.behavior("F1")
def test_several_mailboxes_follow_several_countries_once_each_confirmed(
    client, contact, page, kazakhstan, uzbekistan, mailbox
):
    both = f"{DESK}\nGSOC@example.org\n\n{DESK}"
    answer = client.post(page, typed(contact, kazakhstan, uzbekistan, addresses=both), follow=True)
    assert "2 mailboxes are entered" in answer.content.decode()
    assert "Waits for its link" in answer.content.decode()
    letter = Letter.objects.get(address=DESK)
    assert "Steppe Energy" not in letter.text + letter.html + letter.subject  # somebody typed it
    address = link()
    make_alert(kazakhstan)
    deliver_once()
    assert mailbox.count(to=DESK) == 1  # the link and nothing else

    assert "Should this mailbox get alerts?" in client.get(address).content.decode()
    assert "This mailbox gets alerts now" in client.post(address).content.decode()
    assert "confirmed already" in client.post(address).content.decode()
    make_alert(uzbekistan, title="storm")
    deliver_once()

    assert "storm" in mailbox.last(DESK).subject
    assert mailbox.count(to="gsoc@example.org") == 1
    assert Subscription.objects.count() == 2
    deeds = AuditEvent.objects.filter(object_type="alerts.sharedmailbox")
    assert sorted(deeds.values_list("deed", flat=True)) == [
        "add_mailbox", "add_mailbox", "confirm_mailbox",
    ]  # fmt: skip


@pytest.mark.behavior("A9")
@pytest.mark.parametrize(
    ("ceiling", "alert_tlp", "told"),
    [
        ("clear", Tlp.GREEN, False),
        ("green", Tlp.GREEN, True),
        ("green", Tlp.AMBER, False),
        ("amber", Tlp.AMBER, True),
    ],
)
def test_mailbox_gets_nothing_above_its_tlp(
    client, contact, page, kazakhstan, mailbox, ceiling, alert_tlp, told
):
    client.post(page, typed(contact, kazakhstan, tlp=ceiling))
    confirm(client)

    make_alert(kazakhstan, tlp=alert_tlp, council=contact.membership.council)
    deliver_once()

    assert mailbox.count(to=DESK) == (2 if told else 1)


@pytest.mark.behavior("A9")
def test_mailbox_gets_no_amber_text_of_another_council(client, contact, page, kazakhstan, mailbox):
    client.post(page, typed(contact, kazakhstan, tlp="amber"))
    confirm(client)

    make_alert(kazakhstan, tlp=Tlp.AMBER, council=make_council("Another council"))
    deliver_once()

    assert mailbox.count(to=DESK) == 1


@pytest.mark.behavior("A5")
@pytest.mark.parametrize("way", ["left", "closed"])
def test_suspended_membership_ends_all_and_a_gone_colleague_what_is_restricted(
    client, contact, page, kazakhstan, mailbox, way
):
    council = contact.membership.council
    colleague = make_member(membership=contact.membership, user=make_user("colleague"))
    client.post(page, typed(contact, kazakhstan, tlp="amber", answered_by=colleague.pk))
    confirm(client)
    colleague.left_at = timezone.now() if way == "left" else None
    colleague.save()
    User.objects.filter(pk=colleague.user_id).update(is_active=way == "left")
    make_alert(kazakhstan, tlp=Tlp.AMBER, council=council)
    make_alert(kazakhstan, title="public")
    deliver_once()
    assert mailbox.count(to=DESK) == 2
    assert "public" in mailbox.last(DESK).subject
    assert way == "closed" or "colleague has left" in client.get(page).content.decode()

    suspend_membership(contact.membership, by=None)
    make_alert(kazakhstan)
    deliver_once()

    assert mailbox.count(to=DESK) == 2


def test_contact_ends_a_mailbox(client, contact, page, kazakhstan, mailbox):
    client.post(page, typed(contact, kazakhstan))
    confirm(client)
    row = SharedMailbox.objects.get()

    client.post(f"{page}{row.pk}/end/")
    make_alert(kazakhstan)
    deliver_once()

    assert not Subscription.objects.active().exists()
    assert mailbox.count(to=DESK) == 1
    assert "Ended" in client.get(page).content.decode()
    assert client.post(f"{page}{row.pk}/end/").status_code == 404


def test_mail_brought_back_by_its_link_still_ends_with_the_mailbox(
    client, contact, page, kazakhstan, mailbox, settings
):
    client.post(page, typed(contact, kazakhstan))
    confirm(client)
    make_alert(kazakhstan)
    deliver_once()
    stop = mailbox.last(DESK)["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    client.post(stop)
    client.post(stop, {"undo": "1"})
    row = SharedMailbox.objects.get()
    assert Subscription.objects.active().get().mailbox == row

    client.post(f"{page}{row.pk}/end/")

    assert not Subscription.objects.active().exists()


def test_nobody_but_the_contact_reaches_the_page(client, contact, page, kazakhstan):
    client.post(page, typed(contact, kazakhstan))
    row = SharedMailbox.objects.get()
    colleague = make_member(membership=contact.membership, user=make_user("colleague"))
    for person in (colleague.user, make_user("stranger")):
        client.force_login(person)
        own = f"/account/membership/{colleague.pk}/mailboxes/"
        assert [client.get(path).status_code for path in (page, own)] == [404, 404]
        assert client.post(f"{page}{row.pk}/end/").status_code == 404
        assert client.post(page, typed(contact, kazakhstan)).status_code == 404
    row.refresh_from_db()
    assert row.ended_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"addresses": ""},
        {"addresses": "nonsense"},
        {"addresses": "\n".join(f"a{n}@example.org" for n in range(11))},
        {"countries": ["999999999999999999999999999999"]},
        {"countries": []},
        {"tlp": "red"},
        {"answered_by": "1" * 30},
        {"frequency": "never"},
    ],
)
def test_bad_form_is_explained_and_keeps_what_was_typed(client, contact, page, kazakhstan, wrong):
    answer = client.post(page, typed(contact, kazakhstan) | wrong)

    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()
    assert not SharedMailbox.objects.exists()


def test_member_of_another_organization_cannot_answer_for_it(client, contact, page, kazakhstan):
    other = make_member(contact.membership.council, make_user("x"), organization="Other")

    client.post(page, typed(contact, kazakhstan, answered_by=other.pk))

    assert not SharedMailbox.objects.exists()


def test_membership_staff_see_and_end_those_of_their_councils(client, contact, page, kazakhstan):
    client.post(page, typed(contact, kazakhstan))
    row = SharedMailbox.objects.get()
    listing = "/admin/alerts/sharedmailbox/"
    ending = {"action": "end", "_selected_action": [row.pk]}
    elsewhere = make_staff("elsewhere")
    council = make_council("Another council")
    make_assignment(elsewhere, Role.MEMBERSHIP_OFFICER, council=council)
    client.force_login(elsewhere)
    assert DESK not in client.get(listing).content.decode()
    client.post(listing, ending)
    row.refresh_from_db()
    assert row.ended_at is None

    officer = make_staff("officer")
    make_assignment(officer, Role.MEMBERSHIP_OFFICER, council=contact.membership.council)
    client.force_login(officer)
    assert DESK in client.get(listing).content.decode()
    assert client.get(f"{listing}{row.pk}/change/").status_code == 200
    client.post(listing, ending)
    row.refresh_from_db()
    assert row.ended_at


def test_p9_half_done_entry_leaves_nothing(contact, kazakhstan):
    from alerts.actions import add_mailboxes

    choice = {"lowest_grade": 1, "new_reports": True, "frequency": "at_once", "tlp": "clear"}

    def deed():
        cache.clear()
        add_mailboxes(
            contact.membership, [DESK], by=contact.user, countries=[kazakhstan],
            answered_by=contact, **choice,
        )  # fmt: skip

    def state():
        return [SharedMailbox.objects.count(), Letter.objects.count(), AuditEvent.objects.count()]

    assert fail_at_every_write(deed, state) >= 5
