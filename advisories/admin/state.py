"""Where an edition stands, in words: for the bar, the note under it, and the lists."""

from django.utils.translation import gettext as _

from ..times import moment_in_words


def words(edition):
    if edition.withdrawn_at:
        return _("Withdrawn")
    if edition.is_scheduled:
        return _("Scheduled")
    return _("Published") if edition.published_at else _("Draft")


def steps(edition):
    """The states that this edition goes through: (words, "past" | "now" | "")."""
    names = [_("Draft"), _("Published")]
    if edition.is_scheduled:
        names.insert(1, _("Scheduled"))
    if edition.withdrawn_at:
        names.append(_("Withdrawn"))
    now = names.index(words(edition))
    return [
        (name, "past" if place < now else "now" if place == now else "")
        for place, name in enumerate(names)
    ]


def happened(edition):
    """The first words of the note: what is the case, since when, by whom."""
    place = edition.report.place
    if edition.withdrawn_at:
        return _("Withdrawn on %(moment)s.") % {
            "moment": moment_in_words(edition.withdrawn_at, place)
        }
    if edition.is_scheduled:
        return _("Will be published on %(moment)s.") % {
            "moment": moment_in_words(edition.published_at, place)
        }
    moment = edition.published_at or edition.started_at
    person = edition.published_by if edition.published_at else edition.started_by
    said = _("Published on %(moment)s") if edition.published_at else _("Started on %(moment)s")
    said %= {"moment": moment_in_words(moment, place)}
    return _("%(said)s by %(person)s.") % {"said": said, "person": person} if person else f"{said}."


def seen(edition, current):
    """What readers see at this moment: `current` is the newest live edition, or None."""
    if current is None:
        return _("Readers see no edition of this report.")
    if current == edition:
        return _("This is what readers see; it does not change any more.")
    return _("Readers see the edition of %(year)s, version %(revision)s.") % {
        "year": current.year,
        "revision": current.revision,
    }
