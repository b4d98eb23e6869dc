"""What an edition still needs before it may be published, and what would do it good."""

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import AuditEvent

from . import checks


def checklist(edition):
    """Every line says what holds when it is done, or what to do while it is not."""
    found = [check(edition) for check in checks.ALL]
    return [*found, second_person(edition)] if needs_second_person(edition) else found


def second_person(edition):
    done = approved_by_another(edition)
    words = (
        _("A second person has approved it") if done else _("A second person has to approve it.")
    )
    return checks.Check(done, words)


def obstacles(edition, kind, by):
    """Why `by` may not publish this as `kind`: sentences, none if nothing stands against it."""
    reasons = [check.words for check in checklist(edition) if check.needed and not check.done]
    if not edition.year:
        reasons.append(_("It has no year. Say which year it is about."))
    if lacks_country(edition):
        reasons.append(_("It has no country. Say which place it is about."))
    if kind not in ("minor", "major"):
        reasons.append(_("Choose whether this is a minor or a major edition."))
    if kind == "minor" and is_first(edition):
        reasons.append(_("The first edition of a report is a major one."))
    if kind == "major" and not edition.change_note.strip():
        reasons.append(_("Write what changed: a major edition needs it."))
    if needs_second_person(edition) and not approved_by_another(edition) and wrote(edition, by):
        reasons.append(_("Somebody who did not write this edition has to approve it."))
    return reasons


def lacks_country(edition):
    """An imported report whose country nobody knew; others without one are about a topic."""
    report = edition.report
    return bool(edition.source_digest and not report.home and not report.on_topic)


def is_first(edition):
    """True if no other edition of this report was ever published."""
    others = edition.report.editions.exclude(pk=edition.pk)
    return not others.filter(published_at__isnull=False).exists()


def needs_second_person(edition):
    country = edition.report.home
    return bool(country and country.second_person)


def approved_by_another(edition):
    """An author may have approved it before its place asked for a second person."""
    author = edition.approved_by
    return bool(edition.approved_at and not (author and wrote(edition, author)))


WRITING = [
    "start_edition", "import_edition", "save_edition", "save_section", "add_section",
    "move_section", "attach_files", "detach_file",
]  # fmt: skip


def approvable(editions, person):
    """Of these editions, those that this person may approve: where asked for, none of their own."""
    deeds = AuditEvent.objects.filter(object_type="advisories.edition", object_id=OuterRef("pk"))
    mine = Exists(deeds.filter(actor_id=person.pk, deed__in=WRITING))
    strict = Q(report__country__second_person=True) | Q(report__post__country__second_person=True)
    return editions.exclude(strict & mine)


def wrote(edition, person):
    """True if this person started the draft or changed anything in it."""
    deeds = AuditEvent.objects.filter(object_type="advisories.edition", object_id=edition.pk)
    return deeds.filter(actor_id=person.pk, deed__in=WRITING).exists()
