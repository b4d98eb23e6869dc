"""Following a place without signing in: ask, get a link by email, say yes once."""

import math
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from accounts import audit
from accounts.actions import confirm_email, forget_unproven_password, person_at
from alerts.feedback.suppressing import hashes
from alerts.following.asking import mail_of_request, send_link, why_asked
from alerts.models import ConfirmToken, LinkToken, SubscriptionRequest, Suppression
from alerts.wording.why import asked_in_words, place_in_words
from web.ratelimit import LimitedError, take

from .choices import follow

AGAIN_AFTER = timedelta(minutes=10)
MAILS_TO_ADDRESS = (3, 24 * 3600)


def ask_to_follow(email, place, *, again=False, **choice):
    """Note what an address would follow, and mail it a link. Known or not, all goes alike.

    The same again within ten minutes changes the choice and sends no second mail; `again`
    says that somebody waits for one, and is told when to come back.
    """
    known = SubscriptionRequest.objects.filter(
        user__email=email, place=place, section_key=choice.get("section_key", "")
    ).first()
    wait = seconds_left(known)
    if again and wait:
        raise LimitedError(wait)
    if not wait:
        take(f"subscribe:to:{email}", *MAILS_TO_ADDRESS)
    return note_request(email, place, **choice)


def seconds_left(request):
    """Until the link of this request may be sent once more."""
    if request is None or request.mailed_at is None:
        return 0
    left = request.mailed_at + AGAIN_AFTER - timezone.now()
    return max(0, math.ceil(left.total_seconds()))


@transaction.atomic
def note_request(email, place, *, section_key="", **choice):
    user = person_at(email)
    values = {**choice, "asked_at": timezone.now(), "confirmed_at": None}
    request = the_request(user, place, section_key)
    for name, value in values.items():
        setattr(request, name, value)
    if not seconds_left(request):
        request.mailed_at = timezone.now()
        mail_link(request)
    request.save()
    return request


def the_request(user, place, section_key):
    """Its row, locked: two equal forms at once make one row and one mail."""
    rows = SubscriptionRequest.objects.select_for_update()
    where = {"user": user, "place": place, "section_key": section_key}
    try:
        with transaction.atomic():
            SubscriptionRequest.objects.get_or_create(**where)
    except IntegrityError:
        pass
    return rows.get(**where)


def mail_link(request):
    with translation.override(request.user.language or translation.get_language()):
        mail = mail_of_request(request, place_in_words(request), asked_in_words(request))
        send_link(request.user, mail, why_asked(), request=request)


@transaction.atomic
def confirm_request(request):
    """The owner of the address says yes; the subscription, or None if that was done before."""
    request = SubscriptionRequest.objects.select_for_update().get(pk=request.pk)
    if request.confirmed_at:
        return None
    user = request.user
    prove(user, request.time_zone)
    subscription = follow(
        user,
        request.where,
        section_key=request.section_key,
        lowest_grade=request.lowest_grade,
        new_reports=request.new_reports,
        frequency=request.frequency,
    )
    request.confirmed_at = timezone.now()
    request.save(update_fields=["confirmed_at"])
    audit.record("confirm_subscription", subscription, by=user)
    return subscription


def prove(user, time_zone=""):
    """By a link in a mail: the address is theirs, and whoever set a password before is not."""
    if time_zone and not user.email_confirmed_at:
        user.time_zone = time_zone
        user.save(update_fields=["time_zone"])
    forget_unproven_password(user)
    confirm_email(user, by=user)
    lift_suppression(user)


def lift_suppression(user):
    """Mail has just reached them, and they asked for more of it."""
    for row in Suppression.objects.active().filter(address_hash__in=hashes(user.email)):
        row.lifted_at = timezone.now()
        row.save(update_fields=["lifted_at"])
        audit.record("lift_suppression", row, by=user)


def choices_token(subscription):
    """A link to one's choices, like the one in list mail."""
    token, digest = LinkToken.fresh()
    LinkToken.objects.create(digest=digest, user=subscription.user, subscription=subscription)
    return token


def purpose_of(token):
    """The row of a link to confirm; None for a wrong one, or for a place that is gone."""
    rows = ConfirmToken.objects.matching(token).select_related("request__user", "mailbox__user")
    row = rows.first()
    return row if row and (row.mailbox or row.request.has_place) else None
