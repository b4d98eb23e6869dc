"""A new edition of a report, and a change of level."""

from django.db.models import Q
from django.utils.translation import gettext as _

from advisories.comparison import compare
from advisories.feeds import what_changed
from advisories.models import Rating
from advisories.quoted import readable_beside
from advisories.templatetags.advisories import dated_title
from advisories.times import moment_in_words
from alerts.models import Grade
from web.models import SiteSettings

from .changes import is_raised
from .mails import Block, Mail, subject
from .parts import address_of, label_of, level_in_words, level_of, plain, preview_of, restricted


def of_edition(edition):
    title, place = dated_title(edition), edition.report.place
    before = edition_known_before(edition)
    words = _("New edition: %s") % (title if names(title, place) else f"{place.name}, {title}")
    blocks = [
        (_("What changed"), edition.change_note),
        (_("Compared with the edition before"), summary_of_changes(before, edition)),
        (_("In short"), edition.summary),
    ]
    level = level_of(edition.report.country)
    return Mail(
        subject=subject(words, label=label_of(edition)),
        preview=preview_of(edition.change_note or edition.summary),
        tag=_("New edition"),
        title=title,
        facts=[*restricted(edition), *([level] if level else [])],
        blocks=[Block(heading, plain(text)) for heading, text in blocks if text.strip()],
        link_words=_("Read the report"),
        link=address_of(edition),
    )


def edition_known_before(edition):
    """The newest earlier one that every reader of this one may read, too."""
    older = Q(year__lt=edition.year) | Q(year=edition.year, revision__lt=edition.revision)
    earlier = readable_beside(edition).filter(older, report=edition.report)
    return earlier.newest_first().first()


def summary_of_changes(before, edition):
    """New ratings with the old ones, then the sections that changed, came and went."""
    if before is None:
        return ""
    site = SiteSettings.load()
    ratings = [
        _("* %(section)s: %(now)s, before %(before)s")
        % {
            "section": change.section.heading,
            "now": rating_in_words(change.after, site),
            "before": rating_in_words(change.before, site),
        }
        for change in compare(before, edition).rerated
    ]
    lines = [f"* {line}" for line in what_changed(before, edition).splitlines()]
    return "\n".join(ratings + lines)


def rating_in_words(section, site):
    if section.rating:
        return site.rating_name(Rating(section.rating).number)
    return section.rating_words or _("not rated")


def names(title, place):
    return place is None or place.name.casefold() in title.casefold()


def of_level_change(change):
    place, raised = change.area or change.country, is_raised(change)
    level = level_in_words(change.level)
    grade = Grade.WARNING if raised else Grade.NOTICE
    before = change.before
    facts = [_("In force from %s") % moment_in_words(change.in_force_from, place)]
    if before:
        facts.append(_("Before: %s") % level_in_words(before.level))
    risks = [str(indicator) for indicator in change.indicators.all()]
    if risks:
        facts.append(_("Because of: %s") % ", ".join(risks))
    what = {
        True: _("raised to %s"),
        False: _("now at %s"),
    }[raised] % level
    return Mail(
        subject=subject(f"{grade.label}: {place.name}", what),
        preview=preview_of(change.reason),
        tag=_("%(grade)s: %(advice)s") % {"grade": grade.label, "advice": grade.advice},
        sign=grade.sign,
        tone="warning" if raised else "notice",
        title=_("%(place)s: %(what)s") % {"place": place.name, "what": what},
        facts=facts,
        blocks=[Block(_("Why"), change.reason)],
        link_words=_("Read the advice"),
        link=address_of(change.country),
    )
