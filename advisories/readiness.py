"""What an edition still needs before it may be published, and what would do it good."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.models import AuditEvent

from .cleaning import plain_text
from .models import Contact


@dataclass(frozen=True)
class Check:
    done: bool
    words: str
    mend: str = ""  # where on the form it is seen to
    needed: bool = False  # publishing waits for it


def checklist(edition):
    """Every line says what holds when it is done, or what to do while it is not."""
    return [
        has_text(edition),
        rated_sections_have_text(edition),
        import_is_settled(edition),
        has_change_note(edition),
        has_review_date(edition),
        contacts_are_confirmed(edition),
    ]


def obstacles(edition, kind, by):
    """Why `by` may not publish this as `kind`: sentences, none if nothing stands against it."""
    reasons = [check.words for check in checklist(edition) if check.needed and not check.done]
    if not edition.year:
        reasons.append(_("It has no year. Start an edition of the right year from this draft."))
    if kind not in ("minor", "major"):
        reasons.append(_("Choose whether this is a minor or a major edition."))
    if kind == "minor" and is_first(edition):
        reasons.append(_("The first edition of a report is a major one."))
    if kind == "major" and not edition.change_note.strip():
        reasons.append(_("Write what changed: a major edition needs it."))
    if needs_second_person(edition) and wrote(edition, by):
        reasons.append(_("Somebody who did not write this edition has to publish it."))
    return reasons


def is_first(edition):
    """True if no other edition of this report was ever published."""
    others = edition.report.editions.exclude(pk=edition.pk)
    return not others.filter(published_at__isnull=False).exists()


def needs_second_person(edition):
    country = edition.report.home
    return bool(country and country.second_person)


def wrote(edition, person):
    """True if this person started the draft or saved a word of it."""
    deeds = AuditEvent.objects.filter(object_type="advisories.edition", object_id=edition.pk)
    return deeds.filter(
        actor_id=person.pk, deed__in=["start_edition", "save_edition", "import_edition"]
    ).exists()


def has_text(edition):
    done = any(plain_text(section.body) for section in edition.sections.all())
    words = _("The report has text") if done else _("Write the text of at least one section.")
    return Check(done, words, "sections", needed=True)


def rated_sections_have_text(edition):
    for section in edition.sections.all():
        if section.rating and not plain_text(section.body) and not has_children(section):
            words = _("%(heading)s has a rating and no text.") % {"heading": section.heading}
            return Check(False, words, f"section-{section.pk}")
    return Check(True, _("Every rated section has text"))


def has_children(section):
    below = section.edition.sections.filter(position__gt=section.position).first()
    return bool(below and below.depth > section.depth)


def import_is_settled(edition):
    count = len(edition.problems)
    if not count:
        return Check(True, _("Nothing is left of the import to see to"), needed=True)
    words = ngettext(
        "See to %(count)d problem that the import found.",
        "See to %(count)d problems that the import found.",
        count,
    ) % {"count": count}
    return Check(False, words, "problems", needed=True)


def has_change_note(edition):
    done = bool(edition.change_note.strip())
    words = _("Note on what changed") if done else _("Write what changed, for a major edition.")
    return Check(done, words, "id_change_note")


def has_review_date(edition):
    done = bool(edition.next_review_on)
    words = _("Date of the next review") if done else _("Say when it is to be reviewed next.")
    return Check(done, words, "id_next_review_on")


def contacts_are_confirmed(edition):
    contacts = Contact.objects.of_report(edition.report)
    count = contacts.proposed().count()
    if count:
        words = ngettext(
            "%(count)d contact number is not confirmed: readers will not see it.",
            "%(count)d contact numbers are not confirmed: readers will not see them.",
            count,
        ) % {"count": count}
        return Check(False, words, "contacts")
    done = contacts.confirmed().exists()
    words = _("Contact numbers confirmed") if done else _("There is no confirmed number to call.")
    return Check(done, words, "contacts")
