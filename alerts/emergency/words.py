"""The words of an alert as a sender types them in a crisis, and the alert they make."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from advisories.times import today_at
from alerts.audience.ground import ground_of
from alerts.audience.groups import of_event, of_exercise
from alerts.models import Alert, AlertTemplate, Grade
from alerts.models.templates import filled
from alerts.wording.alerts import subject_of
from alerts.wording.corrections import until_in_words

SHORT = 70
DAYS = {"0": 0, "1": 1, "3": 3, "7": 7}


@dataclass(frozen=True)
class EmergencyDraft:
    """Who, what, where, what to do, until when; from a template or from nothing."""

    place: object
    template: AlertTemplate | None
    who: str
    what: str
    where: str
    do: str
    until: str  # a number of days from today, or "open"
    exercise: bool = False

    @property
    def grade(self):
        return Grade(self.template.grade) if self.template else Grade.EMERGENCY

    @property
    def starts_on(self):
        return today_at(self.place)

    @property
    def ends_on(self) -> date | None:
        days = DAYS.get(self.until)
        return None if days is None else self.starts_on + timedelta(days=days)

    @property
    def words(self):
        """The columns of an Alert."""
        where_and_when = _("Who: %(who)s\nWhere: %(where)s\nUntil: %(until)s") % {
            "who": self.who,
            "where": self.where,
            "until": until_in_words(self.ends_on),
        }
        return {
            "grade": self.grade,
            "title": self.title,
            "what_to_do": self.fill(self.do),
            "what_happened": self.fill(self.what),
            "where_and_when": self.fill(where_and_when),
            "if_affected": self.fill(self.template.if_affected) if self.template else "",
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "template": self.template,
            "exercise": self.exercise,
        }

    @property
    def title(self):
        """The template's, or the beginning of what happened."""
        if self.template:
            return self.fill(self.template.title)[:120]
        line = self.what.strip().splitlines()[0]
        first = line.lstrip(" .…").partition(". ")[0].rstrip(".") or line
        return first if len(first) <= SHORT else first[: SHORT - 1].rstrip() + "…"

    @property
    def subject(self):
        """As it will stand in an inbox."""
        alert = Alert(grade=self.grade, title=self.title, exercise=self.exercise)
        return subject_of(alert, self.place.name)

    def fill(self, text):
        return filled(text, place=self.place.name, until=until_in_words(self.ends_on))

    def audience(self):
        """The groups that the alert would reach, by the query that fans it out."""
        ground = ground_of([self.place])
        if self.exercise:
            return of_exercise(ground)
        return of_event(ground, self.grade, (self.starts_on, self.ends_on))


def first_words(template, place):
    """What the fields hold before anybody typed: the template's words for that place."""
    values = {"place": place.name}
    return {
        "who": _("Everybody in %s") % place.name,
        "where": place.name,
        "what": filled(template.what_happened, **values) if template else "",
        "do": filled(template.what_to_do, **values) if template else "",
        "until": "1",
    }
