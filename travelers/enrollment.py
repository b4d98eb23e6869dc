"""A trip on its way through the pages of the form.

Nothing is kept on the server before the last page: each page carries what was typed on the
others in hidden fields, and everything is checked again when the trip is enrolled.
"""

import datetime
import hashlib
import uuid
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from advisories.models import Country, Post
from advisories.times import today_at

MOST_STOPS = 20
FURTHEST = datetime.timedelta(days=731)
DETAILS = ("traveler_name", "phone", "lodging", "companions", "contact_name", "contact_phone")


@dataclass(frozen=True)
class DraftStop:
    """One place as typed: its code ("post:almaty"), a town in it, first and last day."""

    place: str
    town: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    residence: bool = False

    @classmethod
    def from_field(cls, text):
        """Read a hidden field back; None if somebody wrote nonsense into it."""
        parts = text.split("|", 4)
        if len(parts) != 5:
            return None
        place, starts_on, ends_on, residence, town = parts
        try:
            return cls(place[:170], town[:120], day(starts_on), day(ends_on), residence == "1")
        except ValueError:
            return None

    def as_field(self):
        days = [moment.isoformat() if moment else "" for moment in (self.starts_on, self.ends_on)]
        return "|".join([self.place, *days, "1" if self.residence else "", self.town])

    @property
    def where(self):
        return find_place(self.place)

    @property
    def complete(self):
        return bool(self.where and self.starts_on and (self.ends_on or self.residence))

    def problems(self, previous=None, *, is_last=True):
        """What is wrong with its days, as (field, message) pairs; empty when all is well.

        Whoever changes a trip on the way has been to its first places already.
        """
        today = today_at(self.where)
        if not self.starts_on:
            return [("starts_on", _("Enter the day you arrive"))]
        if not self.ends_on and not self.residence:
            return [("ends_on", _("Enter the day you leave, or tick that you live there"))]
        if self.ends_on and self.ends_on < self.starts_on:
            return [("ends_on", _("The day you leave must be on or after the day you arrive"))]
        if is_last and self.ends_on and self.ends_on < today:
            return [("ends_on", _("This stay is already over"))]
        if max(self.starts_on, self.ends_on or self.starts_on) > today + FURTHEST:
            return [("starts_on", _("Enter days at most two years ahead"))]
        if previous and previous.starts_on and self.starts_on < previous.starts_on:
            return [("starts_on", _("You arrive here before you arrive at the place before it"))]
        return []


def form_id(data):
    """The form's own number, or a fresh one where none came or somebody changed it."""
    try:
        return str(uuid.UUID(data.get("form_id", "")))
    except ValueError:
        return str(uuid.uuid4())


def day(text):
    return datetime.date.fromisoformat(text) if text else None


def find_place(code):
    """The Country or listed Post that a place code names, or None."""
    kind, _colon, slug = code.partition(":")
    if kind == "country":
        return Country.objects.filter(slug=slug).first()
    if kind == "post":
        return Post.objects.listed().select_related("country").filter(slug=slug).first()
    return None


@dataclass(frozen=True)
class DraftTrip:
    """The whole trip as typed so far."""

    stops: tuple[DraftStop, ...] = ()
    details: dict[str, str] = field(default_factory=dict)
    form_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    seen: str = ""  # stands for the trip as it was when somebody began to change it

    @classmethod
    def from_post(cls, data):
        stops = (DraftStop.from_field(text) for text in data.getlist("stop")[:MOST_STOPS])
        details = {name: data.get(name, "")[:2000] for name in DETAILS if name in data}
        stops = tuple(stop for stop in stops if stop)
        return cls(stops, details, form_id(data), data.get("seen", "")[:64])

    @classmethod
    def from_trip(cls, trip):
        """An enrolled trip, to change it on the same pages."""
        stops = tuple(
            DraftStop(place_code(stop), stop.place, stop.starts_on, stop.ends_on, not stop.ends_on)
            for stop in trip.stops.select_related("country", "post")
        )
        contact = trip.emergency_contacts.first()
        details = {
            "traveler_name": trip.traveler_name,
            "phone": trip.phone,
            "lodging": trip.lodging,
            "companions": "\n".join(trip.companions.order_by("pk").values_list("name", flat=True)),
            "contact_name": contact.name if contact else "",
            "contact_phone": contact.phone if contact else "",
        }
        return cls(stops, details, str(trip.form_id), digest_of(stops, details))

    def with_stop(self, number, stop):
        """The trip with its stop of that number replaced, or added at the end."""
        stops = list(self.stops)
        stops[number : number + 1] = [stop]
        return replace(self, stops=tuple(stops))

    def without_stop(self, number):
        return replace(self, stops=self.stops[:number] + self.stops[number + 1 :])

    def with_details(self, details):
        return replace(self, details=details)

    @property
    def first_problem(self):
        """(stop number, field, message) of the first thing that is wrong, or None."""
        previous = None
        for number, stop in enumerate(self.stops):
            if not stop.where:
                return number, "place", _("Choose a place")
            for name, message in stop.problems(previous, is_last=stop is self.stops[-1]):
                return number, name, message
            previous = stop
        return None


def digest_of(stops, details):
    facts = [*(stop.as_field() for stop in stops), *(details[name] for name in DETAILS)]
    return hashlib.sha256("\0".join(facts).encode()).hexdigest()


def place_code(stop):
    return f"post:{stop.post.slug}" if stop.post else f"country:{stop.country.slug}"
