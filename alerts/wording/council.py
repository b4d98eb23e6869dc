"""What a council tells its members, and its answer to who asked to join."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from advisories.times import day_at, day_in_words, moment_in_words
from council.models import ApplicationState

from .mails import Block, Mail, subject
from .parts import address_of, label_of, preview_of, restricted


def of_meeting(meeting):
    return meeting_mail(meeting, _("Meeting"), link_words=_("Say whether you come"))


def of_changed_meeting(meeting):
    return meeting_mail(meeting, _("Meeting changed"), link_words=_("See the meeting"))


def of_cancelled_meeting(meeting):
    mail = meeting_mail(meeting, _("Meeting cancelled"), link_words=_("See the meeting"))
    mail.blocks, mail.tone = [], "warning"
    return mail


def meeting_mail(meeting, tag, *, link_words):
    council, when = meeting.council, moment_in_words(meeting.starts_at, place_of(meeting))
    day = day_in_words(day_at(meeting.starts_at, place_of(meeting)))
    facts = [_("When: %s") % when]
    if meeting.place:
        facts.append(_("Where: %s") % meeting.place)
    if meeting.reply_by and not meeting.cancelled_at:
        facts.append(_("Reply by %s") % day_in_words(meeting.reply_by))
    agenda = "\n".join(f"* {item.title}" for item in meeting.agenda.all())
    return Mail(
        subject=subject(f"{tag}: {council.name}", day, label_of(meeting)),
        preview=preview_of(f"{when}. {meeting.title}"),
        tag=tag,
        title=f"{council.name}: {meeting.title}",
        facts=[*restricted(meeting), *facts],
        blocks=[Block(_("Agenda"), agenda)] if agenda else [],
        link_words=link_words,
        link=address_of(meeting),
    )


def place_of(meeting):
    return meeting.council.post or meeting.council.country


def of_minutes(minutes):
    meeting = minutes.meeting
    day = day_in_words(day_at(meeting.starts_at, place_of(meeting)))
    open_actions = meeting.actions.filter(done_at=None)
    actions = "\n".join(f"* {action_in_words(action)}" for action in open_actions)
    return Mail(
        subject=subject(_("Minutes: %s") % meeting.council.name, day, label_of(minutes)),
        preview=preview_of(actions or meeting.title),
        tag=_("Minutes"),
        title=f"{meeting.council.name}: {meeting.title}",
        facts=[*restricted(minutes), _("Meeting of %s") % day],
        blocks=[Block(_("What was asked of whom"), actions)] if actions else [],
        link_words=_("Read the minutes"),
        link=address_of(meeting),
    )


def action_in_words(action):
    due = _("by %s") % day_in_words(action.due_on) if action.due_on else ""
    return ", ".join(filter(None, [action.title, action.who, due]))


def of_application(application):
    approved = application.state == ApplicationState.APPROVED
    council = application.council
    tag = _("You are in") if approved else _("Application declined")
    said = (
        _("%(organization)s is now a member of %(council)s, and you are its contact.")
        if approved
        else _("%(council)s decided not to take in %(organization)s.")
    ) % {"organization": application.organization_name, "council": council.name}
    path = council.get_absolute_url() if approved else reverse("account")
    return Mail(
        subject=subject(f"{tag}: {council.name}"),
        preview=preview_of(said),
        tag=tag,
        title=council.name,
        blocks=[Block(_("What was decided"), f"{said}\n\n{application.answer}".strip())],
        link_words=_("Open the council’s pages") if approved else _("Open your account"),
        link=settings.SITE_URL + path,
        listed=False,
    )
