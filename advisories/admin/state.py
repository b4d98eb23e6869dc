"""Where an edition stands, in words: for the bar, the note under it, the foot, and the lists."""

from django.utils.translation import gettext as _

from ..models import State
from ..readiness import needs_second_person, wrote
from ..times import moment_in_words

WAY = [State.DRAFT, State.REVIEW, State.APPROVED, State.PUBLISHED]


def words(edition):
    return str(edition.state.label)


def steps(edition):
    """The states that this edition goes through: (words, "past" | "now" | "")."""
    way = [*WAY]
    if edition.state == State.SCHEDULED:
        way.insert(3, State.SCHEDULED)
    if edition.state == State.WITHDRAWN:
        way.append(State.WITHDRAWN)
    now = way.index(edition.state)
    return [
        (
            str(state.label),
            "now" if place == now else "past" * (place < now and passed(edition, state)),
        )
        for place, state in enumerate(way)
    ]


def passed(edition, state):
    """A small desk publishes without a review, and the bar claims none."""
    times = {State.REVIEW: edition.submitted_at, State.APPROVED: edition.approved_at}
    return bool(times.get(state, True))


def happened(edition):
    """The first words of the note: what is the case, since when, by whom."""
    said, moment, person = last_step(edition)
    said %= {"moment": moment_in_words(moment, edition.report.place)}
    return _("%(said)s by %(person)s.") % {"said": said, "person": person} if person else f"{said}."


def last_step(edition):
    """(words with a place for the moment, the moment, the person)."""
    state = edition.state
    if state == State.WITHDRAWN:
        return _("Withdrawn on %(moment)s"), edition.withdrawn_at, None
    if state == State.SCHEDULED:
        return _("Will be published on %(moment)s"), edition.published_at, None
    if state == State.PUBLISHED:
        return _("Published on %(moment)s"), edition.published_at, edition.published_by
    if state == State.APPROVED:
        return _("Approved on %(moment)s"), edition.approved_at, edition.approved_by
    if state == State.REVIEW:
        return _("In review since %(moment)s, sent"), edition.submitted_at, edition.submitted_by
    if edition.taken_back_at:
        return _("Taken back from its schedule on %(moment)s"), edition.taken_back_at, None
    if edition.returned_at:
        return _("Changes asked for on %(moment)s"), edition.returned_at, edition.returned_by
    return _("Started on %(moment)s"), edition.started_at, edition.started_by


def saving(edition, second_person):
    """What saving does to the standing of a draft."""
    if edition.state == State.REVIEW:
        return _("Saving keeps it in review.")
    if edition.state != State.APPROVED:
        return ""
    if second_person:
        return _("Any change sends it back to review.")
    return _("A change by anybody but the approver sends it back to review.")


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


def next_step(edition, person, *, may_publish):
    """The one step that this person may take now: "submit", "approve", "publish" or none."""
    second_person = needs_second_person(edition)
    if edition.state == State.DRAFT:
        return "publish" if may_publish and not second_person else "submit"
    if edition.state == State.REVIEW and may_publish:
        return "" if second_person and wrote(edition, person) else "approve"
    return "publish" if edition.state == State.APPROVED and may_publish else ""


def waits_for(edition, person, *, may_publish):
    """Who is to take the next step, where it is not the person who looks."""
    if edition.state == State.REVIEW:
        if may_publish and needs_second_person(edition):
            return _("You wrote in it, so somebody else has to approve it.")
        return _("It waits for a publisher to approve it.")
    return _("It waits for a publisher.") if edition.state == State.APPROVED else ""
