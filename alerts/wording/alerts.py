"""An alert, or an update to one."""

from django.utils.translation import gettext as _

from advisories.dialing import from_abroad
from advisories.models import ContactRole
from advisories.times import day_in_words, moment_in_words
from alerts.models import Grade

from .mails import Block, Call, Mail, subject
from .parts import (
    confirmed_contacts,
    label_of,
    level_of,
    page_of,
    preview_of,
    restricted,
    with_international,
)

TONES = {Grade.NOTICE: "notice", Grade.WARNING: "warning", Grade.EMERGENCY: "emergency"}
CALLED = [
    ContactRole.POLICE,
    ContactRole.AMBULANCE,
    ContactRole.GENERAL,
    ContactRole.DUTY_OFFICER,
    ContactRole.AFTER_HOURS,
    ContactRole.CLINIC,
]
CALLS = 5


def of_alert(alert):
    grade, places = Grade(alert.grade), list(alert.places.all())
    contacts = confirmed_contacts(places)
    return Mail(
        subject=subject_of(alert, alert.place_names),
        preview=preview_of(alert.what_to_do),
        tag=drilled(
            alert, _("%(grade)s: %(advice)s") % {"grade": named(alert), "advice": grade.advice}
        ),
        sign=grade.sign,
        tone=TONES[grade],
        title=drilled(alert, alert.headline),
        facts=[*restricted(alert), *facts_of(alert, places)],
        blocks=[*exercise_block(alert), *blocks_of(alert, contacts)],
        calls=calls(contacts),
        numbers=contacts,
        link_words=_("Read the full alert"),
        link=page_of(alert),
    )


def of_retraction(alert):
    """That it was a mistake comes first; what it said is named, not repeated."""
    place = next((row.place for row in alert.places.all()), None)
    said = _("On %(moment)s we sent you “%(headline)s”. That was a mistake.") % {
        "moment": moment_in_words(alert.published_at, place),
        "headline": alert.headline,
    }
    return Mail(
        subject=subject(
            drilled(alert, _("Sent by mistake: %s") % alert.place_names),
            alert.retraction_title,
            label_of(alert),
        ),
        preview=preview_of(alert.ended_because),
        tag=drilled(alert, _("Sent by mistake")),
        title=drilled(alert, f"{alert.place_names}: {alert.retraction_title}"),
        facts=[
            *restricted(alert),
            _("Called back %s") % moment_in_words(alert.retracted_at, place),
        ],
        blocks=[
            Block(_("What holds now"), alert.ended_because, "do"),
            Block(_("What we sent"), said),
        ],
        link_words=_("Read what we called back"),
        link=page_of(alert),
    )


def drilled(alert, words):
    """An exercise says so before everything else."""
    return _("EXERCISE: %s") % words if alert.exercise else words


def exercise_block(alert):
    if not alert.exercise:
        return []
    words = _("Nothing of this has happened. Act as you would, and call nobody outside.")
    return [Block(_("This is an exercise"), words)]


def subject_of(alert, places):
    """Grade, place, what; an exercise says so first."""
    return subject(drilled(alert, f"{named(alert)}: {places}"), alert.title, label_of(alert))


def named(alert):
    """The grade, which an emergency's mail must begin with."""
    label = Grade(alert.grade).label
    return _("%(grade)s, update") % {"grade": label} if alert.refers_to_id else label


def facts_of(alert, places):
    place = places[0].place if places else None
    issued = _("Issued %s") % moment_in_words(alert.published_at, place)
    ends = [_("In force until %s") % day_in_words(alert.ends_on)] if alert.ends_on else []
    countries = list(dict.fromkeys(row.in_country for row in places))
    return [issued, *ends, *filter(None, map(level_of, countries[:3]))]


def blocks_of(alert, contacts):
    texts = [
        (_("What to do"), alert.what_to_do, "do"),
        (_("What happened"), alert.what_happened, ""),
        (_("Where and when"), alert.where_and_when, ""),
        (_("If it happened to you"), alert.if_affected, ""),
    ]
    return [
        Block(heading, with_international(text, contacts), tone)
        for heading, text, tone in texts
        if text.strip()
    ]


def calls(contacts):
    chosen = [contact for contact in contacts if contact.role in CALLED][:CALLS]
    return [Call(contact.label, shown(contact), contact.tel) for contact in chosen]


def shown(contact):
    return from_abroad(contact.e164) if contact.e164 else contact.number
